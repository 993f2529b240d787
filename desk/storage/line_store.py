"""What the LINE channel keeps: who is which conversation, tokens, and the ids of events seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.storage import tables as t
from desk.storage.transaction import SqlStore, SqlTransaction

UNSENT = "（送信が取り消されました）"


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

    def user_of(self, conversation_id: str) -> str | None:
        """Return the LINE user of a conversation, while the account is not blocked."""
        u = t.line_users.c
        query = sa.select(u.user_id).where(u.conversation_id == conversation_id, u.is_following)
        with self.database.read() as connection:
            return connection.execute(query).scalar_one_or_none()

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

    def unsend(self, tx: SqlTransaction, outside_id: str, now: datetime) -> str | None:
        """Remove the words of a message wherever they are kept; returns its conversation.

        The assistant forgets the whole conversation, since its tracker knows no single messages; what has not come yet
        is refused when it comes (`was_unsent`).
        """
        m = t.messages.c
        run = tx.connection.execute
        self.remember_event(tx, _unsent(outside_id), "unsent", now)
        row = run(sa.select(m.conversation_id, m.parts).where(m.outside_id == outside_id)).first()
        if row is None:
            return None
        conversation_id, words = (
            str(row[0]),
            "\n".join(str(part.get("text", "")) for part in row[1]),
        )
        gone = [{"type": "text", "text": UNSENT}]
        run(
            t.messages.update()
            .where(m.outside_id == outside_id)
            .values(parts=gone, understanding=None)
        )
        run(
            t.turns.update().where(t.turns.c.outside_id == outside_id).values(text="", state="done")
        )
        if words:
            _clear_cases(tx.connection, conversation_id, words)
        tx.forget_in_assistant(conversation_id, now)
        conversation = tx.conversation(conversation_id)
        if conversation is not None:
            tx.add_event(conversation_id, "unsent", now, epoch=conversation.holder.epoch)
        return conversation_id

    def was_unsent(self, tx: SqlTransaction, outside_id: str) -> bool:
        """Whether a message was taken back before it came."""
        query = sa.select(t.line_events.c.id).where(t.line_events.c.id == _unsent(outside_id))
        return tx.connection.execute(query).first() is not None


def _unsent(outside_id: str) -> str:
    return f"unsent:{outside_id}"[:64]


def _clear_cases(connection: sa.Connection, conversation_id: str, words: str) -> None:
    """Take the words out of what hand-overs carried, and of what the assistant is still to be told."""

    def cleared(value: Any) -> Any:
        if isinstance(value, str):
            return UNSENT if words in value else value
        if isinstance(value, list):
            return [cleared(item) for item in value]
        if isinstance(value, dict):
            return {key: cleared(item) for key, item in value.items()}
        return value

    c, r = t.cases.c, t.returns.c
    rows = connection.execute(
        sa.select(c.id, c.question, c.slots, c.transcript).where(
            c.conversation_id == conversation_id
        )
    ).all()
    for case_id, *fields in rows:
        question, slots, transcript = cleared(fields)
        connection.execute(
            t.cases.update()
            .where(c.id == case_id)
            .values(question=question, slots=slots, transcript=transcript)
        )
    for return_id, summary in connection.execute(
        sa.select(r.id, r.summary).where(r.conversation_id == conversation_id)
    ).all():
        connection.execute(
            t.returns.update().where(r.id == return_id).values(summary=cleared(summary))
        )
