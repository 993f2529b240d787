"""Conversations that are one person's, and notes that are seen in all cases of a person."""

import sqlalchemy as sa
from alembic import op

revision = "0095_same_person"
down_revision = "0093_push_subscriptions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
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


def downgrade() -> None:
    """Take them away."""
    op.drop_table("notes_of_person")
    op.drop_table("same_person")
