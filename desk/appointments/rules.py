"""Which times can be had, and when somebody is reminded; pure.

Times of day are Japanese, moments are aware. Nothing is offered outside the opening hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from desk.appointments.models import Appointment, Availability, Method, Seat, Slot
from desk.hours.calendar import Calendar
from desk.text.times import JAPAN

CELL = timedelta(minutes=15)
# Consultants prepare: nobody stands at the door before anyone at the desk knew.
LEAD = timedelta(hours=2)
AHEAD_DAYS = 60
# At ten on the last working day before: early enough to call and change it.
REMIND_AT = time(10)
REMIND_BEFORE = timedelta(hours=1)
_LONGEST_CLOSURE_DAYS = 30


def slots_of(day: date, availability: Iterable[Availability], opening: Calendar) -> list[Slot]:
    """Return the slots of a day in order: what was entered, cut to the opening hours, less what is blocked."""
    said = [item for item in availability if item.holds_on(day)]
    blocks = [item for item in said if item.blocks]
    found: dict[tuple[str, datetime, datetime], Slot] = {}
    for item in said:
        if item.blocks:
            continue
        for begin, end in _steps(day, item, opening):
            if any(b.account_id == item.account_id and _meets(day, b, begin, end) for b in blocks):
                continue
            key = (item.account_id, begin, end)
            methods = item.methods | (found[key].methods if key in found else frozenset())
            place = item.place or (found[key].place if key in found else "")
            found[key] = Slot(*key, methods, place, item.capacity)
    return sorted(found.values(), key=lambda slot: (slot.begin, slot.account_id))


def offered(slots: Iterable[Slot], taken: set[Seat], earliest: datetime, method: Method | None = None) -> list[Slot]:
    """Return the slots that can be booked now."""
    return [
        slot
        for slot in slots
        if slot.begin >= earliest
        and (method is None or method in slot.methods)
        and any(is_free(slot, number, taken) for number in numbers(slot))
    ]


def numbers(slot: Slot) -> range:
    """Return the seat numbers of a slot."""
    return range(1, slot.capacity + 1)


def cells(begin: datetime, end: datetime) -> list[datetime]:
    """Return the quarters of an hour that a time takes."""
    return [begin + CELL * step for step in range((end - begin) // CELL)]


def is_free(slot: Slot, number: int, taken: set[Seat]) -> bool:
    """Whether nobody has this seat at any quarter of the slot."""
    return not any(Seat(slot.account_id, cell, number) in taken for cell in cells(slot.begin, slot.end))


def earliest(now: datetime, opening: Calendar) -> datetime:
    """Return the first moment that can be booked: after two hours of opening."""
    left = LEAD
    for day in _days(now.astimezone(JAPAN).date(), AHEAD_DAYS):
        for stretch in opening.slots_of(day):
            begin = max(datetime.combine(day, stretch.begin, JAPAN), now)
            end = datetime.combine(day, stretch.end, JAPAN)
            if end - begin >= left:
                return begin + left
            left -= max(end - begin, timedelta())
    return now + timedelta(days=AHEAD_DAYS)


def days_ahead(now: datetime) -> Iterator[date]:
    """Yield the days for which one can book, today included."""
    return _days(now.astimezone(JAPAN).date(), AHEAD_DAYS + 1)


def concern(
    appointment: Appointment,
    availability: Iterable[Availability],
    opening: Calendar,
    active: Iterable[str],
) -> str | None:
    """Return why somebody must look at an appointment that stands, None where all is well.

    Hours, closures, blocks and accounts change after people have booked.
    """
    begin, end = appointment.begin.astimezone(JAPAN), appointment.end.astimezone(JAPAN)
    day = begin.date()
    stretches = opening.slots_of(day)
    if not stretches:
        return "休業日"
    if not any(s.begin <= begin.time() and end.time() <= s.end for s in stretches):
        return "受付時間の外"
    if appointment.account_id not in set(active):
        return "担当者のアカウントが閉じられている"
    if any(
        item.blocks
        and item.account_id == appointment.account_id
        and item.holds_on(day)
        and _meets(day, item, begin, end)
        for item in availability
    ):
        return "担当者の不在"
    return None


def may_be_called(appointment: Appointment) -> bool:
    """Whether a consultant could telephone: the person left a number, or who it is was erased and nothing is asked of it."""
    return appointment.person is None or appointment.person.contact_kind == "phone"


def reminders(appointment: Appointment, now: datetime, opening: Calendar) -> list[tuple[str, datetime]]:
    """Return (kind, moment) of the reminders that are still to come: the working day before, and an hour before online."""
    begin = appointment.begin.astimezone(JAPAN)
    kinds = [("day_before", datetime.combine(_day_before(begin.date(), opening), REMIND_AT, JAPAN))]
    if appointment.method is Method.ONLINE:
        kinds.append(("hour_before", begin - REMIND_BEFORE))
    return [(kind, moment) for kind, moment in kinds if moment > now]


def _day_before(day: date, opening: Calendar) -> date:
    for back in range(1, _LONGEST_CLOSURE_DAYS):
        if opening.slots_of(day - timedelta(days=back)):
            return day - timedelta(days=back)
    return day - timedelta(days=1)


def _days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range(count))


def _steps(day: date, item: Availability, opening: Calendar) -> Iterator[tuple[datetime, datetime]]:
    length = timedelta(minutes=item.minutes)
    for stretch in opening.slots_of(day):
        begin = _rounded(datetime.combine(day, max(item.begin, stretch.begin), JAPAN))
        last = datetime.combine(day, min(item.end, stretch.end), JAPAN)
        while begin + length <= last:
            yield begin, begin + length
            begin += length


def _rounded(moment: datetime) -> datetime:
    """Return the next quarter of an hour: seats are quarters."""
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second)
    return moment + (CELL - over) if over else moment


def _meets(day: date, item: Availability, begin: datetime, end: datetime) -> bool:
    return datetime.combine(day, item.begin, JAPAN) < end and begin < datetime.combine(day, item.end, JAPAN)
