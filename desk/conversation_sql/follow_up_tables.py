"""Tables of the consultants' own work on cases: what is put off or promised, who is called in a note, canned replies."""

from __future__ import annotations

import sqlalchemy as sa

from desk.conversation_sql.tables import Moment, metadata

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
)

# Never the note's text: that is in `notes` alone.
mentions = sa.Table(
    "mentions",
    metadata,
    sa.Column("note_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("seen_at", Moment),
)

canned_replies = sa.Table(
    "canned_replies",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("title", sa.String(60), nullable=False),
    sa.Column("register", sa.String(8), nullable=False),  # formal (敬語), easy (やさしい日本語)
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    sa.Column("saved_by", sa.String(32)),
)
