"""The tables that are searched: one row for each message, note and case; the approved answers once each."""

from __future__ import annotations

import sqlalchemy as sa

from desk.conversation_sql.tables import Moment, metadata

# Triggers of the database add a row with each message, note and case, empty its text when the words change, and remove
# it with them, whatever code does so: the search can neither forget a row nor remember one that was erased.
search_documents = sa.Table(
    "search_documents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(8), nullable=False),  # message, note, case
    sa.Column("source", sa.String(32), nullable=False),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    # Folded (`desk.text.folding`); None until that is done.
    sa.Column("text", sa.Text),
    sa.Column("answer", sa.String(64)),
    sa.UniqueConstraint("kind", "source"),
)
sa.Index(
    "ix_search_documents_pending",
    search_documents.c.id,
    sqlite_where=search_documents.c.text.is_(None),
    postgresql_where=search_documents.c.text.is_(None),
)
# What the bot answers is the same words in a thousand conversations and nobody's personal data: it is read through once.
search_answers = sa.Table(
    "search_answers",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)
