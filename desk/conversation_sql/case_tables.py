"""What hangs on a case: its hand-overs, its timers, when it is put off, its notes."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import BY_CASE, DataCategory, Kept, personal
from desk.db.schema import Json, Moment, metadata

handoffs = sa.Table(
    "handoffs",
    metadata,
    sa.Column("webhook_id", sa.String(160), primary_key=True),
    sa.Column("body_hash", sa.String(64), nullable=False),
    sa.Column("case_id", sa.String(32), nullable=False, index=True),
    sa.Column("answer", Json, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    info=personal(
        # A repeated request must not open a second case: only its key, a hash and the receipt are kept.
        DataCategory(
            "引き継ぎの控え",
            Kept.TALK,
            BY_CASE,
            blank={"body_hash": ""},
            stays=("webhook_id", "case_id", "answer"),
        )
    ),
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("case_id", sa.String(32), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False, index=True),
    info=personal(DataCategory("時限", Kept.TALK, BY_CASE)),
)

# One row a case at most: put off (the list hides it until then), or promised to the migrant until then.
snoozes = sa.Table(
    "snoozes",
    metadata,
    sa.Column("case_id", sa.String(32), primary_key=True),
    sa.Column("until", Moment, nullable=False),
    sa.Column("is_promise", sa.Boolean, nullable=False),
    # The newest message when it was set: what the migrant writes later ends the waiting.
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False),
    sa.Column("set_at", Moment, nullable=False),
    info=personal(DataCategory("あとで・返事の約束", Kept.TALK, BY_CASE)),
)

# Internal: never shown to the migrant.
notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(32), nullable=False, index=True),
    sa.Column("author_id", sa.String(32), nullable=False),
    sa.Column("author_name", sa.String(80), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    info=personal(DataCategory("内部メモ", Kept.TALK, BY_CASE)),
)
