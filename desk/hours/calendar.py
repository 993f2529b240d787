"""Opening hours as a pure calendar: open now, next opening, in Japanese time whatever the server's zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import jpholiday

from desk.text.times import JAPAN

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Long enough to get past any row of holidays and closures; beyond it nothing is promised.
_LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True)
class Slot:
    """A stretch of a day; `last_acceptance` is when new requests stop, the end where None."""

    begin: time
    end: time
    last_acceptance: time | None = None

    @property
    def accepts_until(self) -> time:
        """When the slot stops accepting requests."""
        return self.last_acceptance or self.end


@dataclass(frozen=True)
class Calendar:
    """The rules of opening.

    Attributes:
        slots: By weekday, 0 = Monday.
        closures: Days closed for a reason of the centre's own.
        special: Days with slots of their own, which win over holidays and weekdays (臨時開所).
        year_end: (month, day) pairs closed every year (12/29-1/3, the usual ordinance of municipalities).
    """

    slots: Mapping[int, tuple[Slot, ...]]
    closures: frozenset[date] = frozenset()
    special: Mapping[date, tuple[Slot, ...]] = field(default_factory=dict)
    year_end: frozenset[tuple[int, int]] = field(
        default=frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
    )

    def is_closed_day(self, day: date) -> bool:
        """Whether a day is a holiday, at the turn of the year, or closed by the centre."""
        return (day.month, day.day) in self.year_end or day in self.closures or bool(jpholiday.is_holiday(day))

    def slots_of(self, day: date) -> tuple[Slot, ...]:
        """Return the slots of a day, none on closed days."""
        if day in self.special:
            return self.special[day]
        return () if self.is_closed_day(day) else self.slots.get(day.weekday(), ())

    def is_open(self, moment: datetime) -> bool:
        """Whether requests are accepted at a moment."""
        local = moment.astimezone(JAPAN)
        return any(slot.begin <= local.time() < slot.accepts_until for slot in self.slots_of(local.date()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when requests are accepted next; None if not within two months."""
        local = moment.astimezone(JAPAN)
        for ahead in range(_LOOK_AHEAD_DAYS):
            day = local.date() + timedelta(days=ahead)
            for slot in self.slots_of(day):
                begin = datetime.combine(day, slot.begin, JAPAN)
                if begin > local:
                    return begin
        return None

    def next_day(self, day: date) -> date | None:
        """Return the next day after one that has slots; None if not within two months."""
        days = (day + timedelta(days=ahead) for ahead in range(1, _LOOK_AHEAD_DAYS))
        return next((found for found in days if self.slots_of(found)), None)

    def business_minutes(self, since: datetime, until: datetime) -> int:
        """Return the minutes of opening between two moments."""
        total = timedelta()
        day, last = since.astimezone(JAPAN).date(), until.astimezone(JAPAN).date()
        while day <= last:
            for slot in self.slots_of(day):
                begin = max(datetime.combine(day, slot.begin, JAPAN), since)
                end = min(datetime.combine(day, slot.end, JAPAN), until)
                total += max(end - begin, timedelta())
            day += timedelta(days=1)
        return int(total.total_seconds() // 60)


def parse(slots: str, closures: Iterable[str] = ()) -> Calendar:
    """Read `mon-fri 09:00-12:00 13:00-17:30/17:00; sat 10:00-12:00`: days, then slots, `/` before the last acceptance.

    Raises:
        ValueError: A piece cannot be read; the message names it.
    """
    found: dict[int, tuple[Slot, ...]] = {}
    for piece in filter(None, (piece.strip() for piece in slots.split(";"))):
        days, *times = piece.split()
        for weekday in _weekdays(days):
            found[weekday] = tuple(slot(text) for text in times)
    if not any(found.values()):
        raise ValueError("expected at least one slot such as mon-fri 09:00-17:00, got none")
    return Calendar(found, frozenset(date.fromisoformat(day.strip()) for day in closures if day.strip()))


def _weekdays(text: str) -> range:
    first, _, last = text.lower().partition("-")
    if first not in WEEKDAYS or (last and last not in WEEKDAYS):
        raise ValueError(f"expected days such as mon-fri, got {text!r}")
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def slot(text: str) -> Slot:
    """Read `13:00-17:30/17:00`.

    Raises:
        ValueError: See `parse`.
    """
    try:
        begin, _, rest = text.partition("-")
        end, _, acceptance = rest.partition("/")
        found = Slot(
            time.fromisoformat(begin),
            time.fromisoformat(end),
            time.fromisoformat(acceptance) if acceptance else None,
        )
    except ValueError:
        raise ValueError(f"expected a slot such as 13:00-17:30/17:00, got {text!r}") from None
    if not found.begin < found.accepts_until <= found.end:
        raise ValueError(f"expected begin < last acceptance <= end, got {text!r}")
    return found


def holiday_name(day: date) -> str:
    """Return the name of a Japanese holiday, empty on other days."""
    return str(jpholiday.is_holiday_name(day) or "")
