"""The queue of turns: one per conversation at a time, leased so that several processes may work.

Turns are taken fairly: the network with the fewest turns at work goes first, so that 450 turns from one address let a
newcomer's turn pass as soon as one of them is done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.conversation.models import Turn
from desk.conversation_sql import tables as t
from desk.db.database import Database
from desk.db.records import made_of
from desk.db.schema import Moment
from desk.set_aside import store as set_aside
from desk.set_aside.kinds import Worker, is_of_everything

# Longer than the longest turn (8 s), so that only a dead worker's turn is taken over.
LEASE = timedelta(seconds=12)
# Later than any message: its sender's clock may be ahead.
_FAR = timedelta(days=366)


def is_open(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return the condition of the index of open turns, to the letter: a bound value would not be recognised."""
    return table.c.state != sa.literal_column("'done'")


def is_over(
    until: sa.ColumnElement[Any],
    now: datetime | sa.BindParameter[Any],
    lease_ends: datetime | sa.BindParameter[Any],
) -> sa.ColumnElement[bool]:
    """Return the condition that a lease has ended; one that ends later than any could has outlived a change of the clock."""
    return sa.or_(until < now, until > lease_ends)


def _source(table: sa.FromClause) -> sa.ColumnElement[str]:
    """Return whose share a turn takes: its network's, and where that is not known (LINE) its conversation's."""
    return sa.func.coalesce(table.c.origin, table.c.conversation_id)


def _next() -> sa.Select[Any]:
    """Return the query for a turn that is due and has none of its conversation before it.

    Of these the one whose network has the fewest at work, and of equals the oldest.
    """
    c, earlier, running = t.turns.c, t.turns.alias("earlier"), t.turns.alias("running")
    now, lease_ends, sent_before = (sa.bindparam(name, type_=Moment) for name in ("now", "lease_ends", "sent_before"))
    # A turn is never put off for longer than a lease: a later time is one of a clock that was set back.
    is_due = sa.or_(c.due_at <= now, c.due_at > lease_ends)
    first = ~sa.exists(
        sa.select(earlier.c.id).where(
            earlier.c.conversation_id == c.conversation_id,
            is_open(earlier),
            earlier.c.number < c.number,
        )
    )
    at_work = (
        sa.select(_source(running).label("source"), sa.func.count().label("count"))
        .where(is_open(running), running.c.state == "running")
        .group_by(_source(running))
        .subquery("at_work")
    )
    return (
        sa.select(c.id, c.conversation_id, c.attempts)
        .select_from(t.turns.outerjoin(at_work, at_work.c.source == _source(t.turns)))
        .where(
            is_open(t.turns),
            sa.or_(
                c.state == "ready",
                sa.and_(c.state == "running", is_over(c.leased_until, now, lease_ends)),
            ),
            is_due,
            c.sent_at < sent_before,
            first,
        )
        .order_by(sa.func.coalesce(at_work.c.count, 0), c.number)
        .limit(1)
    )


# Made once: workers look many times a second, and building a statement costs more than running this one.
_NEXT = _next()
_NEXT_TWO = _NEXT.limit(2)
_NEXT_LOCKED = _NEXT.with_for_update(skip_locked=True, of=t.turns)
_BY_ID = sa.select(t.turns).where(t.turns.c.id == sa.bindparam("id"))
_END = (
    t.turns.update().where(t.turns.c.id == sa.bindparam("its_id")).values(state="done", leased_until=None, origin=None)
)
_TAKE = t.turns.update().where(t.turns.c.id == sa.bindparam("its_id")).values(state="running")


class SqlTurnQueue:
    """Leases turns to workers.

    Attributes:
        has_more: Whether another turn was due beside the one that was leased last: without one, nobody need look again.
    """

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database
        self._unread: list[str] = []
        self.has_more = False

    def lease(self, now: datetime, sent_before: datetime | None = None) -> tuple[Turn, str] | None:
        """Take the oldest turn that is due and whose conversation has none before it; (turn, outside id).

        Args:
            now: Aware UTC time.
            sent_before: Only turns of messages that came before it.
        """
        values = {
            "now": now,
            "lease_ends": now + LEASE,
            "sent_before": sent_before or now + _FAR,
        }
        while True:
            # Most looks find nothing: they must not wait for the write lock.
            with self._database.read() as connection:
                waiting = len(connection.execute(_NEXT_TWO, values).all())
            if not waiting:
                return None
            self.has_more = waiting > 1
            with self._database.write() as connection:
                due = connection.execute(_NEXT_LOCKED, values).first()
                if due is None:
                    return None
                taken = {"leased_until": values["lease_ends"], "attempts": due.attempts + 1}
                connection.execute(_TAKE, {"its_id": due.id, **taken})
                try:
                    return self._turn(connection, due.id)
                except Exception as error:
                    if is_of_everything(error):
                        raise
                    self._put_aside(connection, due.id, due.conversation_id, error, now)

    def _turn(self, connection: sa.Connection, turn_id: str) -> tuple[Turn, str]:
        row = connection.execute(_BY_ID, {"id": turn_id}).mappings().one()
        return made_of(Turn, row), row["outside_id"]

    def _put_aside(
        self,
        connection: sa.Connection,
        turn_id: str,
        conversation_id: str,
        error: Exception,
        now: datetime,
    ) -> None:
        """Take a turn out of the queue for a person to look at; its conversation's later turns go on."""
        set_aside.give_up(connection, Worker.TURNS, turn_id, error, now, conversation_id)
        connection.execute(_END, {"its_id": turn_id})
        self._unread.append(conversation_id)

    def set_aside(self, turn: Turn, error: Exception, now: datetime) -> None:
        """Give up a turn whose handling failed for a reason of our own; who asked is still to be told."""
        with self._database.write() as connection:
            self._put_aside(connection, turn.id, turn.conversation_id, error, now)

    def take_unread(self) -> list[str]:
        """Return the conversations whose turns were given up since the last time: nobody has answered them."""
        found, self._unread = self._unread, []
        return found

    def put_back(self, turn_id: str, due_at: datetime) -> None:
        """Let a turn be tried again later, under the same message id."""
        self._database.change(
            t.turns.update()
            .where(t.turns.c.id == turn_id, t.turns.c.state == "running")
            .values(state="ready", due_at=due_at, leased_until=None)
        )

    def waiting(self) -> tuple[int, datetime | None]:
        """Return how many turns wait, and since when the oldest does."""
        c = t.turns.c
        query = sa.select(sa.func.count(), sa.func.min(c.sent_at)).where(is_open(t.turns))
        count, oldest = self._database.ask(query).one()
        return int(count), Moment().process_result_value(oldest, None) if isinstance(oldest, str) else oldest
