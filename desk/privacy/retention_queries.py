"""What is over its period: one query for each category of data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.conversation.models import State
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.db.data_category import Kept
from desk.db.personal_data import Holding, inventory
from desk.db.schema import Moment, moment_of
from desk.privacy.periods import PERIODS

ROWS_AT_ONCE = 500


def due(days: dict[str, int], now: datetime) -> Iterator[tuple[str, sa.Select[Any]]]:
    """Yield (class, query of what is over its period with its time as `since`)."""
    yield Kept.TALK, _talks(now - timedelta(days=days[Kept.TALK]))
    yield Kept.CONTACT, _contacts(now - timedelta(days=days[Kept.CONTACT]))
    for holding in by_age():
        yield holding.data.kept, rows_of(holding, now - timedelta(days=days[holding.data.kept]))


def _talks(before: datetime) -> sa.Select[Any]:
    v, m, c = t.conversations.c, t.messages.c, t.cases.c
    last = sa.select(m.conversation_id, sa.func.max(m.sent_at).label("at")).group_by(m.conversation_id).subquery()
    since = sa.func.coalesce(last.c.at, v.created_at)
    is_open = sa.exists().where(c.conversation_id == v.id, c.state != State.CLOSED)
    receipt = sa.select(sa.func.max(c.receipt)).where(c.conversation_id == v.id).scalar_subquery()
    return (
        sa.select(v.id.label("conversation_id"), receipt.label("receipt"), since.label("since"))
        .outerjoin(last, last.c.conversation_id == v.id)
        .where(v.erased_at.is_(None), since < sa.literal(before, Moment), ~is_open)
        .where(~exclusions.is_held(v.id), ~_is_needed(v.id, before))
    )


def _contacts(before: datetime) -> sa.Select[Any]:
    c, other = t.cases.c, t.cases.alias("other").c
    # The same person came again: their contact is still needed.
    still_needed = sa.exists().where(
        other.conversation_id == c.conversation_id,
        sa.or_(other.state != State.CLOSED, other.closed_at >= before),
    )
    return sa.select(c.conversation_id, c.id.label("case_id"), c.receipt, c.closed_at.label("since")).where(
        c.state == State.CLOSED,
        c.closed_at < before,
        ~still_needed,
        # None is stored as JSON's null.
        c.contact.is_not(None),
        sa.cast(c.contact, sa.Text) != "null",
        ~exclusions.is_held(c.conversation_id),
        ~_is_needed(c.conversation_id, before),
    )


def by_age() -> Iterator[Holding]:
    """Yield the data that goes by its own age, whatever becomes of the conversation."""
    for holding in inventory():
        if holding.data.age is not None and holding.data.kept in PERIODS:
            yield holding


def rows_of(holding: Holding, before: datetime) -> sa.Select[Any]:
    """Return the times (`since`) of what is older than a moment, without what must be kept."""
    assert holding.data.age is not None
    since = holding.table.c[holding.data.age]
    query = sa.select(since.label("since")).where(since < before)
    if "conversation_id" in holding.table.c:
        query = query.where(~exclusions.is_held(holding.table.c.conversation_id))
    return query


def _is_needed(conversation_id: sa.ColumnElement[str], before: datetime) -> sa.ColumnElement[bool]:
    """Whether something (an appointment) is still to come, or ended after a time."""
    needed = [(held.table.c, held.data.needed_until) for held in inventory()]
    return sa.or_(
        sa.false(),
        *(
            sa.exists().where(c.conversation_id == conversation_id, c[until] >= sa.literal(before, Moment))
            for c, until in needed
            if until is not None
        ),
    )


def time_of(value: datetime | str) -> datetime:
    """Return a time of a query whose function hid the type of its column."""
    return value if isinstance(value, datetime) else moment_of(value)
