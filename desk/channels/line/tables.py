"""The tables of the LINE channel: its users, the events it has taken, what keeps it from sending."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

line_users = sa.Table(
    "line_users",
    metadata,
    sa.Column("user_id", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("is_following", sa.Boolean, nullable=False, default=True),
    # The newest reply token; free of charge while it is young, and good for one use.
    sa.Column("reply_token", sa.String(128)),
    sa.Column("reply_token_at", Moment),
    # Of the newest message; marks it and those before it as read.
    sa.Column("read_token", sa.String(512)),
    info=personal(DataCategory("LINEの利用者", Kept.TALK, OWN)),
)

# Kept longer than LINE may send an event again, so that a replayed request has no second effect.
line_events = sa.Table(
    "line_events",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("received_at", Moment, nullable=False, index=True),
    info=personal(DataCategory("受け取ったLINEのイベントの番号", Kept.RECEIVED, age="received_at")),
)

channel_troubles = sa.Table(
    "channel_troubles",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("problem", sa.String(200), nullable=False),
    sa.Column("since", Moment, nullable=False),
    info=personal(DataCategory("送信できない経路", Kept.OFFICE)),
)
