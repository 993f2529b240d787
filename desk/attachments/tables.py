"""What was sent besides words and is fetched for a consultant; the file itself lies under DATA_DIR."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("outside_id", sa.String(160), nullable=False, index=True),
    sa.Column("kind", sa.String(8), nullable=False),  # image, video, audio, file
    sa.Column("name", sa.String(120)),
    # waiting, fetching, stored, gone (deleted at its source), refused (type or size), failed
    sa.Column("state", sa.String(8), nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("leased_until", Moment),
    # The source still prepares it (videos): asked for again until then.
    sa.Column("prepared_by", Moment),
    sa.Column("media_type", sa.String(80)),
    sa.Column("size", sa.Integer),
    # Chosen at random before anything is written, so that no file is ever without a row.
    sa.Column("stored_name", sa.String(255), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    info=personal(DataCategory("届いた写真とファイル", Kept.TALK, OWN, files=lambda row: row["stored_name"])),
)
