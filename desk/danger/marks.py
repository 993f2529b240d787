"""The marks of danger, for lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from desk.accounts.tables import accounts
from desk.conversation.danger import Mark, MarkState
from desk.conversation_sql import tables as t
from desk.conversation_sql.danger_rows import mark_of
from desk.conversation_sql.danger_tables import danger_marks
from desk.danger.store import _M, MOST_LISTED
from desk.db.database import DatabaseStore


class Marks(DatabaseStore):
    """Reads marks for lists."""

    def count_open(self) -> int:
        """Return how many marks stand."""
        query = sa.select(sa.func.count()).where(_M.state == MarkState.OPEN.value)
        return int(self._database.ask(query).scalar_one())

    def latest(self, state: MarkState | None = None) -> list[dict[str, Any]]:
        """Return {mark, case_id, receipt, by_name, settled_name} of the newest marks."""
        c = t.cases.c
        by, settled = accounts.alias("by"), accounts.alias("settled")
        newest = t.cases.alias("newest").c
        case_id = (
            sa.select(newest.id)
            .where(newest.conversation_id == _M.conversation_id)
            .order_by(newest.opened_at.desc())
            .limit(1)
            .correlate(danger_marks)
            .scalar_subquery()
        )
        query = (
            sa.select(
                danger_marks,
                c.id.label("case_id"),
                c.receipt,
                by.c.name.label("by_name"),
                settled.c.name.label("settled_name"),
            )
            .select_from(danger_marks)
            .outerjoin(t.cases, c.id == case_id)
            .outerjoin(by, by.c.id == _M.set_by)
            .outerjoin(settled, settled.c.id == _M.settled_by)
            .order_by(_M.at.desc(), _M.id)
            .limit(MOST_LISTED)
        )
        if state is not None:
            query = query.where(_M.state == state.value)
        return [
            {"mark": mark_of(row), **{key: row[key] for key in ("case_id", "receipt", "by_name", "settled_name")}}
            for row in self._database.ask(query).mappings()
        ]


def open_marks(connection: sa.Connection, conversation_ids: Sequence[str]) -> dict[str, list[Mark]]:
    """Return {conversation: its marks that stand, in the order of the messages}."""
    query = (
        sa.select(danger_marks)
        .where(_M.conversation_id.in_(conversation_ids), _M.state == MarkState.OPEN.value)
        .order_by(_M.seq)
    )
    found: dict[str, list[Mark]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["conversation_id"], []).append(mark_of(row))
    return found
