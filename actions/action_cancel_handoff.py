"""Confirms that no message is left, and goes on."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import base, replies
from actions.action_fallback import topics


class ActionCancelHandoff(base.ProjectAction):
    """The person stopped the form, or tapped one of its choices after it had ended."""

    def name(self) -> str:
        """See base class."""
        return "action_cancel_handoff"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Say so and offer the topics."""
        where = base.situation_of(tracker)
        words = "わかりました。伝言の受付はしていません。ほかに知りたいことがあれば、続けてどうぞ。"
        base.send(
            dispatcher,
            where,
            [replies.text(words, "cancelled"), replies.choices([*topics(), replies.ASK_PERSON], "topics")],
        )
        return []
