"""What the office adds for the reports."""

import sqlalchemy as sa
from alembic import op

revision = "0013_reporting"
down_revision = "0012_line"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "case_outcomes",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("pk_case_outcomes")),
    )
    op.create_index(op.f("ix_case_outcomes_at"), "case_outcomes", ["at"])
    op.create_table(
        "test_conversations",
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_test_conversations")),
    )
    op.create_table(
        "unanswered_groups",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("exemplar", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("label", sa.String(80), nullable=True),
        sa.Column("remark", sa.String(200), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unanswered_groups")),
    )
    op.create_index(op.f("ix_unanswered_groups_conversation_id"), "unanswered_groups", ["conversation_id"])
    op.create_table(
        "phrasings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrasings")),
        sa.UniqueConstraint("label", "text", name=op.f("uq_phrasings_label_text")),
    )
    op.create_index(op.f("ix_phrasings_conversation_id"), "phrasings", ["conversation_id"])


def downgrade() -> None:
    """Take them away."""
    for name in ("phrasings", "unanswered_groups", "test_conversations", "case_outcomes"):
        op.drop_table(name)
