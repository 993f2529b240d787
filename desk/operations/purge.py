"""`make purge`: says what is over its period; with RUN=1 lists it for approval and deletes what a manager approved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from desk import commands
from desk.audit.store import AuditLog
from desk.clock import SystemClock
from desk.conversation.ports import Clock
from desk.db import migrate
from desk.db.data_category import Kept
from desk.db.database import Database
from desk.db.migrate import DatabaseUnusable
from desk.privacy.erased_list import ErasedList
from desk.privacy.forgetting import Forgetting
from desk.privacy.leftovers import Leftovers
from desk.privacy.periods import PERIODS, Item
from desk.privacy.retention import SqlRetention
from desk.settings_check import load


def main(arguments: list[str] | None = None, clock: Clock | None = None) -> int:
    """Preview a purge, or run it as far as it was approved; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", action="store_true", help="list for approval, delete what was approved")
    given = parser.parse_args(arguments)
    settings = load()
    settings.data.mkdir(parents=True, exist_ok=True)
    database, clock = Database(settings.database), clock or SystemClock()
    try:
        migrate.upgrade(database)
        retention, log = SqlRetention(database), AuditLog(database)
        if given.run:
            forgetting = Forgetting(
                Leftovers(database), ErasedList(settings.data), settings.data, clock, retention, log.audit
            )
            _run(retention, forgetting, clock.now())
        else:
            _preview(retention, clock.now())
    except DatabaseUnusable as error:
        print(f"purge: {error}", file=sys.stderr)
        return 2
    finally:
        database.close()
    return 0


def _preview(retention: SqlRetention, now: datetime) -> None:
    listed, items = retention.preview(now)
    print("Over its period (nothing is deleted):")
    _print_counts(listed)
    _print_items(items)
    waiting = [str(one.id) for one in retention.lists() if one.state == "waiting"]
    if waiting:
        print(f"List {waiting[0]} waits for a manager at 個人情報 → 保存期間と消去.")
    print("make purge RUN=1 prepares the list; only what a manager approves there is deleted.")


def _run(retention: SqlRetention, forgetting: Forgetting, now: datetime) -> None:
    approved = {one.id for one in retention.lists() if one.state == "approved"}
    forgetting.purge()
    forgetting.delete_files()
    forgetting.note_erased()
    forgetting.empty_log()
    for one in retention.lists():
        if one.id in approved:
            counts = ", ".join(f"{kept} {count}" for kept, count in sorted(one.deleted.items()))
            print(f"List {one.id} was approved and is deleted: {counts or 'nothing was left of it'}")
    prepared = retention.prepare(now)
    if prepared is None:
        print("Nothing is over its period.")
        return
    print(f"List {prepared} waits for a manager at 個人情報 → 保存期間と消去:")
    _print_counts(next(one for one in retention.lists() if one.id == prepared).listed)


def _print_counts(listed: Mapping[str, Mapping[str, Any]]) -> None:
    for kept, found in listed.items():
        print(f"  {PERIODS[Kept(kept)].title}: {found['count']} (oldest {found['oldest']})")
    if not listed:
        print("  nothing")


def _print_items(items: Sequence[Item]) -> None:
    for item in items:
        print(f"    {item.since:%Y-%m-%d} {item.kept:8} {item.receipt or item.conversation_id}")


if __name__ == "__main__":
    commands.run(main)
