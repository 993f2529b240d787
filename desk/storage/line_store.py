"""What the LINE channel keeps: who is which conversation, tokens, and the ids of events seen."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.storage import tables as t
from desk.storage.transaction import SqlStore, SqlTransaction


class SqlLineStore(SqlStore):
    """See `desk.channels.line.store.LineStore`."""

    def remember_event(self, tx: SqlTransaction, event_id: str, kind: str, now: datetime) -> bool:
        """Note an event; False if it was seen before."""
        found = tx.connection.execute(
            sa.select(t.line_events.c.id).where(t.line_events.c.id == event_id)
        ).first()
        if found is not None:
            return False
        tx.connection.execute(
            t.line_events.insert().values(id=event_id, kind=kind, received_at=now)
        )
        return True

    def conversation_of(self, tx: SqlTransaction, user_id: str) -> str | None:
        """Return the conversation of a LINE user."""
        query = sa.select(t.line_users.c.conversation_id).where(t.line_users.c.user_id == user_id)
        return tx.connection.execute(query).scalar_one_or_none()

    def add_user(self, tx: SqlTransaction, user_id: str, conversation_id: str) -> None:
        """Tie a LINE user to a conversation."""
        tx.connection.execute(
            t.line_users.insert().values(
                user_id=user_id, conversation_id=conversation_id, is_following=True
            )
        )

    def set_following(self, tx: SqlTransaction, user_id: str, is_following: bool) -> None:
        """Note that somebody follows or has blocked the account."""
        tx.connection.execute(
            t.line_users.update()
            .where(t.line_users.c.user_id == user_id)
            .values(is_following=is_following)
        )

    def keep_token(self, tx: SqlTransaction, user_id: str, token: str, now: datetime) -> None:
        """Keep the newest reply token."""
        tx.connection.execute(
            t.line_users.update()
            .where(t.line_users.c.user_id == user_id)
            .values(reply_token=token, reply_token_at=now)
        )

    def unsend(self, tx: SqlTransaction, outside_id: str) -> str | None:
        """Remove the words of a message everywhere here; returns its conversation."""
        m = t.messages.c
        row = tx.connection.execute(
            sa.select(m.conversation_id).where(m.outside_id == outside_id)
        ).first()
        if row is None:
            return None
        gone = [{"type": "text", "text": "（送信が取り消されました）"}]
        tx.connection.execute(
            t.messages.update()
            .where(m.outside_id == outside_id)
            .values(parts=gone, understanding=None)
        )
        tx.connection.execute(
            t.turns.update().where(t.turns.c.outside_id == outside_id).values(text="", state="done")
        )
        return str(row[0])
