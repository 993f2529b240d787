"""Takes away the table of single sign-on, which nothing uses."""

import sqlalchemy as sa
from alembic import op

revision = "0014_no_sign_on"
down_revision = "0013_reporting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop it."""
    op.drop_table("sign_on_attempts")


def downgrade() -> None:
    """Put it back."""
    op.create_table(
        "sign_on_attempts",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_sign_on_attempts"),
    )
