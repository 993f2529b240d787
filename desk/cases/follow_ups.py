"""Reads of what is put off or promised, and the canned replies."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import sqlalchemy as sa

from desk.cases.office_schemas import CannedReply
from desk.cases.tables import canned_replies
from desk.conversation.case_models import Snooze
from desk.conversation_sql import case_tables
from desk.db.database import DatabaseStore


class FollowUps(DatabaseStore):
    """Reads all snoozes at once: there are as many as cases somebody works on."""

    def snoozes(self) -> dict[str, Snooze]:
        """Return {case id: what is put off or promised}."""
        rows = self._database.ask(sa.select(case_tables.snoozes)).mappings()
        return {row["case_id"]: Snooze(**row) for row in rows}


class CannedReplies(DatabaseStore):
    """Keeps the canned replies."""

    def all(self) -> list[CannedReply]:
        """Return {id, title, register, text}, the oldest first."""
        c = canned_replies.c
        query = sa.select(c.id, c.title, c.register, c.text).order_by(c.id)
        return [cast("CannedReply", dict(row)) for row in self._database.ask(query).mappings()]

    def save(self, reply_id: int | None, title: str, register: str, text: str, by: str, now: datetime) -> bool:
        """Change a reply, or add one (None); False if there is none of this number."""
        values = {
            "title": title,
            "register": register,
            "text": text,
            "saved_by": by,
            "saved_at": now,
        }
        table = canned_replies
        with self._database.write() as connection:
            if reply_id is None:
                connection.execute(table.insert().values(**values))
                return True
            done = connection.execute(table.update().where(table.c.id == reply_id).values(**values))
            return done.rowcount == 1

    def remove(self, reply_id: int) -> bool:
        """Delete a reply; False if there is none of this number."""
        table = canned_replies
        return self._database.change(table.delete().where(table.c.id == reply_id)) == 1
