"""Notices: settings of each account, what was told, what migrants saw, wishes for a transcript."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_notices"
down_revision = "0009_search"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "notice_settings",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("settings", _JSON, nullable=False),
        sa.Column("saved_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_notice_settings"),
    )
    op.create_table(
        "told_notices",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("reader", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=True),
        sa.Column("told_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("key", "reader", name="pk_told_notices"),
    )
    op.create_index("ix_told_notices_case_id", "told_notices", ["case_id"])
    op.create_table(
        "seen_messages",
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_seen_messages"),
    )
    op.create_table(
        "transcript_wishes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.String(26), nullable=False),
        sa.Column("done_at", sa.String(26), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_transcript_wishes"),
    )
    for column in ("conversation_id", "recipient", "asked_at"):
        op.create_index(f"ix_transcript_wishes_{column}", "transcript_wishes", [column])


def downgrade() -> None:
    """Take them away."""
    for name in ("transcript_wishes", "seen_messages", "told_notices", "notice_settings"):
        op.drop_table(name)
