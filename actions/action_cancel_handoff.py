"""Confirms that no message is left, and goes on."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import base, control_replies, replies, said_before, steering
from actions.said import Said, understood, with_care
from actions.situation import Situation
from actions.topic_choices import topics


class ActionCancelHandoff(base.ProjectAction):
    """The person stopped the form, or tapped one of its choices after it had ended."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Say so and offer the topics."""
        # Whoever books or asks for an appointment in the middle of the form is led there.
        if (steered := await steering.reply(where, tracker.events)) is not None:
            return with_care(where, steered.parts, **steered.slots)
        known = said_before.before(tracker.events)
        is_of_form = not where.understanding or any(payload == replies.STOP.payload for payload, _ in known.offered)
        if not is_of_form:
            return understood(where, control_replies.stopped())
        words = "わかりました。伝言の受付はしていません。ほかに知りたいことがあれば、続けてどうぞ。"
        offered = replies.choices([*topics(), replies.ASK_PERSON], "topics")
        return with_care(where, [replies.text(words, "cancelled"), offered])
