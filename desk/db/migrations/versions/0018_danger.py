"""Messages that are read for danger, and the marks."""

import sqlalchemy as sa
from alembic import op

revision = "0018_danger"
down_revision = "0017_sso_identity"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "danger_readings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("outside_id", sa.String(160), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(32), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("is_read_by_rule", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("leased_until", _MOMENT, nullable=True),
        sa.Column("problem", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_readings")),
        sa.UniqueConstraint(
            "conversation_id",
            "outside_id",
            name=op.f("uq_danger_readings_conversation_id_outside_id"),
        ),
    )
    op.create_index(op.f("ix_danger_readings_due_at"), "danger_readings", ["due_at"])
    op.create_table(
        "danger_marks",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("outside_id", sa.String(160), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("found_by", sa.String(8), nullable=False),
        sa.Column("rule", sa.String(80), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("set_by", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(300), nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("settled_by", sa.String(32), nullable=True),
        sa.Column("settle_reason", sa.String(300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_marks")),
        sa.UniqueConstraint("conversation_id", "outside_id", name=op.f("uq_danger_marks_conversation_id_outside_id")),
    )
    op.create_index(op.f("ix_danger_marks_at"), "danger_marks", ["at"])
    op.create_index(op.f("ix_danger_marks_state"), "danger_marks", ["state"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("danger_marks")
    op.drop_table("danger_readings")
