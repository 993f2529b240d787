"""The part of a transaction that keeps danger: what is to be read, and the marks."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desk.accounts.tables import accounts, notice_settings
from desk.conversation.danger import By, Mark, MarkState
from desk.conversation_sql.danger_tables import danger_marks, danger_readings
from desk.db.database import stir
from desk.db.records import made_of

# What the reader is woken for: most messages have been read with the assistant's answer before they are due.
URGENT = "danger_readings"
_R, _M = danger_readings.c, danger_marks.c
# Made once: see `desk.conversation_sql.turn_queue`.
_FINISH = danger_readings.delete().where(
    _R.conversation_id == sa.bindparam("its_id"), _R.outside_id == sa.bindparam("its_outside_id")
)
_KINDS = (
    sa.select(_M.kind)
    .distinct()
    .where(_M.conversation_id == sa.bindparam("id"), _M.state == MarkState.OPEN.value)
    .order_by(_M.kind)
)


class DangerRows:
    """See `desk.conversation.ports.Transaction`, which documents the methods that the conversation needs."""

    connection: sa.Connection

    def add_reading(
        self,
        conversation_id: str,
        outside_id: str,
        seq: int,
        now: datetime,
        due_at: datetime,
        *,
        appointment_id: str | None = None,
    ) -> None:
        values = {
            "conversation_id": conversation_id,
            "outside_id": outside_id,
            "seq": seq,
            "state": "ready",
            "appointment_id": appointment_id,
            "attempts": 0,
            "created_at": now,
            "due_at": due_at,
            "is_read_by_rule": False,
        }
        # Words that were changed before they were read are read once, as they stand then.
        self._insert(danger_readings, values, ("conversation_id", "outside_id"))
        if due_at <= now:
            stir(self.connection, URGENT)

    def finish_reading(self, conversation_id: str, outside_id: str) -> None:
        """Note that a message has been read for danger."""
        values = {"its_id": conversation_id, "its_outside_id": outside_id}
        self.connection.execute(_FINISH, values)

    def danger_kinds(self, conversation_id: str) -> list[str]:
        return list(self.connection.execute(_KINDS, {"id": conversation_id}).scalars())

    def settle_danger(self, conversation_id: str, by: str, now: datetime) -> None:
        self._settle(_M.conversation_id == conversation_id, MarkState.HANDLED, by, now, reason=None)

    def resume_danger(self, conversation_id: str, settled_at: datetime) -> None:
        self.connection.execute(
            danger_marks.update()
            .where(
                _M.conversation_id == conversation_id,
                _M.state == MarkState.HANDLED.value,
                _M.settled_at == settled_at,
            )
            .values(state=MarkState.OPEN.value, settled_at=None, settled_by=None)
        )

    def lift(self, mark_ids: Iterable[str], by: str, reason: str, now: datetime) -> None:
        """Take marks away that are open, with the reason."""
        self._settle(_M.id.in_(list(mark_ids)), MarkState.LIFTED, by, now, reason=reason)

    def _settle(
        self,
        which: sa.ColumnElement[bool],
        state: MarkState,
        by: str,
        now: datetime,
        *,
        reason: str | None,
    ) -> None:
        self.connection.execute(
            danger_marks.update()
            .where(which, _M.state == MarkState.OPEN.value)
            .values(state=state.value, settled_at=now, settled_by=by, settle_reason=reason)
        )

    def add_mark(self, mark: Mark) -> bool:
        """Store a mark; False if the message has one, whatever became of it."""
        return self._insert(danger_marks, values_of(mark), ("conversation_id", "outside_id"))

    def reopen_mark(self, mark: Mark) -> bool:
        """Set a mark again that was settled, by hand; False if there is none to be set again."""
        values = {**values_of(mark), "settled_at": None, "settled_by": None, "settle_reason": None}
        done = self.connection.execute(
            danger_marks.update()
            .where(
                _M.conversation_id == mark.conversation_id,
                _M.outside_id == mark.outside_id,
                _M.state != MarkState.OPEN.value,
            )
            .values(**{key: value for key, value in values.items() if key != "id"})
        )
        return done.rowcount == 1

    def marks(self, conversation_id: str, *, open_only: bool = False) -> list[Mark]:
        """Return the marks of a conversation in the order of its messages."""
        query = sa.select(danger_marks).where(_M.conversation_id == conversation_id)
        if open_only:
            query = query.where(_M.state == MarkState.OPEN.value)
        rows = self.connection.execute(query.order_by(_M.seq)).mappings()
        return [mark_of(row) for row in rows]

    def take_back_danger(self, conversation_id: str, outside_id: str, left: str) -> None:
        """Forget the words of a message that was taken back: it is not read any more, and its mark shows none of them."""
        self.finish_reading(conversation_id, outside_id)
        self.connection.execute(
            danger_marks.update()
            .where(_M.conversation_id == conversation_id, _M.outside_id == outside_id)
            .values(words=left)
        )

    def people_on_call(self) -> int:
        """Return how many accounts are told of danger outside the opening hours."""
        a = accounts.c
        query = (
            sa.select(notice_settings.c.settings)
            .join(accounts, a.id == notice_settings.c.account_id)
            .where(a.is_active, a.role != "auditor")
        )
        return sum(bool(settings.get("on_call")) for settings in self.connection.execute(query).scalars())

    def _insert(self, table: sa.Table, values: dict[str, Any], unique: tuple[str, ...]) -> bool:
        """Insert a row unless there is one; returns whether it was added."""
        statement = _add_once(self.connection.dialect.name, table, unique)
        return self.connection.execute(statement, values).first() is not None


@functools.cache
def _add_once(dialect: str, table: sa.Table, unique: tuple[str, ...]) -> Any:
    """Return the statement, made once: see `desk.conversation_sql.turn_queue`."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing(index_elements=list(unique)).returning(table.c.id)


def values_of(mark: Mark) -> dict[str, Any]:
    """Return the columns of a mark."""
    return {**vars(mark), "found_by": mark.found_by.value, "state": mark.state.value}


def mark_of(row: sa.RowMapping) -> Mark:
    """Return a mark."""
    return made_of(Mark, row, found_by=By(row["found_by"]), state=MarkState(row["state"]))
