"""Which step of booking comes next, from what was chosen so far and what is free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from fastapi.responses import HTMLResponse

from desk.appointments import appointment_views, booking_views, choice_views, rules, seats, wishes
from desk.appointments.models import Appointment, Link, Method, Slot
from desk.appointments.person import Filled
from desk.appointments.transaction import SqlBookings
from desk.hours.calendar import Calendar
from desk.text.times import JAPAN

TAKEN = "この時間は、さきほどほかの方の予約でうまりました。べつの時間をおえらびください。"

NOT_THEN = "ご希望の日には、あいている時間がありません。ほかの日をおえらびください。"


def step(path: str, slots: Sequence[Slot], appointment: Appointment | None, chosen: Mapping[str, str]) -> HTMLResponse:
    """Return the page after `method`, `day` and `at` of `chosen`; with an appointment, the way to change it."""
    is_change = appointment is not None
    method = wishes.method(chosen.get("method", ""))
    begin = wishes.moment(chosen.get("at", ""))
    without_number = appointment is not None and not rules.may_be_called(appointment)
    if method is None or (without_number and method is Method.PHONE):
        # A time that was tapped in the chat is kept; one that is gone is not.
        there = [slot for slot in slots if slot.begin == begin]
        methods = Counter(method for slot in there or slots for method in slot.methods)
        lacks_number = without_number and methods.pop(Method.PHONE, 0) > 0
        return choice_views.choose_method(path, methods, is_change, begin if there else None, lacks_number=lacks_number)
    fitting = [slot for slot in slots if method in slot.methods]
    if begin is not None:
        slot = next((slot for slot in fitting if slot.begin == begin), None)
        if slot is None:
            return choice_views.choose_day(path, method, by_day(fitting), is_change, TAKEN)
        if appointment is not None:
            return appointment_views.confirm_change(path, appointment, method, slot.begin, slot.end)
        return booking_views.fill_in(path, method, slot.begin, slot.end, Filled({}))
    day = wishes.day(chosen.get("day", ""))
    if day is None:
        after, wanted = wishes.day(chosen.get("after", "")), wishes.days(chosen.get("days", ""))
        free = by_day(fitting)
        # Of the days that were named in the chat those that are free, else all that are.
        named = Counter({day: count for day, count in free.items() if day in wanted})
        said = NOT_THEN if wanted and not named else ""
        return choice_views.choose_day(path, method, named or free, is_change, said, after, named)
    of_day = [slot for slot in fitting if slot.begin.astimezone(JAPAN).date() == day]
    return choice_views.choose_time(path, method, day, of_day, is_change)


def taken(
    tx: SqlBookings,
    link: Link,
    path: str,
    fields: Mapping[str, str],
    now: datetime,
    opening: Calendar,
) -> HTMLResponse:
    """Say that the time is gone, and show what else there is."""
    method = wishes.method(fields.get("method", "")) or Method.ONLINE
    slots = seats.free(tx, list(rules.days_ahead(now)), now, opening, method)
    return choice_views.choose_day(path, method, by_day(slots), link.appointment_id is not None, TAKEN)


def wished(tx: SqlBookings, fields: Mapping[str, str], now: datetime, opening: Calendar) -> tuple[Method, Slot] | None:
    """Return the method and a slot at the time of a form, None where it cannot be had."""
    wish = wishes.read(fields)
    if wish is None:
        return None
    method, begin = wish
    slots = seats.free(tx, [begin.astimezone(JAPAN).date()], now, opening, method)
    found = next((slot for slot in slots if slot.begin == begin), None)
    return (method, found) if found else None


def by_day(slots: Iterable[Slot]) -> Counter[date]:
    """Return how many different times each day has."""
    return Counter(begin.astimezone(JAPAN).date() for begin in {slot.begin for slot in slots})
