"""Pages that answers cite, and what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0091_sources"
down_revision = "0080_departments"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "content_sources",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("url", sa.String(500), nullable=False, unique=True),
        sa.Column("due_at", _MOMENT, nullable=False, index=True),
        sa.Column("digest", sa.String(64)),
        sa.Column("etag", sa.String(200), nullable=False),
        sa.Column("modified", sa.String(80), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("since", _MOMENT),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("content_sources")
