"""The opening rules as the console edits them: two texts, read into a calendar; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desk.hours.calendar import Calendar, Slot, parse, slot


@dataclass(frozen=True)
class Rules:
    """What is saved.

    Attributes:
        slots: `mon-fri 09:00-12:00 13:00-17:30/17:00; sat 10:00-12:00`.
        days: One line a day: `2027-05-06 臨時休業`, or with slots `2026-12-29 10:00-15:00 年末の臨時開所`.
    """

    slots: str
    days: str = ""


def read(rules: Rules) -> Calendar:
    """Return the calendar of the rules.

    Raises:
        ValueError: A piece cannot be read; the message names it.
    """
    calendar = parse(rules.slots.replace("\n", ";"))
    closures: set[date] = set()
    special: dict[date, tuple[Slot, ...]] = {}
    for line in filter(None, map(str.strip, rules.days.splitlines())):
        day, *rest = line.split()
        try:
            found = date.fromisoformat(day)
        except ValueError:
            raise ValueError(f"expected a day such as 2027-05-06, got {day!r}") from None
        slots = tuple(slot(word) for word in rest if word[0].isdigit() and "-" in word)
        if found in closures or found in special:
            raise ValueError(f"expected each day once, got {day} twice")
        if slots:
            special[found] = slots
        else:
            closures.add(found)
    return dataclasses.replace(calendar, closures=frozenset(closures), special=special)


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
        rules = self.rules()
        if self._known is None or self._known[0] != rules:
            self._known = (rules, read(rules))
        return self._known[1]
