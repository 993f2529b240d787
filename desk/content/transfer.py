"""`make content-export TO=folder` writes what is published as a pack; `make content-import FROM=folder` reads one.

What is exported and imported again changes nothing. An import brings what the office has not touched; what both have changed waits
for review.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desk import commands
from desk.audit.store import AuditLog
from desk.clock import clock_of
from desk.content.errors import Unusable
from desk.content.pack import BrokenPack
from desk.content.published import Published
from desk.content.publisher import Publisher
from desk.content.service import Content
from desk.content.store import ContentStore
from desk.db import migrate
from desk.db.database import Database
from desk.db.migrate import DatabaseUnusable
from desk.settings import Settings
from desk.settings_check import load


def main(arguments: list[str] | None = None) -> int:
    """Export or import; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--to", type=Path)
    way.add_argument("--from", type=Path, dest="source")
    given = parser.parse_args(arguments)
    return transfer(load(), given.to, given.source)


def transfer(settings: Settings, to: Path | None, source: Path | None) -> int:
    """Write what is published to one folder, or bring a pack from another; returns the exit status."""
    database = Database(settings.database)
    try:
        migrate.upgrade(database)
        store = ContentStore(database)
        publisher = Publisher(store, Published(), settings.data / "content")
        content = Content(store, publisher, clock_of(settings), AuditLog(database), four_eyes=settings.four_eyes)
        if to is not None:
            return _export(content, to)
        figures = content.import_pack(source or Path())
        print("content: " + (", ".join(f"{name} {count}" for name, count in figures.items()) or "nothing has changed"))
    except (BrokenPack, Unusable, DatabaseUnusable, OSError, UnicodeDecodeError) as error:
        print(f"content: {error}", file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


def _export(content: Content, to: Path) -> int:
    if to.exists() and any(to.iterdir()):
        print(f"content: {to} is not empty", file=sys.stderr)
        return 1
    made = content.export_pack(to)
    if made is None:
        print("content: nothing is published yet: start the desk once", file=sys.stderr)
        return 1
    print(f"content: publication {made.number} is in {to}")
    return 0


if __name__ == "__main__":
    commands.run(main)
