"""Which conversations are left out: of counts and search trials and those whose use is stopped (利用停止), of purges those held (保存)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.conversation_sql import privacy_tables
from desk.conversation_sql.privacy_tables import test_conversations

# Kinds of restriction: it must not be deleted; must not be used; is to be erased once it is not held any more.
HOLD, STOP, ERASE_WANTED = "hold", "stop", "erase"
_R = privacy_tables.restrictions.c


def is_usable(conversation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the use of a conversation is not stopped."""
    return conversation_id.not_in(sa.select(_R.conversation_id).where(_R.kind == STOP))


def is_held(conversation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a conversation must be kept."""
    return sa.exists().where(_R.conversation_id == conversation_id, _R.kind == HOLD)


def counts(conversation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a conversation is counted in reports."""
    trials = sa.select(test_conversations.c.conversation_id)
    return sa.and_(conversation_id.not_in(trials), is_usable(conversation_id))


def restrictions(connection: sa.Connection, conversation_id: str) -> set[str]:
    """Return the kinds of limits in force."""
    query = sa.select(_R.kind).where(_R.conversation_id == conversation_id)
    return set(connection.execute(query).scalars())


def restrict(connection: sa.Connection, conversation_id: str, kind: str, reason: str, by: str, now: datetime) -> None:
    """Put a limit in force."""
    connection.execute(
        privacy_tables.restrictions.insert().values(
            conversation_id=conversation_id, kind=kind, reason=reason[:200], set_by=by, set_at=now
        )
    )


def lift(connection: sa.Connection, conversation_id: str, kind: str) -> None:
    """End a limit."""
    connection.execute(
        privacy_tables.restrictions.delete().where(_R.conversation_id == conversation_id, _R.kind == kind)
    )
