"""The table of notices to the staff that were told."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import BY_CASE, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# Told once to each: the key stands for kind, case and stretch.
told_notices = sa.Table(
    "told_notices",
    metadata,
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("reader", sa.String(32), primary_key=True),
    sa.Column("case_id", sa.String(32), index=True),
    sa.Column("told_at", Moment, nullable=False),
    info=personal(DataCategory("相談員へのお知らせの控え", Kept.TALK, BY_CASE)),
)
