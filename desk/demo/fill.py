"""`make demo-data`: fills the desk with an invented year and morning, so that lists and reports can be looked at."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta

import sqlalchemy as sa

from desk import commands
from desk.accounts.store import SqlAccountStore
from desk.clock import clock_of
from desk.conversation.models import Consultant
from desk.conversation_sql import tables
from desk.conversation_sql.transaction import SqlStore
from desk.db import migrate
from desk.db.database import Database
from desk.db.schema import metadata
from desk.demo import mails, morning
from desk.demo.talk import Row
from desk.demo.year import MARK, rows
from desk.hours.calendar import parse
from desk.reporting import tables as reporting_tables
from desk.settings_check import load
from desk.text.times import JAPAN


def write(database: Database, made: dict[str, list[Row]]) -> None:
    """Write rows; conversations first, which messages point to."""
    known = {
        **metadata.tables,
        reporting_tables.case_outcomes.name: reporting_tables.case_outcomes,
    }
    with database.write() as connection:
        for name in ("conversations", *sorted(set(made) - {"conversations"})):
            for some in _slices(made.get(name, [])):
                connection.execute(known[name].insert(), some)


def _slices(found: Sequence[Row], size: int = 1_000) -> Iterator[Sequence[Row]]:
    for first in range(0, len(found), size):
        yield found[first : first + size]


def main() -> int:
    """Fill the desk's database with the year up to today."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--a-day", type=float, default=8)
    given = parser.parse_args()
    settings = load()
    if settings.is_production:
        print("demo-data: invented conversations are refused in production.", file=sys.stderr)
        return 2
    settings.data.mkdir(parents=True, exist_ok=True)
    database, now = Database(settings.database), clock_of(settings).now()
    migrate.upgrade(database)
    mark = tables.conversations.c.id.startswith(MARK, autoescape=True)
    if database.ask(sa.select(tables.conversations.c.id).where(mark)).first():
        print("demo-data: there is an invented year already.", file=sys.stderr)
        return 1
    today = now.astimezone(JAPAN).date()
    made = rows(
        today - timedelta(days=given.days),
        given.days,
        given.a_day,
        1,
        parse(settings.usual_hours),
        now,
    )
    write(database, made)
    staff = [one for one in SqlAccountStore(database).all() if one.role != "auditor"]
    owner = Consultant(staff[0].id, staff[0].name) if staff else None
    waiting = morning.add(SqlStore(database), now, owner) + mails.add(database, now, owner)
    print(
        f"demo-data: {len(made['conversations'])} conversations, {len(made['messages'])} messages; {len(waiting)} open cases."
    )
    database.close()
    return 0


if __name__ == "__main__":
    commands.run(main)
