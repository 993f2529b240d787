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
from desk.set_aside.kinds import Worker, is_of_everything, is_unreadable, reason_of
from desk.set_aside.tables import set_aside as rows
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
T = TypeVar("T")
MOST_TRIES = 5
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=10)
# Made once: each worker asks every second or two.
_KNOWN = sa.select(rows.c.item, rows.c.is_aside, rows.c.next_at).where(rows.c.worker == sa.bindparam("worker"))


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


def give_up(
    connection: sa.Connection,
    worker: Worker,
    item: str,
    error: BaseException,
    now: datetime,
    conversation_id: str | None,
) -> None:
    """Set an item aside at its first failure, for a person to look at, in an open transaction."""
    note(connection, worker, item, error, now, conversation_id=conversation_id, most_tries=1)


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
        known = database.ask(_KNOWN, {"worker": worker.value}).all()
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
        self._database.change(rows.delete().where(c.worker == self._worker.value, c.item == item[:160]))


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
