"""What a migrant's device may ask for that is not there, and an assistant that does not answer."""

from __future__ import annotations


class UnknownConversation(LookupError):
    """There is no such conversation, or it was erased."""


class UnknownChoice(ValueError):
    """The choice was never offered in this conversation."""


class AssistantFailed(Exception):
    """The assistant gave no usable reply."""


class AssistantStarting(AssistantFailed):
    """The assistant or its actions are not up yet; waiting helps."""
