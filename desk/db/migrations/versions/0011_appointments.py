"""Appointments: consultants' time, seats, links, reminders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011_appointments"
down_revision = "0010_notices"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.String(26)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "availability",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(10), nullable=True),
        sa.Column("begin", sa.String(5), nullable=False),
        sa.Column("end", sa.String(5), nullable=False),
        sa.Column("methods", _JSON, nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="ck_availability_when"),
        sa.CheckConstraint("capacity >= 1", name="ck_availability_capacity"),
        sa.PrimaryKeyConstraint("id", name="pk_availability"),
    )
    op.create_index("ix_availability_account_id", "availability", ["account_id"])
    op.create_table(
        "appointment_desks",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("meeting_url", sa.String(500), nullable=False, server_default=""),
        sa.Column("feed_hash", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("account_id", name="pk_appointment_desks"),
        sa.UniqueConstraint("feed_hash", name="uq_appointment_desks_feed_hash"),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("receipt", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("begin_at", _MOMENT, nullable=False),
        sa.Column("end_at", _MOMENT, nullable=False),
        sa.Column("method", sa.String(12), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("meeting_url", sa.String(500), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=True),
        sa.Column("case_id", sa.String(32), nullable=True),
        sa.Column("made_by", sa.String(32), nullable=True),
        sa.Column("is_noticed", sa.Boolean(), nullable=False),
        sa.Column("person_name", sa.String(80), nullable=True),
        sa.Column("contact_kind", sa.String(8), nullable=True),
        sa.Column("contact", sa.String(254), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("consent", _JSON, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
    )
    for column in ("account_id", "begin_at", "conversation_id"):
        op.create_index(f"ix_appointments_{column}", "appointments", [column])
    op.create_table(
        "appointment_seats",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("cell_at", _MOMENT, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(32), nullable=False),
        sa.CheckConstraint("number >= 1 AND number <= capacity", name="ck_appointment_seats_capacity"),
        sa.PrimaryKeyConstraint("account_id", "cell_at", "number", name="pk_appointment_seats"),
    )
    op.create_index("ix_appointment_seats_appointment_id", "appointment_seats", ["appointment_id"])
    op.create_table(
        "booking_links",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=True),
        sa.Column("appointment_id", sa.String(32), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_booking_links"),
    )
    for column in ("conversation_id", "appointment_id", "expires_at"):
        op.create_index(f"ix_booking_links_{column}", "booking_links", [column])
    op.create_table(
        "appointment_timers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("appointment_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointment_timers"),
        sa.UniqueConstraint("appointment_id", "kind", name="uq_appointment_timers_appointment_id_kind"),
    )
    op.create_index("ix_appointment_timers_due_at", "appointment_timers", ["due_at"])


def downgrade() -> None:
    """Take them away."""
    for table in (
        "appointment_timers",
        "booking_links",
        "appointment_seats",
        "appointments",
        "appointment_desks",
        "availability",
    ):
        op.drop_table(table)
