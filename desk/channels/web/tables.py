"""The table of the channel web: browsers that are told of a consultant's reply (Web Push)."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# Nothing is ever sent to them but "look": so the keys that would encrypt words are not kept.
push_subscriptions = sa.Table(
    "push_subscriptions",
    metadata,
    sa.Column("endpoint_hash", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    # The push service's address of this browser: whoever knows it and our key can make it ring.
    sa.Column("endpoint", sa.String(1000), nullable=False),
    # Up to which message it was told.
    sa.Column("told_seq", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    info=personal(DataCategory("返信を知らせるブラウザ", Kept.TALK, OWN)),
)
