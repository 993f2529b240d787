"""Whether the database is still what was opened: its file in its place, none of its pages damaged.

A process that has a file open goes on writing into it after somebody has moved it away: everything is answered, and lost. A
damaged page fails again and again. Both are raised as what concerns everything (503: whoever sent it sends it again, LINE
too), and stand in `/health/ready` until the desk is started on a database that is whole.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
# PostgreSQL's class of internal errors: XX001 data_corrupted, XX002 index_corrupted.
_DAMAGED_STATES = frozenset({"XX001", "XX002"})


class Unsound(OperationalError):
    """The database was moved away or is damaged; the message says which, and never holds data."""

    def __init__(self, reason: str) -> None:
        """Keep why: moved or damaged."""
        self.reason = reason
        super().__init__(f"the database is {reason}", None, Exception(reason))


class Soundness:
    """What is known of one database since it was opened."""

    def __init__(self, url: sa.URL) -> None:
        """Watch the file of a SQLite database, if it has one."""
        is_file = url.get_backend_name() == "sqlite" and url.database and not url.database.startswith((":", "file:"))
        self._path = Path(str(url.database)) if is_file else None
        self._opened: tuple[int, int] | None = None
        self._lock = threading.Lock()
        self._is_damaged = False

    def watch(self, engine: sa.Engine) -> None:
        """Learn of the engine's errors and of its first connection."""
        sa.event.listen(engine, "handle_error", self._heed, retval=True)
        if self._path is not None:
            sa.event.listen(engine, "connect", self._opened_now)

    def require(self) -> None:
        """Go on only where nothing is known to be wrong.

        Raises:
            Unsound: The file is not the one that was opened, or a page was found damaged.
        """
        if self._is_damaged:
            raise Unsound("damaged")
        if self._opened is not None and self._file() != self._opened:
            raise Unsound("moved")

    def _opened_now(self, _connection: Any, _record: Any) -> None:
        with self._lock:
            # A later connection may find another file, or make an empty one: the first is the database.
            self._opened = self._opened or self._file()

    def _file(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat() if self._path is not None else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found is not None else None

    def _heed(self, context: Any) -> BaseException | None:
        error = context.original_exception
        code = getattr(error, "sqlite_errorcode", None)
        # The lowest byte is the kind; the rest of an extended code says where.
        is_damage = (isinstance(code, int) and code & 0xFF in _DAMAGED) or getattr(
            error, "sqlstate", None
        ) in _DAMAGED_STATES
        if not is_damage:
            return None
        self._is_damaged = True
        return Unsound("damaged")
