"""Tables of the privacy tools: what is limited, corrected, asked for, to be deleted, and which notices were shown."""

from __future__ import annotations

import sqlalchemy as sa

from desk.conversation_sql.tables import Json, Moment, metadata

# Files to delete once their rows are gone; a file cannot be part of a transaction.
doomed_files = sa.Table(
    "doomed_files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(255), nullable=False),
)

# hold: must not be deleted; stop: must not be used (利用停止); erase: the migrant asked for erasure while it is held.
restrictions = sa.Table(
    "restrictions",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("kind", sa.String(8), primary_key=True),
    sa.Column("reason", sa.String(200), nullable=False),
    sa.Column("set_by", sa.String(32), nullable=False),
    sa.Column("set_at", Moment, nullable=False),
)

# Who corrected which field, when and why. The old value is not kept: it was wrong, and holding it serves nobody.
corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    # None where an appointment was corrected.
    sa.Column("case_id", sa.String(32), index=True),
    sa.Column("field", sa.String(40), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
    sa.Column("by_id", sa.String(32), nullable=False),
    sa.Column("by_name", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Requests under the law and when they must be decided. No name: the city's own file number leads to the paper.
privacy_requests = sa.Table(
    "privacy_requests",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("file_number", sa.String(40), nullable=False),
    sa.Column("receipt", sa.String(20), nullable=False),
    sa.Column("received_on", sa.String(10), nullable=False),
    sa.Column("due_on", sa.String(10), nullable=False),
    sa.Column("is_extended", sa.Boolean, nullable=False, default=False),
    sa.Column("answered_on", sa.String(10)),
    sa.Column("outcome", sa.String(16)),
    sa.Column("entered_by", sa.String(32), nullable=False),
)

# Every saved version of the periods, {class: days}; the newest holds.
retention_periods = sa.Table(
    "retention_periods",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("days", Json, nullable=False),
    sa.Column("saved_by", sa.String(32), nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
)

# Lists of what is over its period: waiting, approved, dismissed or done. `listed` and `deleted` are counts.
purges = sa.Table(
    "purges",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("state", sa.String(10), nullable=False, index=True),
    sa.Column("prepared_at", Moment, nullable=False),
    sa.Column("days", Json, nullable=False),
    sa.Column("listed", Json, nullable=False),
    sa.Column("decided_by", sa.String(32)),
    sa.Column("decided_at", Moment),
    sa.Column("deleted", Json),
    sa.Column("done_at", Moment),
)

# Each wording of the purpose notice that a migrant agreed to, by the hash that the consent of a case names.
purpose_notices = sa.Table(
    "purpose_notices",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("first_at", Moment, nullable=False),
)

# Single-use codes for who has lost the authenticator; only hashes.
recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.String(32), nullable=False, index=True),
)
