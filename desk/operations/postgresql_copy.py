"""Copies of a PostgreSQL database by its own programs: made while everything runs, put back while nothing does."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

# Where the tables that stood in the database before a restore are kept; no later copy takes them along.
KEPT = "before_"
_SCHEMA = "public"
_LEAVING_SECONDS = 5.0


class CopyFailed(RuntimeError):
    """A copy cannot be made or put back; the message says why and repeats no password."""


class DatabaseInUse(RuntimeError):
    """A process still uses the database."""


def dump(url: str, target: Path) -> None:
    """Copy a live database into a file for pg_restore.

    Raises:
        CopyFailed: pg_dump is not installed or fails; no half file stays.
    """
    program = _program("pg_dump")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    options = ["--format=custom", "--no-owner", f"--exclude-schema={KEPT}*", f"--file={part}"]
    try:
        _run(program, options, url)
        if not part.exists() or not part.stat().st_size:
            raise CopyFailed("pg_dump wrote nothing")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def put_back(copied: Path, url: str) -> str | None:
    """Put a copy back; returns the schema in which the former tables stand now, None if there were none.

    Raises:
        DatabaseInUse: Somebody is connected; nothing was changed.
        CopyFailed: pg_restore is not installed, or the copy is damaged; everything is as it was.
        psycopg.Error: The database cannot be reached.
    """
    program = _program("pg_restore")
    _run(program, ["--list", str(copied)])
    with _connect(url) as connection:
        _must_be_idle(connection)
        kept = _set_aside(connection)
    try:
        _run(program, ["--no-owner", "--exit-on-error", "--single-transaction", str(copied)], url)
    except CopyFailed:
        if kept:
            with _connect(url) as connection:
                _rename(connection, kept, _SCHEMA, instead=True)
        raise
    return kept


def erased(url: str) -> list[str]:
    """Return the ids of the conversations that were erased in a database; none where it has no tables yet."""
    with _connect(url) as connection:
        if connection.execute("SELECT to_regclass('conversations')").fetchone() == (None,):
            return []
        found = connection.execute("SELECT id FROM conversations WHERE erased_at IS NOT NULL")
        return [row[0] for row in found]


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CopyFailed(f"expected {name} on the PATH (Debian: apt install postgresql-client)")
    return found


def _run(program: str, options: Iterable[str], url: str = "") -> None:
    """Run a program, on the database of an address where there is one."""
    secret = {}
    if url:
        address = make_url(url).set(drivername="postgresql")
        # The password goes by the environment: command lines are seen by everybody on the machine.
        secret = {"PGPASSWORD": str(address.password)} if address.password else {}
        plain = address.set(password=None).render_as_string(hide_password=False)
        options = [f"--dbname={plain}", *options]
    done = subprocess.run(  # noqa: S603 - the programs are PostgreSQL's, the address the setting
        [program, *options], env=os.environ | secret, capture_output=True, check=False
    )
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        name = Path(program).name
        raise CopyFailed(f"{name} ended with {done.returncode}: {words[-1] if words else 'no reason given'}")


def _connect(url: str) -> psycopg.Connection:
    address = make_url(url).set(drivername="postgresql")
    return psycopg.connect(address.render_as_string(hide_password=False))


def _must_be_idle(connection: psycopg.Connection) -> None:
    """Whoever has just left is seen for some moments more: only who stays is somebody."""
    until = time.monotonic() + _LEAVING_SECONDS
    while others := _others(connection):
        if time.monotonic() > until:
            raise DatabaseInUse(f"{others} connections are open to the database. Stop everything first.")
        time.sleep(0.1)


def _others(connection: psycopg.Connection) -> int:
    connection.execute("SELECT pg_stat_clear_snapshot()")
    # Without a user: PostgreSQL's own helpers, which come and go.
    found = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usesysid IS NOT NULL "
        "AND pid <> pg_backend_pid()"
    ).fetchone()
    return int(found[0]) if found else 0


def _set_aside(connection: psycopg.Connection) -> str | None:
    if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = %s LIMIT 1", (_SCHEMA,)).fetchone() is None:
        return None
    # To the microsecond: two restores may follow each other within a second.
    kept = f"{KEPT}{datetime.now(UTC):%Y%m%dt%H%M%S_%fz}"
    _rename(connection, _SCHEMA, kept)
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(_SCHEMA)))
    return kept


def _rename(connection: psycopg.Connection, old: str, new: str, *, instead: bool = False) -> None:
    if instead:
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(new)))
    connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))
