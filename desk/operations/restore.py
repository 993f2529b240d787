"""`make restore`: puts a backup back; what was there before is kept beside it, and the erased stay erased."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from desk import commands
from desk.db import migrate
from desk.db.database import Database
from desk.db.migrate import DatabaseUnusable
from desk.operations.backup import DESK, DUMP, TRACKER, TRACKER_DUMP, copy, databases, dumps
from desk.operations.postgresql_copy import CopyFailed, DatabaseInUse, erased
from desk.operations.postgresql_copy import put_back as put_back_dump
from desk.operations.sealed_copy import ENDING, BadKey, identities, open_into
from desk.privacy.erased_list import ErasedList
from desk.settings import Settings
from desk.settings_check import load

# What a file of a backup is a copy of, and the setting that names where it goes.
_NAMED_BY = {
    DESK: ("SQLite", "HITOHATA_DATABASE_URL"),
    DUMP: ("PostgreSQL", "HITOHATA_DATABASE_URL"),
    TRACKER: ("SQLite", "HITOHATA_TRACKER_URL"),
    TRACKER_DUMP: ("PostgreSQL", "HITOHATA_TRACKER_URL"),
}


class InUse(RuntimeError):
    """A process still uses the database."""


def put_back(backup: Path, place: Path) -> Path | None:
    """Put one file back; returns where the former one went, None if there was none.

    Raises:
        InUse: The former database is open elsewhere, or went while its write-ahead log stayed.
        sqlite3.DatabaseError: The backup is damaged; nothing was changed.
    """
    fresh = place.with_suffix(".restored")
    try:
        copy(backup, fresh)
        kept = _set_aside(place)
        fresh.rename(place)
    finally:
        # What was refused leaves no copy of people's words behind.
        fresh.unlink(missing_ok=True)
    return kept


def _set_aside(place: Path) -> Path | None:
    beside = [found for suffix in ("-wal", "-shm") if (found := Path(f"{place}{suffix}")).exists()]
    if not place.exists():
        if beside:
            # SQLite would read them as the restored database's own, and damage it.
            raise InUse(
                f"{place} is gone, but {' and '.join(found.name for found in beside)} stand there, perhaps with the last "
                "messages. Put the file back, or move these away, and try again."
            )
        return None
    _must_be_idle(place)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = place.with_name(f"{place.name}.before-{stamp}")
    place.rename(kept)
    for suffix in ("-wal", "-shm"):
        Path(f"{place}{suffix}").unlink(missing_ok=True)
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
    parser.add_argument("--key", type=Path, help="file of secret keys (age), where the copy is encrypted")
    given = parser.parse_args(arguments)
    settings = load()
    settings.data.mkdir(parents=True, exist_ok=True)
    if not any(given.folder.glob(f"*{ENDING}")):
        return _restore(settings, given.folder)
    if given.key is None:
        print(f"restore: {given.folder} is encrypted: name the file of the secret key (KEY=file)", file=sys.stderr)
        return 2
    # What can be read lies beside the data, for as long as it takes, and nobody else reads it (0700).
    with tempfile.TemporaryDirectory(dir=settings.data, prefix="restore-") as opened:
        try:
            open_into(given.folder, Path(opened), identities(given.key), (DESK, DUMP, TRACKER, TRACKER_DUMP))
        except BadKey as error:
            print(f"restore: {error}", file=sys.stderr)
            return 1
        return _restore(settings, Path(opened))


def _restore(settings: Settings, folder: Path) -> int:
    """Put every file of a folder back."""
    found = {name: place for name, place in databases(settings).items() if (folder / name).is_file()}
    dumped = {name: address for name, address in dumps(settings).items() if (folder / name).is_file()}
    for name, (kind, setting) in _NAMED_BY.items():
        if (folder / name).is_file() and name not in (*found, *dumped):
            print(
                f"restore: {folder / name} is a copy of {kind}, and {setting} names another kind of database; nothing was changed",
                file=sys.stderr,
            )
            return 2
    if not found and not dumped:
        print(
            f"restore: expected a folder made by make backup, {folder} has no database",
            file=sys.stderr,
        )
        return 2
    if not all(_restore_dump(settings, folder / name, address) for name, address in dumped.items()):
        return 1
    for name, place in found.items():
        try:
            if name == DESK:
                _note_erased(settings, place)
            kept = put_back(folder / name, place)
        except (InUse, sqlite3.DatabaseError) as error:
            print(f"restore: {error}", file=sys.stderr)
            return 1
        print(f"{folder / name} → {place}" + (f" (the former one is {kept})" if kept else ""))
    return _erase_again(settings)


def _restore_dump(settings: Settings, copied: Path, address: str) -> bool:
    """Put a dump of PostgreSQL back; returns whether it is there."""
    try:
        if copied.name == DUMP:
            # Who was erased, in case the list had not been written yet.
            ErasedList(settings.data).note(erased(address))
        kept = put_back_dump(copied, address)
    except (CopyFailed, DatabaseInUse) as error:
        print(f"restore: {error}", file=sys.stderr)
        return False
    except psycopg.Error as error:
        print(f"restore: the database of {_NAMED_BY[copied.name][1]}: {str(error).splitlines()[0]}", file=sys.stderr)
        return False
    print(f"{copied.name} → PostgreSQL" + (f" (the former tables are in the schema {kept})" if kept else ""))
    return True


def _erase_again(settings: Settings) -> int:
    """Erase whom the backup has brought back; the assistant is told when the desk starts."""
    database = Database(settings.database)
    try:
        migrate.upgrade(database)
        count = ErasedList(settings.data).reapply(database, datetime.now(UTC))
    except DatabaseUnusable as error:
        print(f"restore: {error}", file=sys.stderr)
        return 1
    finally:
        database.close()
    print(f"Erased again, as asked for since the backup: {count} conversations")
    return 0


def _note_erased(settings: Settings, place: Path) -> None:
    """Take over from the former database who was erased, in case its list had not been written yet."""
    if not place.exists():
        return
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as former:
        try:
            rows = former.execute("SELECT id FROM conversations WHERE erased_at IS NOT NULL")
            ErasedList(settings.data).note(row[0] for row in rows)
        except sqlite3.DatabaseError:
            # A damaged file is a reason to restore; the list beside it is what there is.
            print(f"restore: {place} cannot be read, using {ErasedList(settings.data).place} alone")


if __name__ == "__main__":
    commands.run(main)
