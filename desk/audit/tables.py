"""The table of the audit log."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

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
    # The number of the entry that this one completes: it was refused, or this is what it changed.
    sa.Column("about", sa.Integer),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_audit_entries_about", "about"),
    info=personal(DataCategory("操作の記録", Kept.LOG)),
)
