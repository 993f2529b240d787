"""Questions that the office tries, with the answer that each shall get."""

import sqlalchemy as sa
from alembic import op

revision = "0021_trials"
down_revision = "0020_content"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "content_trials",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        sa.Column("expected", sa.String(110), nullable=False),
        sa.Column("added_by", sa.String(80), nullable=False),
        sa.Column("added_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_trials"),
        sa.UniqueConstraint("text", name="uq_content_trials_text"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("content_trials")
