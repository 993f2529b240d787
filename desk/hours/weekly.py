"""The week's opening hours in words, for pages that people read."""

from __future__ import annotations

from datetime import time

from desk.hours.calendar import Calendar, Slot
from desk.text.times import WEEKDAYS


def words(calendar: Calendar) -> str:
    """Return 月〜金曜 9:00〜12:00、13:00〜17:30; days with equal hours in a row are said together."""
    runs: list[tuple[int, int, tuple[Slot, ...]]] = []
    for day in range(7):
        slots = calendar.slots.get(day, ())
        if runs and runs[-1][2] == slots and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day, slots)
        elif slots:
            runs.append((day, day, slots))
    return "／".join(f"{_days(first, last)} {_hours(slots)}" for first, last, slots in runs)


def _days(first: int, last: int) -> str:
    if first == last:
        return f"{WEEKDAYS[first]}曜"
    return f"{WEEKDAYS[first]}〜{WEEKDAYS[last]}曜"


def _hours(slots: tuple[Slot, ...]) -> str:
    return "、".join(f"{_clock(slot.begin)}〜{_clock(slot.end)}" for slot in slots)


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"
