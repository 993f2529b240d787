"""Confirms that no message is left, and goes on."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import base, control_replies, danger, replies, steering
from actions.topic_choices import topics


class ActionCancelHandoff(base.ProjectAction):
    """The person stopped the form, or tapped one of its choices after it had ended."""

    def name(self) -> str:
        """See base class."""
        return "action_cancel_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Say so and offer the topics."""
        where = base.situation_of(tracker)
        # Whoever books or asks for an appointment in the middle of the form is led there.
        if (steered := await steering.reply(where, tracker.events)) is not None:
            base.send(dispatcher, where, [*danger.care(where), *steered.parts])
            return [SlotSet(name, value) for name, value in steered.slots.items()]
        known = control_replies.before(tracker.events)
        is_of_form = not where.understanding or any(payload == replies.STOP.payload for payload, _ in known.offered)
        if not is_of_form:
            base.send(dispatcher, where, [*danger.care(where), *control_replies.stopped()])
            return [SlotSet("fallback_count", 0.0)]
        words = "わかりました。伝言の受付はしていません。ほかに知りたいことがあれば、続けてどうぞ。"
        base.send(
            dispatcher,
            where,
            [
                *danger.care(where),
                replies.text(words, "cancelled"),
                replies.choices([*topics(), replies.ASK_PERSON], "topics"),
            ],
        )
        return []
