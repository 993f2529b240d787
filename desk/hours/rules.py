"""The opening rules as the console edits them: two texts, read into a calendar; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk.hours.calendar import WEEKDAYS, Calendar, Slot, parse, slot


@dataclass(frozen=True)
class Rules:
    """What is saved.

    Attributes:
        slots: `mon-fri 09:00-12:00 13:00-17:30/17:00; sat 10:00-12:00`.
        days: One line a day: `2027-05-06 臨時休業`, or with slots `2026-12-29 10:00-15:00 年末の臨時開所`.
    """

    slots: str
    days: str = ""


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not as its weekday says: closed where it has no slots."""

    day: date
    slots: tuple[Slot, ...] = ()
    name: str = ""


def read(rules: Rules) -> Calendar:
    """Return the calendar of the rules.

    Raises:
        ValueError: A piece cannot be read; the message names it.
    """
    calendar = parse(rules.slots.replace("\n", ";"))
    days = special_days(rules.days)
    return dataclasses.replace(
        calendar,
        closures=frozenset(one.day for one in days if not one.slots),
        special={one.day: one.slots for one in days if one.slots},
    )


def special_days(text: str) -> list[SpecialDay]:
    """Read one day a line: `2027-05-06 臨時休業`, or with slots `2026-12-29 10:00-15:00 年末の臨時開所`.

    Raises:
        ValueError: A line cannot be read, or a day comes twice.
    """
    found: dict[date, SpecialDay] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        first, *rest = line.split()
        try:
            day = date.fromisoformat(first)
        except ValueError:
            raise ValueError(f"expected a day such as 2027-05-06, got {first!r}") from None
        if day in found:
            raise ValueError(f"expected each day once, got {day} twice")
        times = [word for word in rest if _is_slot(word)]
        name = " ".join(word for word in rest if not _is_slot(word))
        found[day] = SpecialDay(day, tuple(map(slot, times)), name)
    return list(found.values())


def written(week: Mapping[int, Sequence[Slot]], days: Iterable[SpecialDay]) -> Rules:
    """Return the rules that read as this week (0 = Monday) and these days."""
    pieces = [
        f"{name} {' '.join(map(_slot_text, week[weekday]))}"
        for weekday, name in enumerate(WEEKDAYS)
        if week.get(weekday)
    ]
    lines = [
        " ".join(filter(None, [one.day.isoformat(), *map(_slot_text, one.slots), one.name]))
        for one in sorted(days, key=lambda one: one.day)
    ]
    return Rules("; ".join(pieces), "\n".join(lines))


def _is_slot(word: str) -> bool:
    return word[0].isdigit() and "-" in word


def _slot_text(found: Slot) -> str:
    acceptance = f"/{found.last_acceptance:%H:%M}" if found.last_acceptance else ""
    return f"{found.begin:%H:%M}-{found.end:%H:%M}{acceptance}"


class SavedRules:
    """The rules that hold now: what the console saved last, the settings' where nothing was saved."""

    def __init__(self, saved: Callable[[], tuple[str, str] | None], usual: Rules) -> None:
        """Ask `saved` every time, so that a change by any process holds at once."""
        self._saved, self._usual = saved, usual
        self._known: tuple[Rules, Calendar] | None = None

    def rules(self) -> Rules:
        """Return the rules."""
        saved = self._saved()
        return Rules(*saved) if saved else self._usual

    def calendar(self) -> Calendar:
        """Return their calendar."""
        return self.calendar_of(self._saved())

    def calendar_of(self, saved: tuple[str, str] | None) -> Calendar:
        """Return the calendar of what was saved, as `saved` returned it."""
        rules = Rules(*saved) if saved else self._usual
        if self._known is None or self._known[0] != rules:
            self._known = (rules, read(rules))
        return self._known[1]
