"""Cases have tags; conversations that only disturb call nobody for a time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0070_case_facts"
down_revision = "0060_answer_reports"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add them."""
    op.add_column("cases", sa.Column("tags", _JSON, nullable=False, server_default="[]"))
    op.create_table(
        "mutes",
        sa.Column("conversation_id", sa.String(128), primary_key=True),
        sa.Column("until", sa.String(26), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("set_at", sa.String(26), nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("mutes")
    op.drop_column("cases", "tags")
