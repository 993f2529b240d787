"""What hangs on a conversation beside its messages: further ways into it, whose it is, whether it calls anybody."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from desk.conversation_sql import exclusions
from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

# One-time links, and the tokens of the devices that used one.
links = sa.Table(
    "links",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False, index=True),
    sa.Column("used_at", Moment),
    sa.Column("uses", sa.Integer, nullable=False, server_default="0"),
    info=personal(DataCategory("会話へのリンク", Kept.TALK, OWN)),
)

web_keys = sa.Table(
    "web_keys",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    info=personal(DataCategory("会話を開いた端末", Kept.TALK, OWN)),
)

# Conversations that call nobody for a time, because somebody only disturbs.
mutes = sa.Table(
    "mutes",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("until", Moment, nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False),
    sa.Column("set_at", Moment, nullable=False),
    info=personal(DataCategory("呼び出しを止めた会話", Kept.TALK, OWN)),
)

# Conversations that a consultant said are one person's: on the web, on LINE, by mail.
# The conversations stay as they are, each with its way to the person; only consultants see them together.
same_person = sa.Table(
    "same_person",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("person_id", sa.String(32), nullable=False, index=True),
    sa.Column("joined_by", sa.String(80), nullable=False),
    sa.Column("joined_at", Moment, nullable=False),
    info=personal(DataCategory("同じ人の相談としてまとめた会話", Kept.TALK, OWN)),
)

returns = sa.Table(
    "returns",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(128), nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("told_at", Moment),
    info=personal(DataCategory("相談員から自動応答への申し送り", Kept.TALK, OWN)),
)

# The newest message of a conversation that its migrant's screen has shown.
seen_messages = sa.Table(
    "seen_messages",
    metadata,
    sa.Column("conversation_id", sa.String(128), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    info=personal(DataCategory("見たメッセージの番号", Kept.TALK, OWN)),
)


def joined(connection: sa.Connection, conversation_id: str) -> Sequence[str]:
    """Return the other conversations of the same person, without those whose use is stopped."""
    p = same_person.c
    person = sa.select(p.person_id).where(p.conversation_id == conversation_id).scalar_subquery()
    others = sa.select(p.conversation_id).where(
        p.person_id == person, p.conversation_id != conversation_id, exclusions.is_usable(p.conversation_id)
    )
    return connection.execute(others.order_by(p.joined_at)).scalars().all()
