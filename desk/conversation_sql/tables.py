"""The tables. Uniqueness that the rules need stands in the schema, not in checks before writing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, stored as text that sorts (2026-11-24T01:15:30.123456)."""

    impl = sa.String(26)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """See base class."""
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            # SQLAlchemy raises it as a StatementError, which tells nothing by its name.
            raise TypeError(f"expected an aware datetime, got {type(value).__name__}")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """See base class."""
        return None if value is None else moment_of(value)


def moment_of(stored: str) -> datetime:
    """Return a stored time."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(128), primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("owner_id", sa.String(32)),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("token_hash", sa.String(64), unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("erased_at", Moment),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("author", sa.String(16), nullable=False),
    sa.Column("author_id", sa.String(32)),
    sa.Column("author_name", sa.String(80), nullable=False),
    sa.Column("sent_at", Moment, nullable=False),
    sa.Column("parts", Json, nullable=False),
    sa.Column("outside_id", sa.String(160)),
    sa.Column("late", sa.Boolean, nullable=False, default=False),
    sa.Column("understanding", Json),
    sa.UniqueConstraint("conversation_id", "seq"),
    sa.UniqueConstraint("conversation_id", "outside_id"),
)

choices = sa.Table(
    "choices",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("label", sa.String(200), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, index=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("outside_id", sa.String(160), nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("payload", sa.Text),
    sa.Column("sent_at", Moment, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("state", sa.String(8), nullable=False, index=True),  # ready, running, done
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("leased_until", Moment),
)
# Nearly all turns of a conversation are done: whoever looks for an earlier one that is not must not read those.
sa.Index(
    "ix_turns_open_conversation_id_number",
    turns.c.conversation_id,
    turns.c.number,
    sqlite_where=turns.c.state != sa.literal_column("'done'"),
    postgresql_where=turns.c.state != sa.literal_column("'done'"),
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("receipt", sa.String(20), nullable=False, unique=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("topic", sa.String(60), nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("slots", Json, nullable=False),
    sa.Column("understood", Json, nullable=False),
    sa.Column("flags", Json, nullable=False),
    sa.Column("contact", Json),
    sa.Column("consent", Json),
    sa.Column("transcript", Json, nullable=False),
    sa.Column("owner_id", sa.String(32)),
    sa.Column("waiting_since", Moment, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("claimed_at", Moment),
    sa.Column("closed_at", Moment),
)
# At most one case of a conversation is open (RocketChat#38148: check-then-act made two rooms).
sa.Index(
    "uq_cases_open",
    cases.c.conversation_id,
    unique=True,
    sqlite_where=cases.c.state != "closed",
    postgresql_where=cases.c.state != "closed",
)

handoffs = sa.Table(
    "handoffs",
    metadata,
    sa.Column("webhook_id", sa.String(160), primary_key=True),
    sa.Column("body_hash", sa.String(64), nullable=False),
    sa.Column("case_id", sa.String(32), nullable=False, index=True),
    sa.Column("answer", Json, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(32), nullable=False, index=True),
    sa.Column("author_id", sa.String(32), nullable=False),
    sa.Column("author_name", sa.String(80), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("case_id", sa.String(32)),
    sa.Column("account_id", sa.String(32)),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("detail", Json),
    sa.Column("at", Moment, nullable=False, index=True),
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("case_id", sa.String(32), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False, index=True),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("done_at", Moment),
)

returns = sa.Table(
    "returns",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("told_at", Moment),
)

line_users = sa.Table(
    "line_users",
    metadata,
    sa.Column("user_id", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("is_following", sa.Boolean, nullable=False, default=True),
    # The newest reply token; free of charge while it is young, and good for one use.
    sa.Column("reply_token", sa.String(128)),
    sa.Column("reply_token_at", Moment),
    # Of the newest message; marks it and those before it as read.
    sa.Column("read_token", sa.String(512)),
)

# Kept longer than LINE may send an event again, so that a replayed request has no second effect.
line_events = sa.Table(
    "line_events",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("received_at", Moment, nullable=False, index=True),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    # ready, sending, riding (in the call of `carried_by`), held (by the quota), sent, unknown (perhaps sent), dead (refused),
    # dropped (late, or the person blocked us), shown (read on our own page)
    sa.Column("state", sa.String(8), nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("leased_until", Moment),
    sa.Column("first_tried_at", Moment),
    sa.Column("retry_key", sa.String(36), nullable=False),
    # The token that a reply began to use, and when LINE gave it.
    sa.Column("reply_token", sa.String(128)),
    sa.Column("reply_token_at", Moment),
    # An attempt ended without a clear answer: LINE may have the message.
    sa.Column("maybe_received", sa.Boolean, nullable=False, server_default=sa.false()),
    # Text and not JSON: a repeated attempt must send the same bytes, and PostgreSQL's JSONB reorders keys.
    sa.Column("request", sa.Text),
    sa.Column("problem", sa.String(200)),
    sa.Column("carried_by", sa.Integer, index=True),
    # Too large a call together with others.
    sa.Column("alone", sa.Boolean, nullable=False, server_default=sa.false()),
    # LINE's ids of what was sent, as JSON.
    sa.Column("sent_ids", sa.Text),
    sa.UniqueConstraint("conversation_id", "seq"),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False, default=True),
    sa.Column("on_duty", sa.Boolean, nullable=False, default=False),
    sa.Column("seen_at", Moment),
    sa.Column("created_at", Moment, nullable=False),
    # Base32 secret of the second factor, None where it is not used; the step last used, so that a code works once.
    sa.Column("totp_secret", sa.String(64)),
    sa.Column("totp_step", sa.Integer),
    # "<issuer> <sub>" of who first logged in by single sign-on; the account is nobody else's.
    sa.Column("sso_identity", sa.String(1024), unique=True),
    # A manager's choice to count as present; consultants and supervisors do so anyway, auditors never.
    sa.Column("takes_cases", sa.Boolean, nullable=False, server_default=sa.false()),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.String(32), sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    # So that somebody recognises the own devices in the list of sessions.
    sa.Column("address", sa.String(64), nullable=False, server_default=""),
    sa.Column("agent", sa.String(160), nullable=False, server_default=""),
)

login_attempts = sa.Table(
    "login_attempts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(120), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
)

# Every saved version of the opening rules; the newest holds.
hours_rules = sa.Table(
    "hours_rules",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("slots", sa.Text, nullable=False),
    sa.Column("days", sa.Text, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    sa.Column("saved_by", sa.String(32), nullable=False),
)

# Append-only: triggers of the database refuse changes, and each row carries the hash of the one before.
audit_entries = sa.Table(
    "audit_entries",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("account_id", sa.String(32)),
    sa.Column("account_name", sa.String(80), nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(160), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
