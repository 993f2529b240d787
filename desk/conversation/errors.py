"""What a migrant's device may ask for that is not there."""

from __future__ import annotations


class UnknownConversation(LookupError):
    """There is no such conversation, or it was erased."""


class UnknownChoice(ValueError):
    """The choice was never offered in this conversation."""
