"""What the console reads: lists, counts, search; no rules here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.conversation.models import Case, State
from desk.storage import tables as t
from desk.storage.database import Database
from desk.storage.rows import case_of

MOST_CLOSED = 200


class CaseList:
    """Reads cases for the console."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    def cases(self, states: Sequence[State]) -> list[dict[str, Any]]:
        """Return {case, owner_name, last_text, last_at, unread} oldest first; closed ones newest first."""
        c, a = t.cases.c, t.accounts
        closed_only = list(states) == [State.CLOSED]
        order = c.closed_at.desc() if closed_only else c.waiting_since
        query = (
            sa.select(t.cases, a.c.name.label("owner_name"))
            .outerjoin(a, a.c.id == c.owner_id)
            .where(c.state.in_(states))
            .order_by(order)
        )
        if closed_only:
            query = query.limit(MOST_CLOSED)
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
            return [
                {
                    "case": case_of(row),
                    "owner_name": row["owner_name"],
                    **_last(connection, row["conversation_id"]),
                }
                for row in rows
            ]

    def earlier(self, case: Case) -> list[dict[str, Any]]:
        """Return the closed cases of the same conversation, newest first."""
        c = t.cases.c
        query = (
            sa.select(c.id, c.receipt, c.topic, c.closed_at)
            .where(c.conversation_id == case.conversation_id, c.id != case.id)
            .order_by(c.opened_at.desc())
        )
        with self._database.read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def notes(self, case_id: str) -> list[dict[str, Any]]:
        """Return the notes of a case in order."""
        query = sa.select(t.notes).where(t.notes.c.case_id == case_id).order_by(t.notes.c.id)
        with self._database.read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def add_note(
        self, case_id: str, author_id: str, author_name: str, text: str, now: datetime
    ) -> dict[str, Any]:
        """Store a note; notes have their own table, so that none can reach a migrant."""
        values = {
            "case_id": case_id,
            "author_id": author_id,
            "author_name": author_name,
            "text": text,
            "created_at": now,
        }
        with self._database.write() as connection:
            done = connection.execute(t.notes.insert().values(**values))
            return {"id": done.inserted_primary_key[0], **values}  # type: ignore[index]

    def waits(self, most: int = 20) -> list[float]:
        """Return the minutes that the latest claimed cases waited."""
        c = t.cases.c
        query = (
            sa.select(c.waiting_since, c.claimed_at)
            .where(c.claimed_at.is_not(None), c.state != State.MESSAGE_LEFT)
            .order_by(c.claimed_at.desc())
            .limit(most)
        )
        with self._database.read() as connection:
            return [(row[1] - row[0]).total_seconds() / 60 for row in connection.execute(query)]

    def search(self, words: str, most: int = 50) -> list[Case]:
        """Return cases whose question, notes or messages hold the words."""
        c = t.cases.c
        like = f"%{words.replace('%', '').replace('_', '')}%"
        in_notes = sa.select(t.notes.c.case_id).where(t.notes.c.text.like(like))
        parts = sa.cast(t.messages.c.parts, sa.Text)
        in_messages = sa.select(t.messages.c.conversation_id).where(parts.like(like))
        query = (
            sa.select(t.cases)
            .where(
                sa.or_(
                    c.question.like(like),
                    c.receipt.like(like),
                    c.id.in_(in_notes),
                    c.conversation_id.in_(in_messages),
                )
            )
            .order_by(c.opened_at.desc())
            .limit(most)
        )
        with self._database.read() as connection:
            return [case_of(row) for row in connection.execute(query).mappings()]


def _last(connection: sa.Connection, conversation_id: str) -> dict[str, Any]:
    """Return what was said last, and how many of the migrant's messages no consultant has answered."""
    m = t.messages.c
    said = m.author.in_(["user", "consultant"])
    last = connection.execute(
        sa.select(m.parts, m.sent_at)
        .where(m.conversation_id == conversation_id, said)
        .order_by(m.seq.desc())
        .limit(1)
    ).first()
    answered = sa.select(sa.func.coalesce(sa.func.max(m.seq), 0)).where(
        m.conversation_id == conversation_id, m.author == "consultant"
    )
    unread = connection.execute(
        sa.select(sa.func.count()).where(
            m.conversation_id == conversation_id,
            m.author == "user",
            m.seq > answered.scalar_subquery(),
        )
    ).scalar_one()
    text = "\n".join(str(part["text"]) for part in last[0] if part.get("text")) if last else ""
    return {"last_text": text, "last_at": last[1] if last else None, "unread": unread}
