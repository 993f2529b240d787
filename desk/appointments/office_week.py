"""The week of appointments as a calendar: for each consultant and day who comes when, and how many times are free; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypedDict

from desk.appointments.models import METHOD_NAMES, STATUS_NAMES, Appointment, Slot
from desk.appointments.office_dependencies import address
from desk.appointments.person import masked_name
from desk.text.times import JAPAN

_WORKING_DAYS, _WEEK = 5, 7


class Visit(TypedDict):
    """An appointment in a cell of the calendar; `status` is empty where it stands as it was booked."""

    address: str
    hours: str
    person: str
    method: str
    status: str


class DayOfOne(TypedDict):
    """A cell: what is booked, by time, and how many times are free."""

    visits: list[Visit]
    free: int


def shown_days(monday: date, found: Iterable[Appointment], free: Iterable[Slot]) -> list[date]:
    """Return the days of a week that are shown: Monday to Friday, a weekend's only where something is booked or free."""
    used = {_day(item) for item in found} | {_day(slot) for slot in free}
    week = [monday + timedelta(days=ahead) for ahead in range(_WEEK)]
    return [day for number, day in enumerate(week) if number < _WORKING_DAYS or day in used]


def days_of(
    account_id: str, days: Sequence[date], found: Iterable[Appointment], free: Iterable[Slot]
) -> list[DayOfOne]:
    """Return the cells of one consultant, one for each day."""
    mine = sorted((item for item in found if item.account_id == account_id), key=lambda item: item.begin)
    left = [_day(slot) for slot in free if slot.account_id == account_id]
    return [{"visits": [_visit(item) for item in mine if _day(item) == day], "free": left.count(day)} for day in days]


def _visit(item: Appointment) -> Visit:
    begin, end = item.begin.astimezone(JAPAN), item.end.astimezone(JAPAN)
    return {
        "address": address(f"/{item.id}"),
        "hours": f"{begin:%-H:%M}〜{end:%-H:%M}",
        "person": masked_name(item.person) if item.person else "（消去済み）",
        "method": METHOD_NAMES[item.method],
        "status": "" if item.status.stands else STATUS_NAMES[item.status],
    }


def _day(item: Appointment | Slot) -> date:
    return item.begin.astimezone(JAPAN).date()
