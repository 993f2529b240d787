"""The times that can be booked, and taking a seat at one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from desk.appointments import rules
from desk.appointments.errors import SlotTaken
from desk.appointments.mails import Office
from desk.appointments.models import Method, Seat, Slot
from desk.appointments.transaction import SqlBookings
from desk.hours.calendar import Calendar
from desk.text.times import JAPAN


def free(
    tx: SqlBookings,
    days: Sequence[date],
    now: datetime,
    opening: Calendar,
    method: Method | None = None,
    but: str | None = None,
) -> list[Slot]:
    """Return every slot of some days that can be booked now, in order."""
    allowed = set(rules.days_ahead(now))
    wanted = [day for day in days if day in allowed]
    if not wanted:
        return []
    availability = tx.availability()
    begin = datetime.combine(min(wanted), time(0), JAPAN)
    end = datetime.combine(max(wanted) + timedelta(days=1), time(0), JAPAN)
    taken = tx.taken(begin, end, but)
    earliest = rules.earliest(now, opening)
    slots = [slot for day in wanted for slot in rules.slots_of(day, availability, opening)]
    return rules.offered(slots, taken, earliest, method)


def take(
    tx: SqlBookings,
    appointment_id: str,
    method: Method,
    begin: datetime,
    now: datetime,
    office: Office,
    account_id: str | None,
    conversation_id: str | None,
    before: str | None = None,
) -> Slot:
    """Take a seat at a time: of the consultant named, else of who knows the person, else of who has least that day."""
    day = begin.astimezone(JAPAN).date()
    slots = [
        slot
        for slot in free(tx, [day], now, office.opening, method)
        if slot.begin == begin and account_id in {None, slot.account_id}
    ]
    known = before or (tx.owner_of(conversation_id) if conversation_id else None)
    load = _load(tx, day)
    slots.sort(key=lambda s: (s.account_id != known, load[s.account_id], s.account_id))
    for slot in slots:
        for number in rules.numbers(slot):
            if tx.take(appointment_id, slot, number):
                return slot
    raise SlotTaken


def _load(tx: SqlBookings, day: date) -> Counter[str]:
    begin = datetime.combine(day, time(0), JAPAN)
    taken: set[Seat] = tx.taken(begin, begin + timedelta(days=1))
    return Counter(seat.account_id for seat in taken)
