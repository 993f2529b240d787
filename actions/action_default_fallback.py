"""Rasa's name for the action of a turn without a rule; here the same as not having understood."""

from __future__ import annotations

from actions.action_fallback import ActionFallback


class ActionDefaultFallback(ActionFallback):
    """Replaces Rasa's default, which reverts the message and leaves the person without an answer."""
