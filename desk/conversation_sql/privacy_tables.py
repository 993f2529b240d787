"""What limits the use of a conversation or was left to do by an erasure, and which notices were agreed to."""

from __future__ import annotations

import sqlalchemy as sa

from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("done_at", Moment),
    info=personal(
        # The proof that somebody was erased: an id that leads nowhere.
        DataCategory("消去の記録", Kept.OFFICE, OWN, blank={}, stays=("conversation_id",))
    ),
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
    info=personal(DataCategory("保存と利用の制限", Kept.TALK, OWN)),
)

# Files to delete once their rows are gone; a file cannot be part of a transaction.
doomed_files = sa.Table(
    "doomed_files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(255), nullable=False),
    info=personal(DataCategory("これから消すファイル", Kept.OFFICE)),
)

# Each wording of the purpose notice that a migrant agreed to, by the hash that the consent of a case names.
purpose_notices = sa.Table(
    "purpose_notices",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("first_at", Moment, nullable=False),
    info=personal(DataCategory("利用目的のお知らせの版", Kept.OFFICE)),
)

# Conversations that no report counts: trials of the staff, monitors.
test_conversations = sa.Table(
    "test_conversations",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("account_id", sa.String(32)),
    sa.Column("at", Moment, nullable=False),
    info=personal(DataCategory("集計から除く印", Kept.TALK, OWN)),
)
