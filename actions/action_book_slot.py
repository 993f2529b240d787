"""Leads to the booking page, with the chosen time filled in; nothing personal is asked in the chat."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import appointment_desk, base, booking
from actions.replies import BOOKING
from actions.said import Said
from actions.situation import Situation


class ActionBookSlot(base.ProjectAction):
    """Asks the desk for a link of this conversation."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Show the page to tap."""
        answer = await appointment_desk.ask("link", where, booking.link_request(where))
        return Said(booking.link(answer) or appointment_desk.silent("link", answer), {"last_label": BOOKING})
