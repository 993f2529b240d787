"""Letters for tests: one is written as its cause would, and what became of them is looked up."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from desk.db.database import Database
from desk.mail import letter_store
from desk.mail.tables import letters as table
from tests.desk.conftest import START


def write(database: Database, key: str = "k", to: str = "hana@example.jp", **more: Any) -> bool:
    with database.write() as connection:
        return letter_store.put(
            connection,
            **{
                "dedup_key": key,
                "to": to,
                "subject": "【小樽市】返信があります",
                "text": "相談員が返信しました。\n",
                "now": START,
            }
            | more,
        )


def rows(database: Database) -> list[dict[str, Any]]:
    with database.read() as connection:
        return [dict(row) for row in connection.execute(sa.select(table).order_by(table.c.id)).mappings()]


def states(database: Database) -> list[str]:
    return [row["state"] for row in rows(database)]
