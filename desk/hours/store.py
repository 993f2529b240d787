"""The saved opening hours in the database, and who is present."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.accounts.models import PRESENT_WITHIN
from desk.accounts.store import was_seen
from desk.db.database import DatabaseStore
from desk.db.schema import Moment
from desk.hours import tables as hours_tables


def _opening() -> sa.Select[Any]:
    rules = hours_tables.hours_rules.c
    newest = sa.select(sa.func.max(rules.id)).scalar_subquery()
    present = sa.select(sa.func.count()).where(was_seen(sa.bindparam("since", type_=Moment)))
    saved = sa.select(rules.slots, rules.days).where(rules.id == newest).subquery()
    now = sa.select(present.scalar_subquery().label("on_duty")).subquery()
    joined = now.outerjoin(saved, sa.true())
    return sa.select(now.c.on_duty, saved.c.slots, saved.c.days).select_from(joined)


# Made once: they are asked with every message, by every open page and by every worker.
_OPENING = _opening()
_RULES = (
    sa.select(hours_tables.hours_rules.c.slots, hours_tables.hours_rules.c.days)
    .order_by(hours_tables.hours_rules.c.id.desc())
    .limit(1)
)


class OpeningHours(DatabaseStore):
    """Keeps every saved version of the opening hours; the newest holds."""

    def rules(self) -> tuple[str, str] | None:
        """Return the newest (slots, days), None where none was saved."""
        row = self._database.ask(_RULES).first()
        return (row[0], row[1]) if row else None

    def opening(self, now: datetime) -> tuple[tuple[str, str] | None, int]:
        """Return the newest rules (see `rules`) and how many consultants take cases and are present, in one look."""
        values = {"since": now - PRESENT_WITHIN}
        on_duty, slots, days = self._database.ask(_OPENING, values).one()
        return (None if slots is None else (slots, days)), int(on_duty)

    def save_rules(self, slots: str, days: str, by: str, now: datetime) -> None:
        """Add a version of the opening rules."""
        self._database.change(
            hours_tables.hours_rules.insert().values(slots=slots, days=days, saved_by=by, saved_at=now)
        )
