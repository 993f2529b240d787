"""Verifies the chain of the audit log: `make verify-audit [EXPECT=hash]`."""

from __future__ import annotations

import argparse
import sys

from desk import commands
from desk.audit.store import AuditLog, first_fault
from desk.db import migrate
from desk.db.database import Database
from desk.db.migrate import DatabaseUnusable
from desk.settings_check import load


def main(arguments: list[str] | None = None) -> int:
    """Tell whether the log is whole. Returns the exit status.

    A chain alone cannot show that its end was cut off: write down the last hash (a paper log will do)
    and give it as `--expect` next time; it must still be in the chain.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--expect", default="", help="a last hash that was written down earlier")
    expected = parser.parse_args(arguments).expect
    settings = load()
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    store = AuditLog(database)
    try:
        migrate.upgrade(database)
        fault, count, last = first_fault(store.chain())
        is_there = not expected or any(stored == expected for _, stored in store.chain())
    except DatabaseUnusable as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        database.close()
    if fault is not None:
        print(f"The audit log was changed at entry {fault}.", file=sys.stderr)
        return 1
    if not is_there:
        print("The audit log was cut or rewritten: the expected hash is not in it.", file=sys.stderr)
        return 1
    print(f"The audit log is whole: {count} entries, last hash {last}")
    return 0


if __name__ == "__main__":
    commands.run(main)
