"""Makes the opening hours as the office keeps them, and whether somebody can be reached within them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.hours import rules
from desk.hours.calendar import Calendar
from desk.hours.desk_hours import DeskHours
from desk.hours.rules import Rules, SavedRules
from desk.hours.store import OpeningHours
from desk.settings import Settings


@dataclass(frozen=True)
class HoursParts:
    """What `build` made.

    Attributes:
        parts: What a request may ask for.
    """

    opening: SavedRules
    situation_of: DeskHours
    parts: tuple[object, ...]


def build(
    settings: Settings, database: Database, clock: Clock, waits: Callable[[], list[tuple[datetime, datetime]]]
) -> HoursParts:
    """Return the parts; `waits` are those of the latest cases, (waiting since, claimed at).

    Raises:
        ValueError: The opening hours of the settings or the pack cannot be read; the message names which.
    """
    usual = Rules(settings.usual_hours, settings.closures.replace(",", "\n"))
    for name, part in (
        ("HITOHATA_OPENING_HOURS" if settings.opening_hours else "city.yml: hours", Rules(usual.slots, "")),
        ("HITOHATA_CLOSURES", usual),
    ):
        try:
            rules.read(part)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    saved = OpeningHours(database)
    opening = SavedRules(saved.rules, usual)

    def look(now: datetime) -> tuple[Calendar, int]:
        newest, on_duty = saved.opening(now)
        return opening.calendar_of(newest), on_duty

    return HoursParts(opening, DeskHours(look, clock, waits), (saved, opening))
