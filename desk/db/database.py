"""The engine: one per process, with what makes SQLite lose nothing and PostgreSQL behave the same."""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desk.db.group_commit import GroupCommit
from desk.db.soundness import Soundness
from desk.db.write_lock import WriteLock

T = TypeVar("T")
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None

# A writer waits this long for another one before the caller gets a 503.
BUSY_TIMEOUT_MILLISECONDS = 5_000
TRUNCATE_TIMEOUT_MILLISECONDS = 100


class Database:
    """Begins transactions."""

    def __init__(self, url: str) -> None:
        """Prepare the engine; connects on first use."""
        self.url = sa.make_url(url)
        if self.url.drivername in {"postgresql", "postgres"}:
            self.url = self.url.set(drivername="postgresql+psycopg")
        self._write_lock = WriteLock()
        self._stirred: set[str] = set()
        self._group = GroupCommit(lambda: self.write())
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        # Japanese as it is and not as \uXXXX, so that a search in the database finds it.
        options: dict[str, Any] = {"json_serializer": functools.partial(json.dumps, ensure_ascii=False)}
        # An error of the database is logged by many hands: none of them may quote what people wrote.
        options["hide_parameters"] = True
        # As many as there are threads that serve requests (one that waits for a lock keeps its connection), and some for
        # what is looked up beside an open transaction, which no lock holds up.
        options |= {"pool_size": 40, "max_overflow": 20, "pool_pre_ping": not self.is_sqlite}
        self.engine = sa.create_engine(self.url, **options)
        self.soundness = Soundness(self.url)
        self.soundness.watch(self.engine)
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)
        # After the events, which it takes over as they are now.
        self._asking = self.engine.execution_options(asks=True)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Begin a transaction that may write: on SQLite the write lock is taken at once.

        Raises:
            Unsound: What is written would be lost (see `desk.db.soundness`).
        """
        self.soundness.require()
        stirs: set[str] = set()
        with (
            self._turn(),
            self.engine.connect().execution_options(writes=True, stirs=stirs) as connection,
            connection.begin(),
        ):
            yield connection
        # Only what is stored: who looks for it earlier finds nothing and is not called again.
        self._stirred.update(stirs)

    def was_stirred(self, what: str) -> bool:
        """Return whether something was stored since the last time that `stir` called urgent; each is told of once."""
        is_stirred = what in self._stirred
        self._stirred.discard(what)
        return is_stirred

    def run(self, do: Callable[[sa.Connection], T]) -> T:
        """Do something in a transaction that may share its commit with others; for what people wait for."""
        if self.is_sqlite:
            return self._group.run(do)
        with self.write() as connection:
            return do(connection)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let this process's writers in one after the other.

        SQLite lets who waits for the lock sleep longer and longer between tries, so that fifty writers a second wait
        for seconds; here the next one goes on at once. Other processes' locks are still SQLite's matter, and so is
        the refusal after a wait that was too long.
        """
        if not self.is_sqlite:
            yield
            return
        with self._write_lock.turn(BUSY_TIMEOUT_MILLISECONDS / 1_000):
            yield

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Begin a transaction that only reads: it sees one state and blocks nobody."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def ask(self, query: sa.Executable, values: Mapping[str, Any] | None = None) -> sa.Result[Any]:
        """Read by one query; what it found is fetched already and holds nothing open."""
        with self._asking.connect() as connection:
            return connection.execute(query, values).freeze()()

    def change(self, statement: sa.Executable, values: Values = None) -> int:
        """Write by one statement in a transaction of its own; returns how many rows it met."""
        with self.write() as connection:
            return connection.execute(statement, values).rowcount

    def truncate_log(self) -> bool:
        """Empty SQLite's write-ahead log, where deleted words stay until it is; False if somebody is reading just now."""
        if not self.is_sqlite:
            return True
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            # Writers wait meanwhile: better to try again later.
            cursor.execute(f"PRAGMA busy_timeout={TRUNCATE_TIMEOUT_MILLISECONDS}")
            try:
                busy = int(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
            except sqlite3.OperationalError:
                busy = 1
            finally:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MILLISECONDS}")
        finally:
            connection.close()
        return busy == 0

    def close(self) -> None:
        """Close all connections; one that is in use just now, as soon as it comes back."""
        pool = self.engine.pool
        self.engine.dispose()
        # It comes back to the former pool, which nobody empties any more.
        sa.event.listen(pool, "checkin", lambda _, record: record.close())


class DatabaseStore:
    """Keeps rows of a database."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database


def insert_into(connection: sa.Connection, table: sa.Table) -> Any:
    """Return an insert that may say what is to be done where there is such a row already; each database has its own."""
    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)


def stir(connection: sa.Connection, what: str) -> None:
    """Note in a transaction that it stores what a worker is to look for at once, and not only at its next look."""
    connection.get_execution_options().get("stirs", set()).add(what)


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # Python's driver must not begin transactions by itself: `_begin_sqlite` does.
    connection.isolation_level = None
    for pragma in (
        # First of all: the others take locks themselves.
        f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("writes"):
        # IMMEDIATE: a transaction that reads first and writes later would fail on the upgrade of its lock.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif not options.get("asks"):
        # A single query is a transaction by itself. The driver's own call costs a fifth of SQLAlchemy's, and has no lock to
        # wait for whose error would have to be translated.
        connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]
