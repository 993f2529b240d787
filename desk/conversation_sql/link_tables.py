"""Further ways into a conversation: one-time links, and the tokens of the devices that used one."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

links = sa.Table(
    "links",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False, index=True),
    sa.Column("used_at", Moment),
    sa.Column("uses", sa.Integer, nullable=False, server_default="0"),
    info=personal(DataCategory("会話へのリンク", Kept.TALK, OWN)),
)

web_keys = sa.Table(
    "web_keys",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    info=personal(DataCategory("会話を開いた端末", Kept.TALK, OWN)),
)
