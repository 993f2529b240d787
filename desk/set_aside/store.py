"""One bad item stops nothing: workers count what fails, set it aside, and go on with the next in the same round.

What counts as whose fault stands in `desk.set_aside.kinds`.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from desk.db.database import Database
from desk.db.schema import whole_metadata
from desk.set_aside.kinds import Item, Reason, Worker, is_of_everything, is_unreadable, reason_of
from desk.set_aside.tables import set_aside as rows
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
T = TypeVar("T")
MOST_TRIES = 5
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=10)


def note(
    connection: sa.Connection,
    worker: Worker,
    item: str,
    error: BaseException,
    now: datetime,
    *,
    conversation_id: str | None = None,
    most_tries: int = MOST_TRIES,
) -> bool:
    """Count a failure in an open transaction; returns whether the item is set aside now."""
    c = rows.c
    where = sa.and_(c.worker == worker.value, c.item == item[:160])
    before = connection.execute(sa.select(c.tries).where(where)).scalar_one_or_none()
    tries = (before or 0) + 1
    is_aside = is_unreadable(error) or tries >= most_tries
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
    values = {
        "is_aside": is_aside,
        "tries": tries,
        "reason": reason_of(error).value,
        "problem": failure(error)[:200],
        "last_at": now,
        "next_at": now + pause,
    }
    if before is None:
        fresh = {"worker": worker.value, "item": item[:160], "conversation_id": conversation_id}
        connection.execute(rows.insert().values(**fresh, **values, first_at=now))
    else:
        connection.execute(rows.update().where(where).values(**values))
    log = logger.error if is_aside else logger.warning
    log("%s.item.%s %s", worker.value, "set_aside" if is_aside else "failed", failure(error))
    return is_aside


def is_free(
    worker: Worker, item: sa.ColumnElement[Any], now: datetime | sa.BindParameter[Any]
) -> sa.ColumnElement[bool]:
    """Return the condition that an item is neither set aside nor waits for its next try."""
    c = rows.c
    return ~sa.exists(
        sa.select(c.item).where(
            c.worker == worker.value,
            c.item == sa.cast(item, sa.String),
            sa.or_(c.is_aside, c.next_at > now),
        )
    )


class Round:
    """One worker's walk through its items."""

    def __init__(self, database: Database, worker: Worker, now: datetime) -> None:
        """Read what is set aside or waits for its next try."""
        self._database, self._worker, self._now = database, worker, now
        c = rows.c
        query = sa.select(c.item, c.is_aside, c.next_at).where(c.worker == worker.value)
        with database.read() as connection:
            known = connection.execute(query).all()
        self._failed = {row[0] for row in known}
        self._skipped = {row[0] for row in known if row[1] or row[2] > now}

    def skips(self, item: str) -> bool:
        """Whether an item is left alone in this round."""
        return item[:160] in self._skipped

    def attempt(self, item: str, do: Callable[[], T], conversation_id: str | None = None) -> T | None:
        """Do something for an item; None where it is left alone or fails, which is counted.

        Raises:
            Exception: What concerns everything (see `is_of_everything`).
        """
        if self.skips(item):
            return None
        try:
            done = do()
        except Exception as error:  # noqa: BLE001 - whatever an item does, the next one gets its turn
            self.failed(item, error, conversation_id)
            return None
        self.worked(item)
        return done

    def failed(self, item: str, error: Exception, conversation_id: str | None = None) -> None:
        """Count a failure.

        Raises:
            Exception: It concerns everything.
        """
        if is_of_everything(error):
            raise error
        with self._database.write() as connection:
            note(connection, self._worker, item, error, self._now, conversation_id=conversation_id)

    def worked(self, item: str) -> None:
        """Forget earlier failures of an item."""
        if item[:160] not in self._failed:
            return
        c = rows.c
        with self._database.write() as connection:
            connection.execute(rows.delete().where(c.worker == self._worker.value, c.item == item[:160]))


