"""`make backup`: a consistent copy of the databases while everything runs (SQLite's online backup, or pg_dump).

What is configured is what is copied: a database that is not there, or a copy that cannot be made, is said and ends in failure.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from desk import commands
from desk.operations.postgresql_copy import CopyFailed, dump
from desk.operations.sealed_copy import BadKey, keep_newest, recipients, seal
from desk.settings import Settings
from desk.settings_check import load

# Pages copied at once, so that writers wait for milliseconds only.
PAGES_AT_ONCE = 200
DESK, TRACKER, DUMP, TRACKER_DUMP = "desk.db", "tracker.db", "desk.dump", "tracker.dump"


class NothingToCopy(RuntimeError):
    """A database that should be copied is not there; the message says which."""


def copy(source: Path, target: Path) -> None:
    """Copy a live SQLite database.

    Raises:
        sqlite3.DatabaseError: The source is no database, or the copy is not whole.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        sqlite3.connect(f"file:{source}?mode=ro", uri=True) as live,
        sqlite3.connect(target) as written,
    ):
        live.backup(written, pages=PAGES_AT_ONCE, sleep=0.01)
        verdict = written.execute("PRAGMA integrity_check").fetchone()[0]
    written.close()
    live.close()
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"the copy is damaged: {verdict}")


def databases(settings: Settings) -> dict[str, Path]:
    """Return the SQLite files that make up the state, by their names in a backup: the desk's, and the assistant's."""
    named = {DESK: settings.database, TRACKER: settings.tracker}
    return {name: Path(make_url(address).database or name) for name, address in named.items() if is_sqlite(address)}


def dumps(settings: Settings) -> dict[str, str]:
    """Return the addresses on a PostgreSQL, by their names in a backup: the desk's, and the assistant's."""
    named = {DUMP: settings.database, TRACKER_DUMP: settings.tracker}
    return {name: address for name, address in named.items() if not is_sqlite(address)}


def is_sqlite(address: str) -> bool:
    """Whether a database is a file."""
    return make_url(address).get_backend_name() == "sqlite"


def main(arguments: list[str] | None = None) -> int:
    """Copy into a folder named by the time; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path)
    parser.add_argument(
        "--for", dest="keys", type=Path, help="file of public keys (age): the copy is encrypted for them"
    )
    parser.add_argument("--keep", type=int, default=0, help="how many copies stay in DATA_DIR/backups; all by default")
    given = parser.parse_args(arguments)
    settings = load()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = given.to or settings.data / "backups" / stamp
    try:
        keys = recipients(given.keys) if given.keys else []
        _copy_all(settings, folder)
        for path in seal(folder, keys) if keys else ():
            print(f"encrypted: {path}")
    except (BadKey, CopyFailed, NothingToCopy, sqlite3.Error, OSError) as error:
        print(f"backup: {error}", file=sys.stderr)
        return 1
    # Only after a copy that worked: a disk that is full never costs the last good one.
    for gone in keep_newest(settings.data / "backups", given.keep) if given.keep > 0 and not given.to else ():
        print(f"deleted: {gone}")
    return 0


def _copy_all(settings: Settings, folder: Path) -> None:
    files = databases(settings)
    if DESK in files and not files[DESK].is_file():
        raise NothingToCopy(f"expected the desk's database at {files[DESK]}; nothing was copied")
    for name, address in dumps(settings).items():
        dump(address, folder / name)
        print(f"PostgreSQL → {folder / name}")
    for name, source in files.items():
        # Before the assistant's first conversation there is no tracker yet.
        if source.is_file():
            copy(source, folder / name)
            print(f"{source} → {folder / name}")


if __name__ == "__main__":
    commands.run(main)
