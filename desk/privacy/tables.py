"""The tables of the privacy tools: what was corrected, asked for, how long what is kept, and what was deleted."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Json, Moment, metadata

# Who corrected which field, when and why. The old value is not kept: it was wrong, and holding it serves nobody.
corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    # None where an appointment was corrected.
    sa.Column("case_id", sa.String(32), index=True),
    sa.Column("field", sa.String(40), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
    sa.Column("by_id", sa.String(32), nullable=False),
    sa.Column("by_name", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False),
    info=personal(DataCategory("訂正の記録", Kept.TALK, OWN)),
)

# Requests under the law and when they must be decided. No name: the city's own file number leads to the paper.
privacy_requests = sa.Table(
    "privacy_requests",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("file_number", sa.String(40), nullable=False),
    sa.Column("receipt", sa.String(20), nullable=False),
    sa.Column("received_on", sa.String(10), nullable=False),
    sa.Column("due_on", sa.String(10), nullable=False),
    sa.Column("is_extended", sa.Boolean, nullable=False, default=False),
    sa.Column("answered_on", sa.String(10)),
    sa.Column("outcome", sa.String(16)),
    sa.Column("entered_by", sa.String(32), nullable=False),
    info=personal(DataCategory("開示などの請求の記録", Kept.OFFICE)),
)

# Every saved version of the periods, {class: days}; the newest holds.
retention_periods = sa.Table(
    "retention_periods",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("days", Json, nullable=False),
    sa.Column("saved_by", sa.String(32), nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    info=personal(DataCategory("保存期間", Kept.OFFICE)),
)

# Lists of what is over its period: waiting, approved, dismissed or done. `listed` and `deleted` are counts.
purges = sa.Table(
    "purges",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("state", sa.String(10), nullable=False, index=True),
    sa.Column("prepared_at", Moment, nullable=False),
    sa.Column("days", Json, nullable=False),
    sa.Column("listed", Json, nullable=False),
    sa.Column("decided_by", sa.String(32)),
    sa.Column("decided_at", Moment),
    sa.Column("deleted", Json),
    sa.Column("done_at", Moment),
    info=personal(DataCategory("消去の一覧", Kept.OFFICE)),
)
