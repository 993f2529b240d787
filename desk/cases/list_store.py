"""What the console reads: lists and counts; no rules here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.accounts.tables import accounts
from desk.cases.last_words import NOTHING_SAID, last_words
from desk.conversation.channels import UNHURRIED
from desk.conversation.models import State
from desk.conversation_sql import tables as t
from desk.conversation_sql.conversation_tables import mutes
from desk.conversation_sql.rows import case_of
from desk.danger.queries import open_marks
from desk.db.database import DatabaseStore

CLOSED_AT_ONCE = 100
# Cases with whose they are.
_CASES = sa.select(t.cases, accounts.c.name.label("owner_name"), accounts.c.seen_at.label("owner_seen_at")).outerjoin(
    accounts, accounts.c.id == t.cases.c.owner_id
)


class CaseList(DatabaseStore):
    """Reads cases for the console."""

    def cases(self, states: Sequence[State], before: datetime | None = None) -> list[dict[str, Any]]:
        """Return {case, owner_name, last_text, last_at, unread, waits_since, user_seq, marks, muted_until}; the oldest first.

        Closed ones come newest first, `CLOSED_AT_ONCE` of those closed before a time, and one more where there are more.

        `marks` are those of danger that stand.
        """
        c = t.cases.c
        closed_only = list(states) == [State.CLOSED]
        order = c.closed_at.desc() if closed_only else c.waiting_since
        query = _CASES.where(c.state.in_(states)).order_by(order)
        if closed_only:
            query = query.order_by(c.id).limit(CLOSED_AT_ONCE + 1)
            if before is not None:
                query = query.where(c.closed_at < before)
        return self._items(query)

    def items(self, case_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Return the same of named cases, whatever their state, in this order."""
        found = {item["case"].id: item for item in self._items(_CASES.where(t.cases.c.id.in_(case_ids)))}
        return [found[case_id] for case_id in case_ids if case_id in found]

    def _items(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
            said = last_words(connection, [row["conversation_id"] for row in rows])
            watched = [row["conversation_id"] for row in rows if row["state"] != State.CLOSED.value]
            marks = open_marks(connection, watched) if watched else {}
            of_these = mutes.c.conversation_id.in_([row["conversation_id"] for row in rows])
            muted = {row[0]: row[1] for row in connection.execute(sa.select(mutes).where(of_these))}
        return [
            {
                "case": case_of(row),
                "owner_name": row["owner_name"],
                "owner_seen_at": row["owner_seen_at"],
                "muted_until": muted.get(row["conversation_id"]),
                "marks": marks.get(row["conversation_id"], []) if row["state"] != State.CLOSED.value else [],
                **said.get(row["conversation_id"], NOTHING_SAID),
            }
            for row in rows
        ]

    def count_closed(self) -> int:
        """Return how many cases are closed."""
        query = sa.select(sa.func.count()).where(t.cases.c.state == State.CLOSED)
        return int(self._database.ask(query).scalar_one())

    def held_counts(self) -> dict[str, int]:
        """Return {account: how many cases it has in hand}."""
        c = t.cases.c
        query = (
            sa.select(c.owner_id, sa.func.count())
            .where(c.state == State.CONSULTANT, c.owner_id.is_not(None))
            .group_by(c.owner_id)
        )
        return {row[0]: int(row[1]) for row in self._database.ask(query)}

    def waits(self, most: int = 1_000) -> list[tuple[datetime, datetime]]:
        """Return (waiting since, claimed at) of the latest claimed cases, newest first; not of those brought to somebody."""
        c = t.cases.c
        query = (
            sa.select(c.waiting_since, c.claimed_at)
            .where(c.claimed_at > c.waiting_since, c.state != State.MESSAGE_LEFT, c.channel.not_in(UNHURRIED))
            .order_by(c.claimed_at.desc())
            .limit(most)
        )
        return [(row[0], row[1]) for row in self._database.ask(query)]
