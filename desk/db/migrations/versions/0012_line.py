"""LINE: messages that travel in one call, what the quota holds, a channel that is stopped, and what is fetched for consultants."""

import sqlalchemy as sa
from alembic import op

revision = "0012_line"
down_revision = "0011_appointments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("outbox", sa.Column("carried_by", sa.Integer(), nullable=True))
    op.create_index("ix_outbox_carried_by", "outbox", ["carried_by"])
    op.add_column("outbox", sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("outbox", sa.Column("sent_ids", sa.Text(), nullable=True))
    op.add_column("line_users", sa.Column("read_token", sa.String(512), nullable=True))
    op.create_table(
        "channel_troubles",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("since", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_channel_troubles"),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("outside_id", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(120), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.String(26), nullable=False),
        sa.Column("leased_until", sa.String(26), nullable=True),
        sa.Column("prepared_by", sa.String(26), nullable=True),
        sa.Column("media_type", sa.String(80), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("stored_name", sa.String(255), nullable=False),
        sa.Column("created_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    for column in ("conversation_id", "outside_id", "state"):
        op.create_index(f"ix_attachments_{column}", "attachments", [column])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("attachments")
    op.drop_table("channel_troubles")
    op.drop_column("line_users", "read_token")
    op.drop_column("outbox", "sent_ids")
    op.drop_column("outbox", "alone")
    op.drop_index("ix_outbox_carried_by", "outbox")
    op.drop_column("outbox", "carried_by")
