"""What the LINE channel keeps: who is which conversation, tokens, and the ids of events seen."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

from desk.attachments import service as attachments
from desk.channels.line import tables as line_tables
from desk.channels.line import unsent_words
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore, SqlTransaction
from desk.conversation_sql.turn_queue import is_open
from desk.http.limits import UPLOADS

# Made once: see `desk.conversation_sql.turn_queue`.
_EVENT = sa.select(line_tables.line_events.c.id).where(line_tables.line_events.c.id == sa.bindparam("id"))
_ADD_EVENT = line_tables.line_events.insert()
_CONVERSATION = sa.select(line_tables.line_users.c.conversation_id).where(
    line_tables.line_users.c.user_id == sa.bindparam("user_id")
)
_CHANGE_USER = line_tables.line_users.update().where(line_tables.line_users.c.user_id == sa.bindparam("its_id"))
_WAITING = sa.select(sa.func.count()).where(t.turns.c.conversation_id == sa.bindparam("id"), is_open(t.turns))


class SqlLineStore(SqlStore):
    """Keeps users, tokens and events of LINE; every method works inside a transaction `tx`.

    Attributes:
        TRANSIENT: What the storage raises where the same work may pass at another try.
    """

    # Two at the same instant, and a database that is locked, full or away.
    TRANSIENT = (IntegrityError, OperationalError)

    def remember_event(self, tx: SqlTransaction, event_id: str, kind: str, now: datetime) -> bool:
        """Note an event; False if it was seen before."""
        if tx.connection.execute(_EVENT, {"id": event_id}).first() is not None:
            return False
        tx.connection.execute(_ADD_EVENT, {"id": event_id, "kind": kind, "received_at": now})
        return True

    def last_event_at(self) -> datetime | None:
        """Return when LINE was heard last."""
        query = sa.select(sa.func.max(line_tables.line_events.c.received_at))
        found: datetime | None = self.database.ask(query).scalar_one()
        return found

    def conversation_of(self, tx: SqlTransaction, user_id: str) -> str | None:
        """Return the conversation of a LINE user."""
        return tx.connection.execute(_CONVERSATION, {"user_id": user_id}).scalar_one_or_none()

    def user_of(self, conversation_id: str) -> str | None:
        """Return the LINE user of a conversation, while the account is not blocked."""
        u = line_tables.line_users.c
        query = sa.select(u.user_id).where(u.conversation_id == conversation_id, u.is_following)
        return self.database.ask(query).scalar_one_or_none()

    def add_user(self, tx: SqlTransaction, user_id: str, conversation_id: str) -> None:
        """Tie a LINE user to a conversation."""
        tx.connection.execute(
            line_tables.line_users.insert().values(user_id=user_id, conversation_id=conversation_id, is_following=True)
        )

    def set_following(self, tx: SqlTransaction, user_id: str, is_following: bool) -> None:
        """Note that somebody follows or has blocked the account."""
        tx.connection.execute(_CHANGE_USER, {"its_id": user_id, "is_following": is_following})

    def keep_token(self, tx: SqlTransaction, user_id: str, token: str, now: datetime) -> None:
        """Keep the newest reply token."""
        values = {"its_id": user_id, "reply_token": token, "reply_token_at": now}
        tx.connection.execute(_CHANGE_USER, values)

    def keep_read_token(self, tx: SqlTransaction, user_id: str, token: str) -> None:
        """Keep the token that marks the newest message as read."""
        tx.connection.execute(_CHANGE_USER, {"its_id": user_id, "read_token": token})

    def take_read_token(self, conversation_id: str) -> str | None:
        """Return that token once."""
        u = line_tables.line_users.c
        is_there = sa.and_(u.conversation_id == conversation_id, u.read_token.is_not(None))
        query = sa.select(u.read_token).where(is_there)
        with self.database.read() as connection:
            if connection.execute(query).first() is None:
                return None
        with self.database.write() as connection:
            token = connection.execute(query.with_for_update()).scalar_one_or_none()
            connection.execute(line_tables.line_users.update().where(is_there).values(read_token=None))
        return token

    def wrote_on_page(self, conversation_id: str, since: datetime) -> bool:
        """Whether the person wrote on our own page lately; what came by LINE has LINE's id."""
        m = t.messages.c
        query = sa.select(m.id).where(
            m.conversation_id == conversation_id,
            m.author == "user",
            m.sent_at > since,
            m.outside_id.not_like("line:%"),
        )
        return self.database.ask(query.limit(1)).first() is not None

    def unsend(self, tx: SqlTransaction, outside_id: str, now: datetime) -> str | None:
        """Remove what was said, wherever it is kept; what has not come yet is refused when it comes (`was_unsent`)."""
        self.remember_event(tx, _unsent(outside_id), "unsent", now)
        return unsent_words.unsend(tx, outside_id, now)

    def revise(self, tx: SqlTransaction, outside_id: str, words: str, now: datetime) -> str | None:
        """Change the words of a message; returns its conversation."""
        return unsent_words.revise(tx, outside_id, words, now)

    def waiting_turns(self, tx: SqlTransaction, conversation_id: str) -> int:
        """Return how many messages of a conversation wait for the assistant."""
        return int(tx.connection.execute(_WAITING, {"id": conversation_id}).scalar_one())

    def add_attachment(
        self,
        tx: SqlTransaction,
        conversation_id: str,
        outside_id: str,
        kind: str,
        name: str | None,
        now: datetime,
    ) -> str | None:
        """Note what is to be fetched from LINE; returns its id, None beyond what one user may send at once."""
        since = now - timedelta(seconds=UPLOADS.seconds)
        if attachments.added_since(tx.connection, conversation_id, since) >= UPLOADS.most:
            return None
        return attachments.add(tx.connection, conversation_id, outside_id, kind, name, now)

    def was_unsent(self, tx: SqlTransaction, outside_id: str) -> bool:
        """Whether a message was taken back before it came."""
        return tx.connection.execute(_EVENT, {"id": _unsent(outside_id)}).first() is not None


def _unsent(outside_id: str) -> str:
    return f"unsent:{outside_id}"[:64]
