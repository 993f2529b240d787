"""Which conversations are neither counted nor searched: trials, and those whose use the person has stopped (利用停止)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from desk.privacy.dossier import STOP
from desk.storage.privacy_tables import restrictions
from desk.storage.reporting_tables import test_conversations


def is_usable(conversation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the use of a conversation is not stopped."""
    r = restrictions.c
    return conversation_id.not_in(sa.select(r.conversation_id).where(r.kind == STOP))


def counts(conversation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a conversation is counted in reports."""
    trials = sa.select(test_conversations.c.conversation_id)
    return sa.and_(conversation_id.not_in(trials), is_usable(conversation_id))
