"""Conversations that call nobody for a time, because somebody only disturbs."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

mutes = sa.Table(
    "mutes",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("until", Moment, nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False),
    sa.Column("set_at", Moment, nullable=False),
    info=personal(DataCategory("呼び出しを止めた会話", Kept.TALK, OWN)),
)
