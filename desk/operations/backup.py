"""`make backup`: a consistent copy of the databases while everything runs (SQLite's own online backup)."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from desk.settings import Settings, load

# Pages copied at once, so that writers wait for milliseconds only.
PAGES_AT_ONCE = 200
DESK = "desk.db"


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


def databases(settings: Settings) -> list[Path]:
    """Return the SQLite files that make up the state: the desk's, and the assistant's conversations."""
    return [settings.data / DESK, settings.data / "tracker.db"]


def main(arguments: list[str] | None = None) -> int:
    """Copy into a folder named by the time; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path)
    given = parser.parse_args(arguments)
    settings = load()
    if settings.database_url and not settings.database_url.startswith("sqlite"):
        print(
            "The desk uses PostgreSQL: back it up with pg_dump (docs/operations.md).",
            file=sys.stderr,
        )
        return 2
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = given.to or settings.data / "backups" / stamp
    for source in databases(settings):
        if source.exists():
            copy(source, folder / source.name)
            print(f"{source} → {folder / source.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
