"""`make backup`: a consistent copy of the databases while everything runs (SQLite's online backup, or pg_dump).

What is configured is what is copied: a database that is not there, or a copy that cannot be made, is said and ends in failure.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from desk.operations.sealed_copy import BadKey, keep_newest, recipients, seal
from desk.settings import Settings, load

# Pages copied at once, so that writers wait for milliseconds only.
PAGES_AT_ONCE = 200
DESK, TRACKER, DUMP = "desk.db", "tracker.db", "desk.dump"


class NothingToCopy(RuntimeError):
    """A database that should be copied is not there or cannot be; the message says what to do."""


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
    found = {TRACKER: settings.data / TRACKER}
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        found = {DESK: Path(url.database or DESK), **found}
    return found


def dump(url: str, target: Path) -> None:
    """Copy a live PostgreSQL database into a file for pg_restore.

    Raises:
        NothingToCopy: pg_dump is not installed or fails; no half file stays.
    """
    program = shutil.which("pg_dump")
    if program is None:
        raise NothingToCopy("expected pg_dump on the PATH (Debian: apt install postgresql-client)")
    target.parent.mkdir(parents=True, exist_ok=True)
    address = make_url(url).set(drivername="postgresql")
    # The password goes by the environment: command lines are seen by everybody on the machine.
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    plain = address.set(password=None).render_as_string(hide_password=False)
    part = target.with_name(f"{target.name}.part")
    try:
        done = subprocess.run(  # noqa: S603 - the program is pg_dump, the address the setting
            [program, "--format=custom", "--no-owner", f"--file={part}", f"--dbname={plain}"],
            env=os.environ | secret,
            capture_output=True,
            check=False,
        )
        if done.returncode or not part.exists() or not part.stat().st_size:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise NothingToCopy(f"pg_dump ended with {done.returncode}: {words[-1] if words else 'no reason given'}")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


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
    except (BadKey, NothingToCopy, sqlite3.Error, OSError) as error:
        print(f"backup: {error}", file=sys.stderr)
        return 1
    # Only after a copy that worked: a disk that is full never costs the last good one.
    for gone in keep_newest(settings.data / "backups", given.keep) if given.keep > 0 and not given.to else ():
        print(f"deleted: {gone}")
    return 0


def _copy_all(settings: Settings, folder: Path) -> None:
    files = databases(settings)
    if DESK not in files:
        dump(settings.database, folder / DUMP)
        print(f"PostgreSQL → {folder / DUMP}")
    elif not files[DESK].is_file():
        raise NothingToCopy(f"expected the desk's database at {files[DESK]}; nothing was copied")
    for name, source in files.items():
        # Before the assistant's first conversation there is no tracker yet.
        if source.is_file():
            copy(source, folder / name)
            print(f"{source} → {folder / name}")


if __name__ == "__main__":
    sys.exit(main())