class SetAside:
    """What people see of it, and what workers begin their rounds with."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    def round(self, worker: Worker, now: datetime) -> Round:
        """Begin a worker's round."""
        return Round(self._database, worker, now)

    def counts(self) -> dict[str, int]:
        """Return {worker: how many items are set aside}."""
        c = rows.c
        query = sa.select(c.worker, sa.func.count()).where(c.is_aside).group_by(c.worker)
        with self._database.read() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query)}

    def count(self) -> int:
        """Return how many items are set aside."""
        return sum(self.counts().values())

    def items(self, most: int = 200) -> list[Item]:
        """Return what is set aside, newest first."""
        query = rows.select().where(rows.c.is_aside).order_by(rows.c.last_at.desc()).limit(most)
        with self._database.read() as connection:
            found = connection.execute(query).mappings().all()
        return [
            Item(
                Worker(row["worker"]),
                row["item"],
                row["conversation_id"],
                bool(row["is_aside"]),
                row["tries"],
                Reason(row["reason"]),
                row["problem"],
                row["first_at"],
                row["last_at"],
            )
            for row in found
        ]

    def may_let_go(self, worker: Worker) -> bool:
        """Whether items of a worker can be given up."""
        return worker in GIVEN_UP

    def cases_of(self, items: Sequence[Item]) -> dict[str, tuple[str, str]]:
        """Return {conversation: (case id, receipt)} of the newest case of each."""
        c = _table("cases").c
        wanted = {one.conversation_id for one in items if one.conversation_id}
        query = sa.select(c.conversation_id, c.id, c.receipt).where(c.conversation_id.in_(wanted)).order_by(c.opened_at)
        with self._database.read() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(query)}

    def again(self, worker: Worker, item: str, now: datetime) -> bool:
        """Let an item be tried once more; False if it is not set aside (any more)."""
        with self._database.write() as connection:
            if not _take(connection, worker, item):
                return False
            back = _BACK.get(worker)
            if back is not None:
                name, key, values = back
                table = _table(name)
                moments = dict.fromkeys(_MOMENTS.get(worker, ()), now)
                connection.execute(
                    table.update().where(sa.cast(table.c[key], sa.String) == item).values(**values, **moments)
                )
            return True

    def let_go(self, worker: Worker, item: str) -> bool:
        """Give an item up for good; False if it is not set aside (any more), or cannot be given up."""
        if worker not in GIVEN_UP:
            return False
        with self._database.write() as connection:
            if not _take(connection, worker, item):
                return False
            name, key, values = GIVEN_UP[worker]
            table = _table(name)
            if worker is Worker.MAIL:
                files = _table("letter_files")
                connection.execute(files.delete().where(sa.cast(files.c.letter_id, sa.String) == item))
            where = sa.cast(table.c[key], sa.String) == item
            if values is None:
                connection.execute(table.delete().where(where))
            elif values:
                connection.execute(table.update().where(where).values(**values))
            return True


def _take(connection: sa.Connection, worker: Worker, item: str) -> bool:
    c = rows.c
    done = connection.execute(rows.delete().where(c.worker == worker.value, c.item == item, c.is_aside))
    return done.rowcount == 1


def _table(name: str) -> sa.Table:
    # By its name: workers of every feature set their items aside, and no feature is known here.
    return whole_metadata().tables[name]


# How a row that its worker leases comes back: (table, key, values); what is walked through as a list comes by itself.
_BACK: dict[Worker, tuple[str, str, dict[str, Any]]] = {
    Worker.LINE: (
        "outbox",
        "id",
        {
            "state": "ready",
            "attempts": 0,
            "alone": True,
            "problem": None,
            "leased_until": None,
            "request": None,
            "reply_token": None,
            "reply_token_at": None,
            "maybe_received": False,
            "first_tried_at": None,
        },
    ),
    Worker.MAIL: ("letters", "id", {"state": "ready", "problem": None, "leased_until": None}),
    Worker.TURNS: ("turns", "id", {"state": "ready", "attempts": 0, "leased_until": None}),
    Worker.ATTACHMENTS: (
        "attachments",
        "id",
        {"state": "waiting", "attempts": 0, "leased_until": None},
    ),
    Worker.SEARCH: ("search_documents", "id", {"text": None}),
}
# Columns that begin anew with the try.
_MOMENTS = {
    Worker.LINE: ("due_at",),
    Worker.MAIL: ("due_at",),
    # An old question is not answered with an apology for being late.
    Worker.TURNS: ("due_at", "sent_at"),
    Worker.ATTACHMENTS: ("due_at",),
}
# What may be given up, and what becomes of its row: None for deleted, nothing for left as it is.
GIVEN_UP: dict[Worker, tuple[str, str, dict[str, Any] | None]] = {
    Worker.LINE: ("outbox", "id", {"state": "dropped"}),
    Worker.MAIL: ("letters", "id", {"state": "dropped", "text": "", "html": None}),
    Worker.TURNS: ("turns", "id", {}),
    Worker.ATTACHMENTS: ("attachments", "id", {}),
    Worker.SEARCH: ("search_documents", "id", {}),
    Worker.TIMERS: ("timers", "id", None),
    Worker.APPOINTMENTS: ("appointment_timers", "id", None),
    Worker.FILES: ("doomed_files", "id", None),
}


def read_each(walk: Round, items: Sequence[str], read: Callable[[Sequence[str]], list[T]]) -> list[T]:
    """Read items together; where that fails, one by one, so that the broken ones alone are missing.

    Raises:
        Exception: What concerns everything.
    """
    wanted = [item for item in items if not walk.skips(item)]
    try:
        return read(wanted)
    except Exception as error:
        if is_of_everything(error):
            raise
    return [found for item in wanted for found in walk.attempt(item, functools.partial(read, [item])) or []]
