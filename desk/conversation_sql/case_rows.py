"""The part of a transaction that keeps cases: their place in the queue, whose they were, the hand-overs that opened them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.accounts.models import PRESENT_WITHIN
from desk.accounts.store import was_seen
from desk.conversation.channels import UNHURRIED
from desk.conversation.models import Case, Consultant, State
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.rows import case_of, case_values
from desk.db.database import insert_into
from desk.db.schema import Moment

# Of five: あまり良くなかった and 良くなかった.
_LOW_SCORE = 2


def _finished_by(*only: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the query for who had the latest closed case of a conversation: (id, closed_since) are bound."""
    c, a = t.cases.c, account_tables.accounts.c
    latest = (
        sa.select(c.owner_id, c.closed_at)
        .where(c.conversation_id == sa.bindparam("id"), c.state == State.CLOSED)
        .order_by(c.closed_at.desc())
        .limit(1)
        .subquery()
    )
    is_lately = latest.c.closed_at > sa.bindparam("closed_since", type_=Moment)
    return sa.select(a.id, a.name).where(a.id == latest.c.owner_id, is_lately, *only)


# Made once: see `desk.conversation_sql.turn_queue`; it is asked with every message.
_LATEST = _finished_by()
_LATEST_PRESENT = _finished_by(was_seen(sa.bindparam("seen_since", type_=Moment)))


class CaseRows:
    """See `desk.conversation.ports.Transaction`, which documents every method."""

    connection: sa.Connection

    def open_case(self, conversation_id: str) -> Case | None:
        return self._case(t.cases.c.conversation_id == conversation_id, t.cases.c.state != State.CLOSED)

    def case(self, case_id: str) -> Case | None:
        return self._case(t.cases.c.id == case_id)

    def cases_of(self, conversation_id: str, most: int) -> list[Case]:
        """Return a conversation's cases, the newest first; what nobody asked for (an alert) is one too."""
        c = t.cases.c
        query = sa.select(t.cases).where(c.conversation_id == conversation_id).order_by(c.opened_at.desc(), c.id)
        return [case_of(row) for row in self.connection.execute(query.limit(most)).mappings()]

    def _case(self, *where: sa.ColumnElement[bool]) -> Case | None:
        row = self.connection.execute(sa.select(t.cases).where(*where)).mappings().first()
        return case_of(row) if row else None

    def add_case(self, case: Case) -> None:
        self.connection.execute(t.cases.insert().values(**case_values(case)))

    def update_case(self, case: Case) -> None:
        values = case_values(case)
        self.connection.execute(t.cases.update().where(t.cases.c.id == case.id).values(**values))

    def next_receipt_number(self, day: str) -> int:
        name = f"receipt-{day}"
        # "Insert or count up" in one statement: two cases of one instant get two numbers.
        counted = insert_into(self.connection, t.counters).values(name=name, value=1)
        counted = counted.on_conflict_do_update(
            index_elements=[t.counters.c.name], set_={"value": t.counters.c.value + 1}
        )
        return int(self.connection.execute(counted.returning(t.counters.c.value)).scalar_one())

    def queue_position(self, case: Case) -> int:
        c = t.cases.c
        # As the console's list has it: danger first, then who waits longest.
        is_urgent = sa.cast(c.flags, sa.Text) != "[]"
        is_earlier = c.waiting_since <= case.waiting_since
        before = sa.and_(is_urgent, is_earlier) if case.flags else sa.or_(is_urgent, is_earlier)
        # Mails wait for hours beside those who sit there and wait for minutes: neither stands in the other's way.
        same = c.channel.in_(UNHURRIED) if case.channel in UNHURRIED else c.channel.not_in(UNHURRIED)
        ahead = sa.select(sa.func.count()).where(c.state == State.QUEUED, before, same, c.id != case.id)
        return int(self.connection.execute(ahead).scalar_one()) + 1

    def former_consultant(self, conversation_id: str, closed_since: datetime, now: datetime) -> Consultant | None:
        found = self._finished_by(
            _LATEST_PRESENT, conversation_id, closed_since=closed_since, seen_since=now - PRESENT_WITHIN
        )
        return None if found is None or self._was_unhappy(conversation_id) else found

    def latest_consultant(self, conversation_id: str, closed_since: datetime) -> Consultant | None:
        return self._finished_by(_LATEST, conversation_id, closed_since=closed_since)

    def _was_unhappy(self, conversation_id: str) -> bool:
        """Whether the latest rating of a conversation is a low one: then somebody else goes on."""
        e = t.events.c
        query = (
            sa.select(e.detail)
            .where(e.conversation_id == conversation_id, e.kind == "rated")
            .order_by(e.id.desc())
            .limit(1)
        )
        detail = self.connection.execute(query).scalar_one_or_none()
        return detail is not None and int(detail["score"]) <= _LOW_SCORE

    def _finished_by(self, query: sa.Select[Any], conversation_id: str, **values: Any) -> Consultant | None:
        row = self.connection.execute(query, {"id": conversation_id, **values}).first()
        return Consultant(row[0], row[1]) if row else None

    def handoff(self, webhook_id: str) -> tuple[str, dict[str, Any], int] | None:
        row = (
            self.connection.execute(
                sa.select(case_tables.handoffs).where(case_tables.handoffs.c.webhook_id == webhook_id)
            )
            .mappings()
            .first()
        )
        return (row["body_hash"], row["answer"], row["epoch"]) if row else None

    def handoff_epoch(self, case_id: str) -> int | None:
        query = sa.select(sa.func.max(case_tables.handoffs.c.epoch)).where(case_tables.handoffs.c.case_id == case_id)
        return self.connection.execute(query).scalar_one_or_none()

    def add_handoff(self, webhook_id: str, body_hash: str, case_id: str, answer: dict[str, Any], epoch: int) -> None:
        self.connection.execute(
            case_tables.handoffs.insert().values(
                webhook_id=webhook_id,
                body_hash=body_hash,
                case_id=case_id,
                answer=answer,
                epoch=epoch,
            )
        )
