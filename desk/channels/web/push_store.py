"""Browsers that want to be told of replies: kept, found where a reply was not seen, leased to one worker."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.channels.web.tables import push_subscriptions
from desk.conversation.models import Author
from desk.conversation_sql import conversation_tables
from desk.conversation_sql import tables as t
from desk.db.database import DatabaseStore

# Phone, computer and a few more; the oldest goes.
MOST_OF_ONE = 5
# Whoever has the chat before their eyes has seen it by then.
TELL_AFTER = timedelta(seconds=15)
# Older replies are old news.
TELL_WITHIN = timedelta(days=2)
LEASE = timedelta(minutes=1)
MOST_TRIES = 4


@dataclass(frozen=True)
class Due:
    """A browser to be told; `seq` is the newest reply that it does not know of."""

    endpoint_hash: str
    endpoint: str
    seq: int
    tries: int


class Subscriptions(DatabaseStore):
    """See the module."""

    def add(self, conversation_id: str, endpoint: str, now: datetime) -> None:
        """Let a browser be told of replies from now on; one that has told of another conversation tells of this one."""
        s = push_subscriptions.c
        newest = sa.select(sa.func.coalesce(sa.func.max(t.messages.c.seq), 0)).where(
            t.messages.c.conversation_id == conversation_id
        )
        key = _hash(endpoint)
        with self._database.write() as connection:
            connection.execute(push_subscriptions.delete().where(s.endpoint_hash == key))
            connection.execute(
                push_subscriptions.insert().values(
                    endpoint_hash=key,
                    conversation_id=conversation_id,
                    endpoint=endpoint,
                    told_seq=connection.execute(newest).scalar_one(),
                    tries=0,
                    due_at=now,
                    created_at=now,
                )
            )
            own = (
                sa.select(s.endpoint_hash)
                .where(s.conversation_id == conversation_id)
                .order_by(s.created_at.desc(), s.endpoint_hash)
            )
            old = connection.execute(own).scalars().all()[MOST_OF_ONE:]
            connection.execute(push_subscriptions.delete().where(s.endpoint_hash.in_(old)))

    def remove(self, conversation_id: str, endpoint: str) -> None:
        """Tell a browser no more; only its own conversation may say so."""
        s = push_subscriptions.c
        self._database.change(
            push_subscriptions.delete().where(s.endpoint_hash == _hash(endpoint), s.conversation_id == conversation_id)
        )

    def lease(self, now: datetime) -> Due | None:
        """Take a browser that does not know of a reply which nobody has seen; no other worker takes it for a minute."""
        s, m, seen = push_subscriptions.c, t.messages.c, conversation_tables.seen_messages.c
        mark = sa.select(seen.seq).where(seen.conversation_id == s.conversation_id).correlate(push_subscriptions)
        newest = (
            sa.select(sa.func.max(m.seq))
            .where(
                m.conversation_id == s.conversation_id,
                m.author == Author.CONSULTANT,
                m.sent_at > now - TELL_WITHIN,
                m.sent_at <= now - TELL_AFTER,
                m.seq > s.told_seq,
                m.seq > sa.func.coalesce(mark.scalar_subquery(), 0),
            )
            .correlate(push_subscriptions)
            .scalar_subquery()
        )
        query = (
            sa.select(s.endpoint_hash, s.endpoint, s.tries, newest.label("seq"))
            .where(s.due_at <= now, newest.is_not(None))
            .order_by(s.due_at)
            .limit(1)
        )
        with self._database.read() as connection:
            if connection.execute(query).first() is None:
                return None
        with self._database.write() as connection:
            found = connection.execute(query).first()
            if found is None:
                return None
            taken = connection.execute(
                push_subscriptions.update()
                .where(s.endpoint_hash == found.endpoint_hash, s.due_at <= now)
                .values(due_at=now + LEASE)
            )
            return Due(found.endpoint_hash, found.endpoint, found.seq, found.tries) if taken.rowcount == 1 else None

    def told(self, due: Due, now: datetime) -> None:
        """Note that a browser knows of a reply, or that it was given up."""
        self._set(due, told_seq=due.seq, tries=0, due_at=now)

    def again(self, due: Due, due_at: datetime) -> None:
        """Try once more later."""
        self._set(due, tries=due.tries + 1, due_at=due_at)

    def gone(self, due: Due) -> None:
        """Forget a browser that the push service does not know any more."""
        self._database.change(
            push_subscriptions.delete().where(push_subscriptions.c.endpoint_hash == due.endpoint_hash)
        )

    def _set(self, due: Due, **values: object) -> None:
        self._database.change(
            push_subscriptions.update().where(push_subscriptions.c.endpoint_hash == due.endpoint_hash).values(**values)
        )


def _hash(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
