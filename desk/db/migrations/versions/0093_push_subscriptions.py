"""Browsers that are told of a consultant's reply."""

import sqlalchemy as sa
from alembic import op

revision = "0093_push_subscriptions"
down_revision = "0091_sources"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26)


def upgrade() -> None:
    """Add the table."""
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


def downgrade() -> None:
    """Take it away."""
    op.drop_table("push_subscriptions")
