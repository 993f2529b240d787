"""Readers tell what is wrong with an answer; a link may be opened a few times while it is fresh."""

import sqlalchemy as sa
from alembic import op

revision = "0060_answer_reports"
down_revision = "0050_mail_channel"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add table and column."""
    op.create_table(
        "answer_reports",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("label", sa.String(110), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.Column("done_at", sa.String(26), nullable=True, index=True),
        sa.Column("done_by_id", sa.String(32), nullable=True),
        sa.UniqueConstraint("conversation_id", "seq"),
    )
    op.add_column("links", sa.Column("uses", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("links", "uses")
    op.drop_table("answer_reports")
