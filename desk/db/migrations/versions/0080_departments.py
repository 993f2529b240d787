"""Questions that a department is asked by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0080_departments"
down_revision = "0073_fold_receipts"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "department_questions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("remark", sa.String(400), nullable=False),
        sa.Column("department", sa.String(80), nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT),
        sa.Column("answered_by", sa.String(80), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("used_at", _MOMENT),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("department_questions")
