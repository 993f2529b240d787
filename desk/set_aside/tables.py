"""What a background worker could not do: one row an item, counted until it works or is set aside for a person to look at."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# Kinds and places only: neither what the item says nor whose it is, but for the conversation's id.
set_aside = sa.Table(
    "set_aside",
    metadata,
    sa.Column("worker", sa.String(16), primary_key=True),
    sa.Column("item", sa.String(160), primary_key=True),
    sa.Column("conversation_id", sa.String(128), index=True),
    # Not tried any more until somebody says so; otherwise tried again at `next_at`.
    sa.Column("is_aside", sa.Boolean, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("reason", sa.String(12), nullable=False),
    sa.Column("problem", sa.String(200), nullable=False),
    sa.Column("first_at", Moment, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    sa.Column("next_at", Moment, nullable=False),
    info=personal(DataCategory("処理できなかったもの", Kept.TALK, OWN)),
)
