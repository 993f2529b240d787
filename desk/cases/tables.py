"""The tables of the consultants' work on cases: whom notes call, canned replies, what is searched."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# Never the note's text: that is in `notes` alone.
mentions = sa.Table(
    "mentions",
    metadata,
    sa.Column("note_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("seen_at", Moment),
    info=personal(DataCategory("メモでの呼びかけ", Kept.TALK, {"note_id": "notes"})),
)

# Notes that stand in all cases of their person; the words are in `notes` alone.
notes_of_person = sa.Table(
    "notes_of_person",
    metadata,
    sa.Column("note_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("set_at", Moment, nullable=False),
    info=personal(DataCategory("ほかの相談でも見せるメモ", Kept.TALK, {"note_id": "notes"})),
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
    info=personal(DataCategory("定型文", Kept.OFFICE)),
)

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
    info=personal(DataCategory("検索のための写し", Kept.TALK, OWN)),
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
    info=personal(DataCategory("検索のための回答文", Kept.OFFICE)),
)
