"""What a sender must know to be truthful: the age of a used token, and whether a try may have been accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0003_delivery"
down_revision = "0002_office"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("outbox", sa.Column("reply_token_at", sa.String(26), nullable=True))
    op.add_column(
        "outbox",
        sa.Column("maybe_received", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_column("outbox", "maybe_received")
    op.drop_column("outbox", "reply_token_at")
