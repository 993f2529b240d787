"""The part of a transaction that serves the consultants' work: what is put off, who calls nobody, pages of a long conversation."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import sqlalchemy as sa

from desk.conversation.case_models import Snooze
from desk.conversation.models import Author, Consultant, Message
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.conversation_tables import mutes
from desk.conversation_sql.rows import message_of

# Made once: see `desk.conversation_sql.turn_queue`.
_NEWEST = (
    sa.select(t.messages)
    .where(t.messages.c.conversation_id == sa.bindparam("id"))
    .order_by(t.messages.c.seq.desc())
    .limit(sa.bindparam("most"))
)


class CaseWork:
    """See `desk.conversation.ports.Transaction`, which documents every method."""

    connection: sa.Connection

    def snooze(self, case_id: str) -> Snooze | None:
        query = sa.select(case_tables.snoozes).where(case_tables.snoozes.c.case_id == case_id)
        row = self.connection.execute(query).mappings().first()
        return Snooze(**row) if row else None

    def put_snooze(self, snooze: Snooze) -> None:
        self.end_snooze(snooze.case_id)
        self.connection.execute(case_tables.snoozes.insert().values(**dataclasses.asdict(snooze)))

    def end_snooze(self, case_id: str) -> None:
        self.connection.execute(case_tables.snoozes.delete().where(case_tables.snoozes.c.case_id == case_id))

    def last_words(self, conversation_id: str) -> Message | None:
        spoken = t.messages.c.author.in_([Author.USER, Author.CONSULTANT])
        found = self._page(conversation_id, spoken, 1)
        return found[0] if found else None

    def messages_from(self, conversation_id: str, seq: int) -> list[Message]:
        """Return the messages from a number on, in order."""
        m = t.messages.c
        query = sa.select(t.messages).where(m.conversation_id == conversation_id, m.seq >= seq).order_by(m.seq)
        return [message_of(row) for row in self.connection.execute(query).mappings()]

    def messages_before(self, conversation_id: str, seq: int | None, most: int) -> tuple[list[Message], bool]:
        """Return the newest messages below a number (of all, where None) in order, and whether there are older ones."""
        if seq is None:
            values = {"id": conversation_id, "most": most + 1}
            rows = self.connection.execute(_NEWEST, values).mappings().all()
            found = [message_of(row) for row in reversed(rows)]
        else:
            found = self._page(conversation_id, t.messages.c.seq < seq, most + 1)
        return found[-most:], len(found) > most

    def understood_messages(self, conversation_id: str, most: int = 1_000) -> list[Message]:
        """Return what the migrant said and the assistant tried to understand, in order."""
        # None is stored as JSON's null.
        known = sa.func.coalesce(sa.cast(t.messages.c.understanding, sa.Text), "null") != "null"
        tried = sa.and_(t.messages.c.author == Author.USER, known)
        return self._page(conversation_id, tried, most)

    def _page(self, conversation_id: str, where: sa.ColumnElement[bool], most: int) -> list[Message]:
        m = t.messages.c
        query = (
            sa.select(t.messages).where(m.conversation_id == conversation_id, where).order_by(m.seq.desc()).limit(most)
        )
        rows = self.connection.execute(query).mappings().all()
        return [message_of(row) for row in reversed(rows)]

    def muted_until(self, conversation_id: str, now: datetime) -> datetime | None:
        query = sa.select(mutes.c.until).where(mutes.c.conversation_id == conversation_id, mutes.c.until > now)
        return self.connection.execute(query).scalar_one_or_none()

    def mute(self, conversation_id: str, until: datetime, who: Consultant, now: datetime) -> None:
        self.unmute(conversation_id)
        row = {"conversation_id": conversation_id, "until": until, "account_id": who.id, "set_at": now}
        self.connection.execute(mutes.insert().values(**row))

    def unmute(self, conversation_id: str) -> None:
        self.connection.execute(mutes.delete().where(mutes.c.conversation_id == conversation_id))
