"""Offers free times for an appointment, as the desk knows them, for the time wished for."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import base, booking, desk_request, handoff_request
from actions.desk_request import DeskSilent
from actions.library.shelf import SHELF
from actions.replies import BOOKING, Part
from actions.situation import Situation

logger = logging.getLogger(__name__)


class ActionOfferSlots(base.ProjectAction):
    """Asks back where the time is unclear; remembers that a time is being looked for."""

    def name(self) -> str:
        """See base class."""
        return "action_offer_slots"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Offer times."""
        where = base.situation_of(tracker)
        base.send(dispatcher, where, await _parts(where))
        return [SlotSet("last_label", BOOKING), SlotSet("fallback_count", 0.0)]


async def _parts(where: Situation) -> list[Part]:
    entry = SHELF.entry("handoff/handoff_contact")
    found = booking.when(where, datetime.datetime.now(datetime.UTC))
    if found.ask:
        return booking.ask_back(found, where.chosen.get("wish") or where.text)
    try:
        answer = await desk_request.post(
            "/webhooks/appointments/offer",
            booking.request(where, found),
            handoff_request.webhook_id(where),
        )
    except DeskSilent as silent:
        logger.error("booking.offer.failed %s", silent)
        return booking.silent(entry)
    offer = booking.read_offer(answer)
    if offer is None:
        logger.error("booking.offer.unreadable")
        return booking.silent(entry)
    return booking.offered(offer, found) if offer.slots else booking.none_free(entry)
