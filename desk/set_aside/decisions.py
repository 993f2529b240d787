"""What people decide about items that were set aside: seen, tried again, given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.db.database import DatabaseStore
from desk.db.records import made_of
from desk.db.schema import whole_metadata
from desk.set_aside.kinds import Item, Reason, Worker
from desk.set_aside.store import Round
from desk.set_aside.tables import set_aside as rows


class SetAside(DatabaseStore):
    """What people see of it, and what workers begin their rounds with."""

    def round(self, worker: Worker, now: datetime) -> Round:
        """Begin a worker's round."""
        return Round(self._database, worker, now)

    def counts(self) -> dict[str, int]:
        """Return {worker: how many items are set aside}."""
        c = rows.c
        query = sa.select(c.worker, sa.func.count()).where(c.is_aside).group_by(c.worker)
        return {row[0]: int(row[1]) for row in self._database.ask(query)}

    def count(self) -> int:
        """Return how many items are set aside."""
        return sum(self.counts().values())

    def items(self, most: int = 200) -> list[Item]:
        """Return what is set aside, newest first."""
        query = rows.select().where(rows.c.is_aside).order_by(rows.c.last_at.desc()).limit(most)
        found = self._database.ask(query).mappings().all()
        return [
            made_of(
                Item, row, worker=Worker(row["worker"]), is_aside=bool(row["is_aside"]), reason=Reason(row["reason"])
            )
            for row in found
        ]

    def may_let_go(self, worker: Worker) -> bool:
        """Whether items of a worker can be given up."""
        return worker in GIVEN_UP

    def cases_of(self, items: Sequence[Item]) -> dict[str, tuple[str, str]]:
        """Return {conversation: (case id, receipt)} of the newest case of each."""
        c = _table("cases").c
        wanted = {one.conversation_id for one in items if one.conversation_id}
        query = sa.select(c.conversation_id, c.id, c.receipt).where(c.conversation_id.in_(wanted)).order_by(c.opened_at)
        return {row[0]: (row[1], row[2]) for row in self._database.ask(query)}

    def again(self, worker: Worker, item: str, now: datetime) -> bool:
        """Let an item be tried once more; False if it is not set aside (any more)."""
        with self._database.write() as connection:
            if not _take(connection, worker, item):
                return False
            back = _BACK.get(worker)
            if back is not None:
                name, key, values = back
                table = _table(name)
                moments = dict.fromkeys(_MOMENTS.get(worker, ()), now)
                connection.execute(
                    table.update().where(sa.cast(table.c[key], sa.String) == item).values(**values, **moments)
                )
            return True

    def let_go(self, worker: Worker, item: str) -> bool:
        """Give an item up for good; False if it is not set aside (any more), or cannot be given up."""
        if worker not in GIVEN_UP:
            return False
        with self._database.write() as connection:
            if not _take(connection, worker, item):
                return False
            name, key, values = GIVEN_UP[worker]
            table = _table(name)
            if worker is Worker.MAIL:
                files = _table("letter_files")
                connection.execute(files.delete().where(sa.cast(files.c.letter_id, sa.String) == item))
            where = sa.cast(table.c[key], sa.String) == item
            if values is None:
                connection.execute(table.delete().where(where))
            elif values:
                connection.execute(table.update().where(where).values(**values))
            return True


def _take(connection: sa.Connection, worker: Worker, item: str) -> bool:
    c = rows.c
    done = connection.execute(rows.delete().where(c.worker == worker.value, c.item == item, c.is_aside))
    return done.rowcount == 1


def _table(name: str) -> sa.Table:
    # By its name: workers of every feature set their items aside, and no feature is known here.
    return whole_metadata().tables[name]


# How a row that its worker leases comes back: (table, key, values); what is walked through as a list comes by itself.
_BACK: dict[Worker, tuple[str, str, dict[str, Any]]] = {
    Worker.LINE: (
        "outbox",
        "id",
        {
            "state": "ready",
            "attempts": 0,
            "alone": True,
            "problem": None,
            "leased_until": None,
            "request": None,
            "reply_token": None,
            "reply_token_at": None,
            "maybe_received": False,
            "first_tried_at": None,
        },
    ),
    Worker.MAIL: ("letters", "id", {"state": "ready", "problem": None, "leased_until": None}),
    Worker.TURNS: ("turns", "id", {"state": "ready", "attempts": 0, "leased_until": None}),
    Worker.ATTACHMENTS: (
        "attachments",
        "id",
        {"state": "waiting", "attempts": 0, "leased_until": None},
    ),
    Worker.SEARCH: ("search_documents", "id", {"text": None}),
}
# Columns that begin anew with the try.
_MOMENTS = {
    Worker.LINE: ("due_at",),
    Worker.MAIL: ("due_at",),
    # An old question is not answered with an apology for being late.
    Worker.TURNS: ("due_at", "sent_at"),
    Worker.ATTACHMENTS: ("due_at",),
}
# What may be given up, and what becomes of its row: None for deleted, nothing for left as it is.
GIVEN_UP: dict[Worker, tuple[str, str, dict[str, Any] | None]] = {
    Worker.LINE: ("outbox", "id", {"state": "dropped"}),
    Worker.MAIL: ("letters", "id", {"state": "dropped", "text": "", "html": None}),
    Worker.TURNS: ("turns", "id", {}),
    Worker.ATTACHMENTS: ("attachments", "id", {}),
    Worker.SEARCH: ("search_documents", "id", {}),
    Worker.TIMERS: ("timers", "id", None),
    Worker.APPOINTMENTS: ("appointment_timers", "id", None),
    Worker.FILES: ("doomed_files", "id", None),
}
