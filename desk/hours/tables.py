"""The table of the opening hours."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# Every saved version of the opening rules; the newest holds.
hours_rules = sa.Table(
    "hours_rules",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("slots", sa.Text, nullable=False),
    sa.Column("days", sa.Text, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    sa.Column("saved_by", sa.String(32), nullable=False),
    info=personal(DataCategory("受付時間", Kept.OFFICE)),
)
