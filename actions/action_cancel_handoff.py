"""Confirms that no message is left, and goes on."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import appointment_reply, base, control_replies, replies, said_before, steering, taking_back
from actions.replies import Part
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
            return understood(where, await _stopped(where))
        words = "わかりました。伝言の受付はしていません。ほかに知りたいことがあれば、続けてどうぞ。"
        offered = replies.choices([*topics(), replies.ASK_PERSON], "topics")
        return with_care(where, [replies.text(words, "cancelled"), offered])


async def _stopped(where: Situation) -> list[Part]:
    """Return what is said to words that stop something: what they name may not be there, and what they do not name may be an appointment."""
    if taking_back.names_a_message(where.text):
        return taking_back.no_message()
    if taking_back.names_nothing(where.text):
        return await appointment_reply.to_cancel(where) or taking_back.nothing()
    return control_replies.stopped()
