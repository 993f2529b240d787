"""Internal notes and who is called in them; they have their own tables, so that none can reach a migrant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.cases.tables import mentions
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.db.database import DatabaseStore


class Notes(DatabaseStore):
    """Keeps the notes of cases."""

    def notes(self, case_id: str) -> list[dict[str, Any]]:
        """Return the notes of a case in order."""
        query = (
            sa.select(case_tables.notes).where(case_tables.notes.c.case_id == case_id).order_by(case_tables.notes.c.id)
        )
        return [dict(row) for row in self._database.ask(query).mappings()]

    def add_note(
        self,
        case_id: str,
        author_id: str,
        author_name: str,
        text: str,
        now: datetime,
        called: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Store a note, and whom it calls (account ids)."""
        values = {
            "case_id": case_id,
            "author_id": author_id,
            "author_name": author_name,
            "text": text,
            "created_at": now,
        }
        with self._database.write() as connection:
            done = connection.execute(case_tables.notes.insert().values(**values))
            note_id = done.inserted_primary_key[0]  # type: ignore[index]
            if called:
                rows = [{"note_id": note_id, "account_id": account_id} for account_id in called]
                connection.execute(mentions.insert(), rows)
            return {"id": note_id, **values}

    def calls(self, account_id: str) -> list[dict[str, Any]]:
        """Return {case_id, receipt, author_name, created_at} of the notes that call somebody and were not looked at."""
        n, m = case_tables.notes.c, mentions.c
        query = (
            sa.select(n.case_id, t.cases.c.receipt, n.author_name, n.created_at)
            .select_from(mentions.join(case_tables.notes, n.id == m.note_id).join(t.cases, t.cases.c.id == n.case_id))
            .where(m.account_id == account_id, m.seen_at.is_(None))
            .order_by(n.id)
        )
        return [dict(row) for row in self._database.ask(query).mappings()]

    def see_calls(self, account_id: str, case_id: str, now: datetime) -> bool:
        """Note that somebody looked at a case; returns whether a note there called them."""
        of_case = sa.select(case_tables.notes.c.id).where(case_tables.notes.c.case_id == case_id)
        m = mentions.c
        unseen = sa.and_(m.account_id == account_id, m.seen_at.is_(None), m.note_id.in_(of_case))
        with self._database.read() as connection:
            if connection.execute(sa.select(m.note_id).where(unseen).limit(1)).first() is None:
                return False
        self._database.change(mentions.update().where(unseen).values(seen_at=now))
        return True
