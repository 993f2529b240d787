"""Logins by single sign-on that are under way."""

import sqlalchemy as sa
from alembic import op

revision = "0015_sign_on"
down_revision = "0014_no_sign_on"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "sign_on_attempts",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_sign_on_attempts")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("sign_on_attempts")
