"""Brings the database to the schema of this version at start, or refuses with a clear message."""

from __future__ import annotations

import functools
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from desk.db.database import Database
from desk.text.safe_error import failure

_MIGRATIONS = Path(__file__).with_name("migrations")


class DatabaseUnusable(RuntimeError):
    """The database cannot be used as it is; the message says what to do."""


def config() -> Config:
    """Return Alembic's configuration."""
    found = Config()
    found.set_main_option("script_location", str(_MIGRATIONS))
    return found


def upgrade(database: Database) -> None:
    """Run the migrations that are missing.

    Raises:
        DatabaseUnusable: It is corrupt, cannot be written, or has a schema that no migration begins with.
    """
    _refuse_lost_file(database)
    try:
        with database.write() as connection:
            if database.is_sqlite:
                _check_file(connection)
            known = _revisions()
            if _refuse_unknown(connection, known) == known[-1]:
                return
            if not database.is_sqlite:
                # Two processes that start at the same time migrate one after the other.
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(72616)"))
            alembic = config()
            alembic.attributes["connection"] = connection
            command.upgrade(alembic, "head")
    except sa.exc.DatabaseError as error:
        raise _unusable(database, error) from None


def refuse(database: Database) -> None:
    """Refuse what `upgrade` would refuse, and change nothing; a database file that is not there yet is none to refuse.

    Raises:
        DatabaseUnusable: See `upgrade`.
    """
    _refuse_lost_file(database)
    if database.is_sqlite and not Path(database.url.database or "").exists():
        return
    try:
        with database.read() as connection:
            if database.is_sqlite:
                _check_file(connection)
            _refuse_unknown(connection, _revisions())
    except sa.exc.DatabaseError as error:
        raise _unusable(database, error) from None


def _unusable(database: Database, error: sa.exc.DatabaseError) -> DatabaseUnusable:
    return DatabaseUnusable(
        f"The database {database.url.render_as_string(hide_password=True)} cannot be used: {_said(error)}. "
        "Check that the path or server is right and can be written, or put a backup back (make restore FROM=…)."
    )


def _said(error: sa.exc.DatabaseError) -> str:
    """Return what is wrong: of a server or file that cannot be reached in its words, else the kind alone, which quotes no row."""
    if isinstance(error, sa.exc.OperationalError):
        return str(error.orig).splitlines()[0]
    return failure(error)


def _refuse_lost_file(database: Database) -> None:
    """Refuse to begin anew where the database was: what stands beside it says that it is only away."""
    name = database.url.database
    if not database.is_sqlite or not name or Path(name).exists():
        return
    beside = [found.name for suffix in ("-wal", "-shm") if (found := Path(f"{name}{suffix}")).exists()]
    if beside:
        raise DatabaseUnusable(
            f"The database {name} is gone, but {' and '.join(beside)} stand there. Put the file back, or move these away "
            "and put a backup back (make restore FROM=…)."
        )


def _check_file(connection: sa.Connection) -> None:
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if verdict != "ok":
        raise DatabaseUnusable(f"The database file is damaged ({verdict}). Put a backup back: make restore FROM=…")


@functools.cache
def _revisions() -> tuple[str, ...]:
    """Return the revisions that migrations make, the newest last. They begin with four digits that grow."""
    return tuple(sorted(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()))


def _refuse_unknown(connection: sa.Connection, known: tuple[str, ...]) -> str | None:
    """Refuse a schema that no migration begins with; returns the revision, None for a new database."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    if found is None or found in known:
        return found
    came = f"The database has the schema {found}, which this version does not know; expected one of {', '.join(known)}"
    if found[:4] < known[0][:4]:
        advice = f"It is older than the last release: start that release once, which brings it to {known[0]}."
    elif found[:4] < known[-1][:4]:
        advice = (
            "Only versions in development had it: put back a backup that stands at one of those (make restore FROM=…), "
            "or begin with an empty database."
        )
    else:
        advice = "It was made by a newer version: start that one, or put back a backup made by this one."
    raise DatabaseUnusable(f"{came}. {advice}")
