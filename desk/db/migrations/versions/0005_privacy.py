"""The privacy tools and what accounts need more: limits, corrections, requests, purges, notices, recovery, sign-on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_privacy"
down_revision = "0004_links"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26)
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the tables."""
    for name, length in (("address", 64), ("agent", 160)):
        column = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column("sessions", column)
    op.create_table(
        "doomed_files",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_doomed_files"),
    )
    op.create_table(
        "restrictions",
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("set_by", sa.String(32), nullable=False),
        sa.Column("set_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "kind", name="pk_restrictions"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("by_id", sa.String(32), nullable=False),
        sa.Column("by_name", sa.String(80), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_case_id", "corrections", ["case_id"])
    op.create_table(
        "privacy_requests",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("file_number", sa.String(40), nullable=False),
        sa.Column("receipt", sa.String(20), nullable=False),
        sa.Column("received_on", sa.String(10), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("is_extended", sa.Boolean(), nullable=False),
        sa.Column("answered_on", sa.String(10), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=True),
        sa.Column("entered_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_requests"),
    )
    op.create_table(
        "retention_periods",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("days", _JSON, nullable=False),
        sa.Column("saved_by", sa.String(32), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_periods"),
    )
    op.create_table(
        "purges",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("prepared_at", _MOMENT, nullable=False),
        sa.Column("days", _JSON, nullable=False),
        sa.Column("listed", _JSON, nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("deleted", _JSON, nullable=True),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_purges"),
    )
    op.create_index("ix_purges_state", "purges", ["state"])
    op.create_table(
        "purpose_notices",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_purpose_notices"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_account_id", "recovery_codes", ["account_id"])
    op.create_table(
        "sign_on_attempts",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_sign_on_attempts"),
    )


def downgrade() -> None:
    """Take them away."""
    for table in (
        "sign_on_attempts",
        "recovery_codes",
        "purpose_notices",
        "purges",
        "retention_periods",
        "privacy_requests",
        "corrections",
        "restrictions",
        "doomed_files",
    ):
        op.drop_table(table)
    op.drop_column("sessions", "agent")
    op.drop_column("sessions", "address")
