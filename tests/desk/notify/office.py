"""A desk whose staff are told of cases."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.conversation import handover
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.hours.calendar import parse
from desk.mail.tables import letters
from desk.notices.store import NoticeStore
from desk.notices.watch import Watch
from desk.text.times import JAPAN
from tests.desk.conftest import OPEN, START, FakeClock, handoff

CALENDAR = parse("mon-fri 09:00-12:00 13:00-17:30/17:00")
# Tuesday, 24 November 2026, 10:00 in Japan.
TEN = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAPAN)


class Office:
    """A desk's database with two people and a watch over it."""

    def __init__(self, database: Database, clock: FakeClock, targets: list[str] | None = None):
        self.database, self.clock = database, clock
        self.notices = NoticeStore(database)
        self.store = SqlStore(database)
        self.watch = Watch(
            self.notices,
            lambda: CALENDAR,
            clock,
            base_url="https://chat.example.jp",
            targets=targets or [],
            waiting_minutes=5,
            digest_at=time(8, 45),
            stuck=lambda: 2,
            expired=lambda _: 3,
        )

    def person(
        self, name: str, role: str = "consultant", email: str | None = None, *, has_logged_in: bool = True
    ) -> str:
        account = {
            "id": f"a_{name}",
            "email": email or f"{name}@example.jp",
            "name": name,
            "role": role,
            "password_hash": "x",
            "is_active": True,
            "on_duty": True,
            "seen_at": START - timedelta(days=1) if has_logged_in else None,
            "created_at": START,
        }
        with self.database.write() as connection:
            connection.execute(account_tables.accounts.insert().values(**account))
        return str(account["id"])

    def letters(self) -> list[Any]:
        self.watch.look()
        self.watch.look()
        with self.database.read() as connection:
            return list(connection.execute(sa.select(letters).order_by(letters.c.id)).mappings())

    def told(self) -> list[tuple[str, str]]:
        return [(row["recipient"], row["subject"]) for row in self.letters()]


def hand_over(office: Office, conversation_id: str, situation=OPEN, **more: Any) -> str:
    with office.store.write() as tx:
        answer, _ = handover.take(
            tx, f"w{office.clock.now():%H%M%S}", "hash", handoff(conversation_id, **more), office.clock.now(), situation
        )
    return str(answer["case_id"])
