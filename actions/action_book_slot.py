"""Leads to the booking page, with the chosen time filled in; nothing personal is asked in the chat."""

from __future__ import annotations

import logging

from rasa_sdk import Tracker

from actions import base, booking, desk_request, handoff_request
from actions.desk_request import DeskSilent
from actions.library.shelf import SHELF
from actions.replies import BOOKING
from actions.said import Said
from actions.situation import Situation

logger = logging.getLogger(__name__)


class ActionBookSlot(base.ProjectAction):
    """Asks the desk for a link of this conversation."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Show the page to tap."""
        request = booking.link_request(where)
        parts = None
        try:
            answer = await desk_request.post("/webhooks/appointments/link", request, handoff_request.webhook_id(where))
            parts = booking.link(answer)
        except DeskSilent as silent:
            logger.error("booking.link.failed %s", silent)
        shown = parts or booking.silent(SHELF.entry("handoff/handoff_contact"))
        return Said(shown, {"last_label": BOOKING})
