"""Tables of danger: messages that are still to be read, and the marks."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# One row a message until it has been read; the words stay where they are.
danger_readings = sa.Table(
    "danger_readings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False),
    # The message's own id, or the booking's.
    sa.Column("outside_id", sa.String(160), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("appointment_id", sa.String(32)),
    sa.Column("state", sa.String(8), nullable=False),  # ready, running, aside
    sa.Column("is_read_by_rule", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False, index=True),
    sa.Column("leased_until", Moment),
    # Why it was set aside.
    sa.Column("problem", sa.String(200)),
    sa.UniqueConstraint("conversation_id", "outside_id"),
    info=personal(DataCategory("これから読むメッセージの番号", Kept.TALK, OWN)),
)

# Words of danger, why they were marked, and what came of it: as much the person's as the talk itself.
danger_marks = sa.Table(
    "danger_marks",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False),
    # The message's own id, or the booking's.
    sa.Column("outside_id", sa.String(160), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("appointment_id", sa.String(32)),
    sa.Column("kind", sa.String(16), nullable=False),  # distress, emergency
    sa.Column("subject", sa.String(16), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("found_by", sa.String(8), nullable=False),  # rule, model, staff
    sa.Column("rule", sa.String(80)),
    sa.Column("score", sa.Float),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("state", sa.String(8), nullable=False, index=True),  # open, lifted, handled
    sa.Column("set_by", sa.String(32)),
    sa.Column("reason", sa.String(300)),
    sa.Column("settled_at", Moment),
    sa.Column("settled_by", sa.String(32)),
    sa.Column("settle_reason", sa.String(300)),
    # A message that is read twice is marked once.
    sa.UniqueConstraint("conversation_id", "outside_id"),
    info=personal(DataCategory("危険を知らせる言葉の印", Kept.TALK, OWN)),
)
