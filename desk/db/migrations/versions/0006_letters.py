"""Letters: mails and notices on their way, with their files."""

import sqlalchemy as sa
from alembic import op

revision = "0006_letters"
down_revision = "0005_privacy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dedup_key", sa.String(200), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("conversation_id", sa.String(128), nullable=True),
        sa.Column("lane", sa.String(128), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(26), nullable=False),
        sa.Column("due_at", sa.String(26), nullable=False),
        sa.Column("give_up_at", sa.String(26), nullable=False),
        sa.Column("leased_until", sa.String(26), nullable=True),
        sa.Column("settled_at", sa.String(26), nullable=True),
        sa.Column("maybe_received", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("problem", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("dedup_key", name="uq_letters_dedup_key"),
    )
    op.create_index("ix_letters_conversation_id", "letters", ["conversation_id"])
    op.create_index("ix_letters_state", "letters", ["state"])
    op.create_table(
        "letter_files",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("mime", sa.String(80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter_files"),
    )
    op.create_index("ix_letter_files_letter_id", "letter_files", ["letter_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("letter_files")
    op.drop_table("letters")
