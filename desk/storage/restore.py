"""`make restore`: puts a backup back; what was there before is kept beside it."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from desk.settings import load
from desk.storage.backup import copy, databases


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
        try:
            kept = put_back(given.folder / place.name, place)
        except (InUse, sqlite3.DatabaseError) as error:
            print(f"restore: {error}", file=sys.stderr)
            return 1
        print(
            f"{given.folder / place.name} → {place}"
            + (f" (the former one is {kept})" if kept else "")
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
