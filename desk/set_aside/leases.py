"""How a worker takes the next row of its queue: looked for without the write lock, taken under it, never by two."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from desk.db.database import Database
from desk.set_aside.kinds import is_of_everything

T = TypeVar("T")


def take(
    database: Database,
    due: sa.Select[Any],
    values: Mapping[str, Any],
    taken: Callable[[sa.Connection, sa.Row[Any]], T],
    give_up: Callable[[sa.Connection, sa.Row[Any], Exception], None],
) -> T | None:
    """Return what `taken` makes of the row that is due, None without one; a row that cannot be read is given up.

    Raises:
        Exception: What concerns everything (see `is_of_everything`).
    """
    while True:
        # Most looks find nothing: they must not wait for the write lock.
        with database.read() as connection:
            if connection.execute(due, values).first() is None:
                return None
        with database.write() as connection:
            row = connection.execute(due.with_for_update(skip_locked=True), values).first()
            if row is None:
                return None
            try:
                with connection.begin_nested():
                    return taken(connection, row)
            except Exception as error:
                if is_of_everything(error):
                    raise
                give_up(connection, row, error)
