"""What readers say is wrong with an answer: kept for 見直し until somebody has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.contact.masking import mask
from desk.content.tables import reports
from desk.conversation_sql import exclusions
from desk.db.database import DatabaseStore

LONGEST = 300
_R = reports.c


@dataclass(frozen=True)
class Report:
    """One report; `words` may be empty: that something is wrong says something too."""

    id: int
    label: str
    words: str
    at: datetime


class Reports(DatabaseStore):
    """Keeps them."""

    def add(self, conversation_id: str, seq: int, label: str, words: str, now: datetime) -> None:
        """Keep a report about the answer of a message; a later one about the same message takes its place."""
        where = (_R.conversation_id == conversation_id, _R.seq == seq)
        kept = " ".join(mask(words).split())[:LONGEST]
        values = {"label": label, "words": kept, "at": now, "done_at": None, "done_by_id": None}
        with self._database.write() as connection:
            if connection.execute(reports.update().where(*where).values(**values)).rowcount == 0:
                connection.execute(reports.insert().values(conversation_id=conversation_id, seq=seq, **values))

    def waiting(self) -> list[Report]:
        """Return those that nobody has looked at, the newest first; not those whose use is stopped."""
        query = (
            sa.select(_R.id, _R.label, _R.words, _R.at)
            .where(_R.done_at.is_(None), exclusions.is_usable(_R.conversation_id))
            .order_by(_R.at.desc(), _R.id.desc())
        )
        return [Report(**row) for row in self._database.ask(query).mappings()]

    def finish(self, report_id: int, account_id: str, now: datetime) -> bool:
        """Take one off the list; whether it was on it."""
        where = (_R.id == report_id, _R.done_at.is_(None))
        with self._database.write() as connection:
            done = connection.execute(reports.update().where(*where).values(done_at=now, done_by_id=account_id))
        return done.rowcount == 1
