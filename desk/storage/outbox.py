"""The outbox: messages on their way to a channel that must be sent to, one lane per conversation."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.conversation.models import Message
from desk.storage import tables as t
from desk.storage.database import Database
from desk.storage.lane import is_over
from desk.storage.rows import message_of

# Longer than one call may take, so that only a dead sender's row is taken over.
LEASE = timedelta(seconds=30)


@dataclass(frozen=True)
class Parcel:
    """A message to send, with everything its attempts need.

    Attributes:
        retry_key: Stored before the first attempt; the same for every attempt.
        request: The bytes of the first attempt as JSON; later attempts repeat them.
        reply_token: Token that this parcel has begun to use, None where it goes by push.
        reply_token_at: When LINE gave that token.
        maybe_received: An earlier attempt ended without a clear answer.
        is_late: A person took over after the message was made: it must not be sent.
    """

    id: int
    message: Message
    to: str
    attempts: int
    retry_key: str
    request: dict[str, Any] | None
    reply_token: str | None
    reply_token_at: datetime | None
    maybe_received: bool
    first_tried_at: datetime | None
    is_late: bool
    is_following: bool


def add(
    connection: sa.Connection, conversation_id: str, seq: int, epoch: int, now: datetime
) -> None:
    """Put a message into the outbox, in the transaction that stores it."""
    connection.execute(
        t.outbox.insert().values(
            conversation_id=conversation_id, seq=seq, epoch=epoch, state="ready", attempts=0, due_at=now,
            retry_key=str(uuid.uuid4()),
        )
    )  # fmt: skip


class Outbox:
    """Leases parcels to a sender and keeps what became of them."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    def lease(self, now: datetime) -> Parcel | None:
        """Take the oldest parcel that is due and has none before it in its conversation."""
        o, earlier = t.outbox.c, t.outbox.alias("earlier")
        free = sa.or_(
            o.state == "ready",
            sa.and_(o.state == "sending", is_over(o.leased_until, now, now + LEASE)),
        )
        open_states = ("ready", "sending")
        first = ~sa.exists(
            sa.select(earlier.c.id).where(
                earlier.c.conversation_id == o.conversation_id,
                earlier.c.state.in_(open_states),
                earlier.c.id < o.id,
            )
        )
        query = sa.select(t.outbox).where(free, o.due_at <= now, first).order_by(o.id).limit(1)
        # Most looks find nothing: they must not wait for the write lock.
        with self._database.read() as connection:
            if connection.execute(query).first() is None:
                return None
        with self._database.write() as connection:
            row = connection.execute(query.with_for_update(skip_locked=True)).mappings().first()
            if row is None:
                return None
            values = {
                "state": "sending",
                "leased_until": now + LEASE,
                "attempts": row["attempts"] + 1,
                # Taken over from a sender that died, perhaps after LINE had it.
                "maybe_received": row["maybe_received"] or row["state"] == "sending",
            }
            connection.execute(t.outbox.update().where(o.id == row["id"]).values(**values))
            return _parcel(connection, row)

    def begin_attempt(
        self, parcel: Parcel, request: dict[str, Any], now: datetime, token_not_before: datetime
    ) -> str | None:
        """Store what is about to be sent, before it is sent; returns the reply token to send it by.

        The first attempt takes the conversation's reply token if it is young enough; a token is given once. Later
        attempts keep what the first one had.
        """
        o = t.outbox.c
        values: dict[str, Any] = {
            "request": json.dumps(request, ensure_ascii=False),
            "first_tried_at": sa.func.coalesce(o.first_tried_at, sa.literal(now, t.Moment)),
        }
        token = parcel.reply_token
        with self._database.write() as connection:
            if token is None and parcel.first_tried_at is None:
                token, given_at = _take_token(connection, parcel.to, token_not_before)
                values |= {"reply_token": token, "reply_token_at": given_at}
            connection.execute(t.outbox.update().where(o.id == parcel.id).values(**values))
        return token

    def settle(self, parcel_id: int, state: str, problem: str | None = None) -> None:
        """Note the end: sent, unknown, dead or dropped."""
        self._set(parcel_id, state=state, problem=problem, leased_until=None)

    def again(
        self,
        parcel_id: int,
        due_at: datetime,
        problem: str,
        *,
        by_push: bool = False,
        maybe_received: bool = False,
    ) -> None:
        """Let a parcel be tried again later; `by_push` gives its reply token up."""
        more: dict[str, Any] = {"reply_token": None, "request": None} if by_push else {}
        if maybe_received:
            more["maybe_received"] = True
        self._set(
            parcel_id, state="ready", due_at=due_at, problem=problem, leased_until=None, **more
        )

    def drop_late(self, parcel: Parcel) -> None:
        """Keep a late bot message for the consultant, greyed, and never send it."""
        m = t.messages.c
        with self._database.write() as connection:
            connection.execute(
                t.messages.update()
                .where(
                    m.conversation_id == parcel.message.conversation_id, m.seq == parcel.message.seq
                )
                .values(late=True)
            )
            connection.execute(
                t.outbox.update().where(t.outbox.c.id == parcel.id).values(state="dropped")
            )

    def _set(self, parcel_id: int, **values: Any) -> None:
        with self._database.write() as connection:
            connection.execute(t.outbox.update().where(t.outbox.c.id == parcel_id).values(**values))


def _take_token(
    connection: sa.Connection, user_id: str, not_before: datetime
) -> tuple[str | None, datetime | None]:
    u = t.line_users.c
    row = connection.execute(
        sa.select(u.reply_token, u.reply_token_at).where(
            u.user_id == user_id, u.reply_token_at >= not_before
        )
    ).first()
    if row is None or row[0] is None:
        return None, None
    connection.execute(t.line_users.update().where(u.user_id == user_id).values(reply_token=None))
    return str(row[0]), row[1]


def _parcel(connection: sa.Connection, row: Any) -> Parcel:
    m = t.messages.c
    message = connection.execute(
        sa.select(t.messages).where(m.conversation_id == row["conversation_id"], m.seq == row["seq"])
    ).mappings().one()  # fmt: skip
    user = connection.execute(
        sa.select(t.line_users).where(t.line_users.c.conversation_id == row["conversation_id"])
    ).mappings().one()  # fmt: skip
    conversation = connection.execute(
        sa.select(t.conversations.c.state, t.conversations.c.epoch).where(
            t.conversations.c.id == row["conversation_id"]
        )
    ).one()
    is_late = (
        message["author"] == "bot"
        and conversation[0] == "consultant"
        and conversation[1] > row["epoch"]
    )
    return Parcel(
        row["id"], message_of(message), user["user_id"], row["attempts"] + 1, row["retry_key"],
        json.loads(row["request"]) if row["request"] else None,
        row["reply_token"], row["reply_token_at"], bool(row["maybe_received"]), row["first_tried_at"], is_late, bool(user["is_following"]),
    )  # fmt: skip
