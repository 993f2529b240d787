"""Tables of notices: who wants which, which were told, what migrants have seen, who asked for a transcript."""

from __future__ import annotations

import sqlalchemy as sa

from desk.conversation_sql.tables import Json, Moment, metadata

notice_settings = sa.Table(
    "notice_settings",
    metadata,
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("settings", Json, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
)

# Told once to each: the key stands for kind, case and stretch.
told_notices = sa.Table(
    "told_notices",
    metadata,
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("reader", sa.String(32), primary_key=True),
    sa.Column("case_id", sa.String(32), index=True),
    sa.Column("told_at", Moment, nullable=False),
)

# The newest message of a conversation that its migrant's screen has shown.
seen_messages = sa.Table(
    "seen_messages",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
)

# A wish for the transcript by mail, until the code that was mailed is typed in.
transcript_wishes = sa.Table(
    "transcript_wishes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("recipient", sa.String(254), nullable=False, index=True),
    sa.Column("code_hash", sa.String(64), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("asked_at", Moment, nullable=False, index=True),
    sa.Column("done_at", Moment),
)
