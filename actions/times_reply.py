"""Asks the desk for free times and returns what is said of them; shared by the actions that offer times."""

from __future__ import annotations

import datetime
import logging

from actions import booking, desk_request, handoff_request
from actions.desk_request import DeskSilent
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.situation import Situation

logger = logging.getLogger(__name__)


async def parts(where: Situation) -> list[Part]:
    """Return free times for the time wished for, or what must be asked first."""
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
