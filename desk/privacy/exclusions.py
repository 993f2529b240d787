"""Which conversations are left out: of counts and search trials and those whose use is stopped (利用停止), of purges those held (保存)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from desk.privacy.dossier import HOLD, STOP
from desk.privacy.tables import restrictions
from desk.reporting.tables import test_conversations


def is_usable(conversation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the use of a conversation is not stopped."""
    r = restrictions.c
    return conversation_id.not_in(sa.select(r.conversation_id).where(r.kind == STOP))


def is_held(conversation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a conversation must be kept."""
    r = restrictions.c
    return sa.exists().where(r.conversation_id == conversation_id, r.kind == HOLD)


def counts(conversation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a conversation is counted in reports."""
    trials = sa.select(test_conversations.c.conversation_id)
    return sa.and_(conversation_id.not_in(trials), is_usable(conversation_id))
