"""Turns are taken fairly across networks; a session knows when its person last proved who it is."""

import sqlalchemy as sa
from alembic import op

revision = "0031_fairness"
down_revision = "0030_fold_again"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("turns", sa.Column("origin", sa.String(16), nullable=True))
    op.add_column("sessions", sa.Column("proved_at", sa.String(26), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("sessions", "proved_at")
    op.drop_column("turns", "origin")
