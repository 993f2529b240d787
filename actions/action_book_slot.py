"""Leads to the booking page, with the chosen time filled in; nothing personal is asked in the chat."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import base, booking, desk_request, handoff_request
from actions.desk_request import DeskSilent
from actions.library.shelf import SHELF
from actions.replies import BOOKING

logger = logging.getLogger(__name__)


class ActionBookSlot(base.ProjectAction):
    """Asks the desk for a link of this conversation."""

    def name(self) -> str:
        """See base class."""
        return "action_book_slot"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Show the page to tap."""
        where = base.situation_of(tracker)
        request = booking.link_request(where)
        parts = None
        try:
            answer = await desk_request.post("/webhooks/appointments/link", request, handoff_request.webhook_id(where))
            parts = booking.link(answer)
        except DeskSilent as silent:
            logger.error("booking.link.failed %s", silent)
        base.send(dispatcher, where, parts or booking.silent(SHELF.entry("handoff/handoff_contact")))
        return [SlotSet("last_label", BOOKING)]
