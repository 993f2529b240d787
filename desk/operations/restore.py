"""`make restore`: puts a backup back; what was there before is kept beside it, and the erased stay erased."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desk.db import migrate
from desk.db.database import Database
from desk.db.migrate import DatabaseUnusable
from desk.operations.backup import DESK, copy, databases
from desk.privacy.erased_list import Ledger
from desk.settings import Settings, load


class InUse(RuntimeError):
    """A process still uses the database."""


def put_back(backup: Path, place: Path) -> Path | None:
    """Put one file back; returns where the former one went, None if there was none.

    Raises:
        InUse: The former database is open elsewhere.
        sqlite3.DatabaseError: The backup is damaged; nothing was changed.
    """
    fresh = place.with_suffix(".restored")
    copy(backup, fresh)
    kept = None
    if place.exists():
        _must_be_idle(place)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        kept = place.with_name(f"{place.name}.before-{stamp}")
        place.rename(kept)
        for suffix in ("-wal", "-shm"):
            Path(f"{place}{suffix}").unlink(missing_ok=True)
    fresh.rename(place)
    return kept


def _must_be_idle(place: Path) -> None:
    """Take the whole database for an instant: that fails while a process has it open for writing."""
    probe = sqlite3.connect(place, timeout=0.5)
    try:
        probe.execute("PRAGMA locking_mode=EXCLUSIVE")
        probe.execute("BEGIN EXCLUSIVE")
        probe.rollback()
    except sqlite3.OperationalError as error:
        raise InUse(f"{place} is in use. Stop everything first (Ctrl-C in `make run`).") from error
    finally:
        probe.close()


def main(arguments: list[str] | None = None) -> int:
    """Restore every file of a backup folder; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", required=True, type=Path)
    given = parser.parse_args(arguments)
    settings = load()
    settings.data.mkdir(parents=True, exist_ok=True)
    found = [place for place in databases(settings) if (given.folder / place.name).is_file()]
    if not found:
        print(
            f"restore: expected a folder made by make backup, {given.folder} has no database",
            file=sys.stderr,
        )
        return 2
    for place in found:
        _note_erased(settings, place)
        try:
            kept = put_back(given.folder / place.name, place)
        except (InUse, sqlite3.DatabaseError) as error:
            print(f"restore: {error}", file=sys.stderr)
            return 1
        print(f"{given.folder / place.name} → {place}" + (f" (the former one is {kept})" if kept else ""))
    return _erase_again(settings)


def _erase_again(settings: Settings) -> int:
    """Erase whom the backup has brought back; the assistant is told when the desk starts."""
    database = Database(settings.database)
    try:
        migrate.upgrade(database)
        count = Ledger(settings.data).reapply(database, datetime.now(UTC))
    except DatabaseUnusable as error:
        print(f"restore: {error}", file=sys.stderr)
        return 1
    finally:
        database.close()
    print(f"Erased again, as asked for since the backup: {count} conversations")
    return 0


def _note_erased(settings: Settings, place: Path) -> None:
    """Take over from the former database who was erased, in case its list had not been written yet."""
    if place.name != DESK or not place.exists():
        return
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as former:
        try:
            rows = former.execute("SELECT id FROM conversations WHERE erased_at IS NOT NULL")
            Ledger(settings.data).note(row[0] for row in rows)
        except sqlite3.DatabaseError:
            # A damaged file is a reason to restore; the list beside it is what there is.
            print(f"restore: {place} cannot be read, using {Ledger(settings.data).place} alone")


if __name__ == "__main__":
    sys.exit(main())
