"""Gives appointments without a conversation an id of their own, by which the privacy tools find, correct and erase them."""

import sqlalchemy as sa
from alembic import op

revision = "0016_people_who_booked"
down_revision = "0015_sign_on"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give the ids, and let a correction name the conversation that it belongs to."""
    op.execute(
        "INSERT INTO conversations (id, channel, state, epoch, last_seq, created_at) "
        "SELECT 'b_' || substr(id, 4), 'booking', 'closed', 0, 0, created_at FROM appointments "
        "WHERE conversation_id IS NULL"
    )
    # A key is appointment:<id>:<what>:<sequence>, and ids are 19 characters long.
    op.execute(
        "UPDATE letters SET conversation_id = 'b_' || substr(dedup_key, 16, 16) "
        "WHERE conversation_id IS NULL AND substr(dedup_key, 13, 19) IN (SELECT id FROM appointments WHERE conversation_id IS NULL)"
    )
    op.execute("UPDATE appointments SET conversation_id = 'b_' || substr(id, 4) WHERE conversation_id IS NULL")
    with op.batch_alter_table("corrections") as table:
        table.add_column(sa.Column("conversation_id", sa.String(128), nullable=True))
        table.alter_column("case_id", existing_type=sa.String(32), nullable=True)
    op.execute(
        "UPDATE corrections SET conversation_id = "
        "(SELECT conversation_id FROM cases WHERE cases.id = corrections.case_id)"
    )
    op.execute("DELETE FROM corrections WHERE conversation_id IS NULL")
    with op.batch_alter_table("corrections") as table:
        table.alter_column("conversation_id", existing_type=sa.String(128), nullable=False)
        table.create_index("ix_corrections_conversation_id", ["conversation_id"])


def downgrade() -> None:
    """Take the ids away; corrections of appointments go."""
    op.execute("DELETE FROM corrections WHERE case_id IS NULL")
    with op.batch_alter_table("corrections") as table:
        table.drop_index("ix_corrections_conversation_id")
        table.drop_column("conversation_id")
        table.alter_column("case_id", existing_type=sa.String(32), nullable=False)
    op.execute("UPDATE appointments SET conversation_id = NULL WHERE substr(conversation_id, 1, 2) = 'b_'")
    op.execute("UPDATE letters SET conversation_id = NULL WHERE substr(conversation_id, 1, 2) = 'b_'")
    op.execute("DELETE FROM conversations WHERE channel = 'booking'")
