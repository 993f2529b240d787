"""Conversations that a consultant said are one person's: on the web, on LINE, by mail."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from desk.conversation_sql import exclusions
from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Moment, metadata

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


def joined(connection: sa.Connection, conversation_id: str) -> Sequence[str]:
    """Return the other conversations of the same person, without those whose use is stopped."""
    p = same_person.c
    person = sa.select(p.person_id).where(p.conversation_id == conversation_id).scalar_subquery()
    others = sa.select(p.conversation_id).where(
        p.person_id == person, p.conversation_id != conversation_id, exclusions.is_usable(p.conversation_id)
    )
    return connection.execute(others.order_by(p.joined_at)).scalars().all()
