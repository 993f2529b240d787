"""Who counts as present, what consultants are told of their cases, and what a worker could not do."""

import sqlalchemy as sa
from alembic import op

revision = "0019_presence"
down_revision = "0018_danger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the tables."""
    op.add_column(
        "accounts",
        sa.Column("takes_cases", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "case_news",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("by_name", sa.String(80), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.Column("seen_at", sa.String(26), nullable=True),
        sa.Column("mailed_at", sa.String(26), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_case_news"),
    )
    for column in ("case_id", "account_id"):
        op.create_index(f"ix_case_news_{column}", "case_news", [column])
    op.create_table(
        "set_aside",
        sa.Column("worker", sa.String(16), nullable=False),
        sa.Column("item", sa.String(160), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=True),
        sa.Column("is_aside", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("first_at", sa.String(26), nullable=False),
        sa.Column("last_at", sa.String(26), nullable=False),
        sa.Column("next_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("worker", "item", name="pk_set_aside"),
    )
    op.create_index("ix_set_aside_conversation_id", "set_aside", ["conversation_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("set_aside")
    op.drop_table("case_news")
    op.drop_column("accounts", "takes_cases")
