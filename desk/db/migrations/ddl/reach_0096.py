"""Later tables: sources that are watched, pushes, conversations of one person."""

import sqlalchemy as sa
from alembic import op

_MOMENT = sa.String(26)
_TABLES = ("report_notes", "notes_of_person", "same_person", "push_subscriptions", "content_sources")


def make() -> None:
    """Make the tables."""
    _make_sources()
    _make_pushes()
    _make_persons()
    _make_report_notes()


def drop() -> None:
    """Take them away."""
    for table in _TABLES:
        op.drop_table(table)


def _make_sources() -> None:
    """Pages that answers cite, and what became of them."""
    op.create_table(
        "content_sources",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("url", sa.String(500), nullable=False, unique=True),
        sa.Column("due_at", _MOMENT, nullable=False, index=True),
        sa.Column("digest", sa.String(64)),
        sa.Column("etag", sa.String(200), nullable=False),
        sa.Column("modified", sa.String(80), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("since", _MOMENT),
    )


def _make_pushes() -> None:
    """Browsers that are told of a consultant's reply."""
    op.create_table(
        "push_subscriptions",
        sa.Column("endpoint_hash", sa.String(64), primary_key=True),
        sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("told_seq", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
    )


def _make_persons() -> None:
    """Conversations that are one person's, and notes that are seen in all cases of a person."""
    op.create_table(
        "same_person",
        sa.Column("conversation_id", sa.String(128), primary_key=True),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("joined_by", sa.String(80), nullable=False),
        sa.Column("joined_at", sa.String(26), nullable=False),
    )
    op.create_index("ix_same_person_person_id", "same_person", ["person_id"])
    op.create_table(
        "notes_of_person",
        sa.Column("note_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("set_at", sa.String(26), nullable=False),
    )


def _make_report_notes() -> None:
    """What the office writes about a month."""
    op.create_table(
        "report_notes",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_by", sa.String(80), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
    )
