"""Asks the desk for free times and returns what is said of them; shared by the actions that offer times."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from actions import appointment_desk, booking, booking_wish, talk_texts, times_before
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.situation import Situation
from actions.transcript import Event
from actions.when import said_beside, wish


async def parts(where: Situation, events: Sequence[Event] = ()) -> list[Part]:
    """Return free times for the time wished for, or what must be asked first.

    Args:
        where: The turn.
        events: Of the tracker, the message's own among them: a wish goes on from the one before.
    """
    shown = await _times(where, events)
    if not where.chosen and said_beside.holds_a_contact(wish.normalised(where.text)):
        # It is not lost: the page asks for it, with the notice of what it is for. The assistant keeps no contact.
        shown.insert(1, talk_texts.say("contact_on_page"))
    return shown


async def _times(where: Situation, events: Sequence[Event]) -> list[Part]:
    found = booking_wish.when(where, datetime.datetime.now(datetime.UTC), times_before.texts(events))
    if found.ask:
        return booking.ask_back(found, where.chosen.get("wish") or where.text)
    answer = await appointment_desk.ask("offer", where, booking.request(where, found))
    offer = booking.read_offer(answer)
    if offer is None:
        return appointment_desk.silent("offer", answer)
    return booking.offered(offer, found) if offer.slots else booking.none_free(SHELF.entry("handoff/handoff_contact"))
