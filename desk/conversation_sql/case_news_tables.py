"""What consultants are told of their cases without having asked: handed on, taken over, gone back to the queue."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import BY_CASE, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# Never what a note says: that is in `notes` alone.
case_news = sa.Table(
    "case_news",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(32), nullable=False, index=True),
    # Who is told.
    sa.Column("account_id", sa.String(32), nullable=False, index=True),
    sa.Column("kind", sa.String(12), nullable=False),  # `desk.conversation.case_models.News`
    sa.Column("by_name", sa.String(80), nullable=False),
    sa.Column("note_id", sa.Integer),
    # The conversation's epoch after what is told of; of a warning, the number of the words that wait.
    sa.Column("mark", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("seen_at", Moment),
    sa.Column("mailed_at", Moment),
    info=personal(DataCategory("担当が変わった知らせ", Kept.TALK, BY_CASE)),
)
