"""The tables of the work on cases, search, notices, appointments, LINE and reports, as the last release had them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

_MOMENT = sa.String(26)
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def make() -> None:
    """Make the tables."""
    op.create_table(
        "snoozes",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("is_promise", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("set_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_snoozes")),
    )
    op.create_table(
        "mentions",
        sa.Column("note_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("note_id", "account_id", name=op.f("pk_mentions")),
    )
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("register", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.Column("saved_by", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
    )
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("answer", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("kind", "source", name=op.f("uq_search_documents_kind_source")),
    )
    op.create_index(op.f("ix_search_documents_conversation_id"), "search_documents", ["conversation_id"])
    op.create_index(
        op.f("ix_search_documents_pending"),
        "search_documents",
        ["id"],
        sqlite_where=sa.text("text IS NULL"),
        postgresql_where=sa.text("text IS NULL"),
    )
    op.create_table(
        "search_answers",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_search_answers")),
    )
    op.create_table(
        "notice_settings",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("settings", _JSON, nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notice_settings")),
    )
    op.create_table(
        "told_notices",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("reader", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=True),
        sa.Column("told_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", "reader", name=op.f("pk_told_notices")),
    )
    op.create_index(op.f("ix_told_notices_case_id"), "told_notices", ["case_id"])
    op.create_table(
        "seen_messages",
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_seen_messages")),
    )
    op.create_table(
        "transcript_wishes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_wishes")),
    )
    op.create_index(op.f("ix_transcript_wishes_asked_at"), "transcript_wishes", ["asked_at"])
    op.create_index(op.f("ix_transcript_wishes_conversation_id"), "transcript_wishes", ["conversation_id"])
    op.create_index(op.f("ix_transcript_wishes_recipient"), "transcript_wishes", ["recipient"])
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
        sa.CheckConstraint("capacity >= 1", name="ck_availability_capacity"),
        sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="ck_availability_when"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability")),
    )
    op.create_index(op.f("ix_availability_account_id"), "availability", ["account_id"])
    op.create_table(
        "appointment_desks",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("meeting_url", sa.String(500), nullable=False, server_default=""),
        sa.Column("feed_hash", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_appointment_desks")),
        sa.UniqueConstraint("feed_hash", name=op.f("uq_appointment_desks_feed_hash")),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_account_id"), "appointments", ["account_id"])
    op.create_index(op.f("ix_appointments_begin_at"), "appointments", ["begin_at"])
    op.create_index(op.f("ix_appointments_conversation_id"), "appointments", ["conversation_id"])
    op.create_table(
        "appointment_seats",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("cell_at", _MOMENT, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(32), nullable=False),
        sa.CheckConstraint("number >= 1 AND number <= capacity", name="ck_appointment_seats_capacity"),
        sa.PrimaryKeyConstraint("account_id", "cell_at", "number", name=op.f("pk_appointment_seats")),
    )
    op.create_index(op.f("ix_appointment_seats_appointment_id"), "appointment_seats", ["appointment_id"])
    op.create_table(
        "booking_links",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=True),
        sa.Column("appointment_id", sa.String(32), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_booking_links")),
    )
    op.create_index(op.f("ix_booking_links_appointment_id"), "booking_links", ["appointment_id"])
    op.create_index(op.f("ix_booking_links_conversation_id"), "booking_links", ["conversation_id"])
    op.create_index(op.f("ix_booking_links_expires_at"), "booking_links", ["expires_at"])
    op.create_table(
        "appointment_timers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("appointment_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_timers")),
        sa.UniqueConstraint("appointment_id", "kind", name=op.f("uq_appointment_timers_appointment_id_kind")),
    )
    op.create_index(op.f("ix_appointment_timers_due_at"), "appointment_timers", ["due_at"])
    op.create_table(
        "channel_troubles",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channel_troubles")),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(128), nullable=False),
        sa.Column("outside_id", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(120), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("leased_until", _MOMENT, nullable=True),
        sa.Column("prepared_by", _MOMENT, nullable=True),
        sa.Column("media_type", sa.String(80), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("stored_name", sa.String(255), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_conversation_id"), "attachments", ["conversation_id"])
    op.create_index(op.f("ix_attachments_outside_id"), "attachments", ["outside_id"])
    op.create_index(op.f("ix_attachments_state"), "attachments", ["state"])
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
    op.create_table(
        "sign_on_attempts",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_sign_on_attempts")),
    )
