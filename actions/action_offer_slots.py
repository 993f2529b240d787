"""Offers free times for an appointment, as the desk knows them, for the time wished for."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import appointment_reply, base, booking, my_appointments, times_reply
from actions.library.shelf import SHELF
from actions.replies import BOOKING
from actions.said import Said
from actions.situation import Situation


class ActionOfferSlots(base.ProjectAction):
    """Asks back where the time is unclear; remembers that a time is being looked for. Taps about an appointment come here too."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Offer times, or do what was tapped of an appointment."""
        if (wanted := my_appointments.wanted(where)) is not None:
            shown = await appointment_reply.parts(where, wanted)
        else:
            shown = await times_reply.parts(where, tracker.events)
        shown = shown or await times_reply.parts(where, tracker.events)
        shown = booking.beside(shown, where.understanding.get("second_label"), SHELF.all())
        return Said(shown, {"last_label": BOOKING, "fallback_count": 0.0})
