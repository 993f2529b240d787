"""Asks the desk for free times and returns what is said of them; shared by the actions that offer times."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence

from actions import booking, desk_request, handoff_request, times_before
from actions.desk_request import DeskSilent
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.situation import Situation
from actions.transcript import Event

logger = logging.getLogger(__name__)


async def parts(where: Situation, events: Sequence[Event] = ()) -> list[Part]:
    """Return free times for the time wished for, or what must be asked first.

    Args:
        where: The turn.
        events: Of the tracker, the message's own among them: a wish goes on from the one before.
    """
    entry = SHELF.entry("handoff/handoff_contact")
    found = booking.when(where, datetime.datetime.now(datetime.UTC), times_before.texts(events))
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
