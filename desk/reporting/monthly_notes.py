"""所見: what the office writes about a month, beside its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.db.database import DatabaseStore
from desk.reporting import periods
from desk.reporting.periods import Period
from desk.reporting.tables import report_notes

LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class MonthlyNote:
    """What was written about a month, by whom (name) and when."""

    text: str
    written_by: str
    saved_at: datetime


class MonthlyNotes(DatabaseStore):
    """Keeps one for each month."""

    def of(self, month: str) -> MonthlyNote | None:
        """Return the note about a month (`2026-11`); None where nobody wrote one."""
        n = report_notes.c
        query = sa.select(n.text, n.written_by, n.saved_at).where(n.month == month)
        row = self._database.ask(query).one_or_none()
        return MonthlyNote(*row) if row else None

    def save(self, month: str, text: str, written_by: str, now: datetime) -> None:
        """Keep a note in the place of the one before; an empty one takes it away."""
        with self._database.write() as connection:
            connection.execute(report_notes.delete().where(report_notes.c.month == month))
            if text:
                row = {"month": month, "text": text, "written_by": written_by, "saved_at": now}
                connection.execute(report_notes.insert().values(**row))


def month_of(period: Period) -> str | None:
    """Return the month that a period is, as its note is kept (`2026-11`); None for anything longer or shorter."""
    is_month = period == periods.month(period.first.year, period.first.month)
    return f"{period.first:%Y-%m}" if is_month else None
