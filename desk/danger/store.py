"""Leases messages to be read for danger, and tells how the reading stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.appointments import queries as booked
from desk.conversation.danger import Reading
from desk.conversation.handover_texts import left_words
from desk.conversation.texts import UNSENT
from desk.conversation_sql import tables as t
from desk.conversation_sql.danger_tables import danger_marks, danger_readings
from desk.conversation_sql.turn_queue import is_over
from desk.db.database import DatabaseStore
from desk.db.records import made_of
from desk.db.schema import Moment, moment_of

# Longer than reading takes, so that only a dead worker's message is taken over.
LEASE = timedelta(seconds=10)
MOST_LISTED = 300
_R, _M = danger_readings.c, danger_marks.c
_CHANGE = danger_readings.update().where(_R.id == sa.bindparam("its_id"))


@dataclass(frozen=True)
class Waiting:
    """How the reading stands.

    Attributes:
        count: Messages that nobody has read yet, neither rule nor model.
        oldest: Since when the oldest of them should have been read.
        for_model: Read by the pattern files; the model follows when it is back.
        aside: Set aside after many tries.
    """

    count: int
    oldest: datetime | None
    for_model: int
    aside: int


def _next() -> sa.Select[Any]:
    now, lease_ends = (sa.bindparam(name, type_=Moment) for name in ("now", "lease_ends"))
    # What no rule has read goes first: the model's backlog after a long absence holds nobody up.
    return (
        sa.select(danger_readings)
        .where(
            sa.or_(
                sa.and_(_R.state == "ready", _R.due_at <= now),
                sa.and_(_R.state == "running", is_over(_R.leased_until, now, lease_ends)),
            ),
            sa.or_(sa.bindparam("for_model", type_=sa.Boolean), _R.is_read_by_rule == sa.false()),
        )
        .order_by(_R.is_read_by_rule, _R.due_at, _R.id)
        .limit(1)
    )


# Made once: see `desk.conversation_sql.turn_queue`.
_NEXT = _next()
_NEXT_LOCKED = _NEXT.with_for_update(skip_locked=True)


class Readings(DatabaseStore):
    """Leases readings to workers."""

    def lease(self, now: datetime, *, for_model: bool = True) -> Reading | None:
        """Take the next message that is due; those that only the model has not read with `for_model`."""
        values = {"now": now, "lease_ends": now + LEASE, "for_model": for_model}
        # Most looks find nothing: they must not wait for the write lock.
        with self._database.read() as connection:
            if connection.execute(_NEXT, values).first() is None:
                return None
        with self._database.write() as connection:
            row = connection.execute(_NEXT_LOCKED, values).mappings().first()
            if row is None:
                return None
            taken = {"leased_until": now + LEASE, "attempts": row["attempts"] + 1}
            connection.execute(_CHANGE, {"its_id": row["id"], "state": "running", **taken})
            text = _text(connection, row)
        is_read = bool(row["is_read_by_rule"])
        return made_of(Reading, row, text=text, is_read_by_rule=is_read, attempts=row["attempts"] + 1)

    def put_back(self, reading: Reading, due_at: datetime, *, counts: bool = True, is_read: bool = True) -> None:
        """Let it be tried again; `counts` where it failed and the model is not just away, `is_read` by the pattern files."""
        values: dict[str, Any] = {"state": "ready", "due_at": due_at, "leased_until": None}
        values["is_read_by_rule"] = reading.is_read_by_rule or is_read
        values["attempts"] = reading.attempts if counts else reading.attempts - 1
        self._change(reading, values)

    def set_aside(self, reading: Reading, problem: str) -> None:
        """Try no more; the reason stands on the page of the marks."""
        self._change(reading, {"state": "aside", "problem": problem[:200], "leased_until": None})

    def _change(self, reading: Reading, values: dict[str, Any]) -> None:
        self._database.change(_CHANGE, {"its_id": reading.id, **values})

    def waiting(self) -> Waiting:
        """Return what is not read yet."""
        unread = sa.and_(_R.state != "aside", _R.is_read_by_rule == sa.false())

        def count(where: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
            return sa.func.coalesce(sa.func.sum(sa.case((where, 1), else_=0)), 0)

        query = sa.select(
            count(unread),
            sa.func.min(sa.case((unread, _R.due_at))),
            count(sa.and_(_R.state != "aside", _R.is_read_by_rule == sa.true())),
            count(_R.state == "aside"),
        )
        row = self._database.ask(query).one()
        oldest = moment_of(row[1]) if isinstance(row[1], str) else row[1]
        return Waiting(int(row[0]), oldest, int(row[2]), int(row[3]))

    def set_asides(self) -> list[dict[str, Any]]:
        """Return {id, conversation_id, seq, created_at, attempts, problem, case_id, receipt} of what was set aside."""
        c = t.cases.c
        latest = (
            sa.select(c.conversation_id, sa.func.max(c.opened_at).label("at")).group_by(c.conversation_id).subquery()
        )
        query = (
            sa.select(
                _R.id,
                _R.conversation_id,
                _R.seq,
                _R.created_at,
                _R.attempts,
                _R.problem,
                c.id.label("case_id"),
                c.receipt,
            )
            .outerjoin(latest, latest.c.conversation_id == _R.conversation_id)
            .outerjoin(
                t.cases,
                sa.and_(c.conversation_id == latest.c.conversation_id, c.opened_at == latest.c.at),
            )
            .where(_R.state == "aside")
            .order_by(_R.id)
            .limit(MOST_LISTED)
        )
        return [dict(row) for row in self._database.ask(query).mappings()]

    def try_again(self, now: datetime) -> int:
        """Let everything that was set aside be read once more; returns how many."""
        return self._database.change(
            danger_readings.update()
            .where(_R.state == "aside")
            .values(state="ready", attempts=0, due_at=now, problem=None)
        )


def _text(connection: sa.Connection, row: sa.RowMapping) -> str:
    if row["appointment_id"]:
        return booked.topic_of(connection, row["appointment_id"])
    m = t.messages.c
    query = sa.select(m.parts).where(m.conversation_id == row["conversation_id"], m.outside_id == row["outside_id"])
    parts = connection.execute(query).scalar_one_or_none() or []
    text = "\n".join(str(part["text"]) for part in parts if part.get("text"))
    return "" if text == UNSENT else left_words(text)
