"""The outbox: messages on their way to LINE, sent in order within a conversation.

What is said at the same moment goes out in one call: the first message's row leads, the others are batched with it and end as
it does. LINE gives one free reply for each message of a person, and counts a push per call.
"""

from __future__ import annotations

import functools
import json
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.channels.line import deliveries, outbox_faults
from desk.channels.line.deliveries import Delivery
from desk.channels.line.delivery_ends import DeliveryEnds
from desk.channels.line.outbox_queries import BEGIN, BY_ID, CHANGE, DUE, TAKE_TOKEN, TOKEN
from desk.conversation_sql import tables as t
from desk.set_aside import leases

# Longer than one call may take, so that only a dead sender's row is taken over.
LEASE = timedelta(seconds=30)
# The assistant answers or is apologised for within this: what is said meanwhile waits and travels with the answer.
TOGETHER = timedelta(seconds=9)


class Outbox(DeliveryEnds):
    """Leases deliveries to a sender and keeps what became of them."""

    def lease(self, now: datetime, token_not_before: datetime | None = None) -> Delivery | None:
        """Take the oldest delivery that is due and has none before it in its conversation.

        What the quota holds is due again when the person writes, since replies are free.
        """
        values: dict[str, Any] = {
            "now": now,
            "lease_ends": now + LEASE,
            "just_now": now - TOGETHER,
            "token_not_before": token_not_before or now,
        }
        taken = functools.partial(self._taken, now=now)
        return leases.take(self._database, DUE, values, taken, functools.partial(outbox_faults.put_off, now=now))

    def _taken(self, connection: sa.Connection, due: sa.Row[Any], now: datetime) -> Delivery:
        row = connection.execute(BY_ID, {"id": due.id}).mappings().one()
        values = {
            "state": "sending",
            "leased_until": now + LEASE,
            "attempts": row["attempts"] + 1,
            # Taken over from a sender that died, perhaps after LINE had it.
            "maybe_received": row["maybe_received"] or (row["state"] == "sending" and row["request"] is not None),
        }
        connection.execute(CHANGE, {"its_id": row["id"], **values})
        return deliveries.read(connection, {**row, **values})

    def begin_attempt(
        self, delivery: Delivery, request: dict[str, Any], now: datetime, token_not_before: datetime
    ) -> str | None:
        """Store what is about to be sent, before it is sent; returns the reply token to send it by, None for a push.

        The conversation's reply token is taken if it is young enough; a token is given once. What LINE may have already
        keeps the way it went.
        """
        o = t.outbox.c
        values: dict[str, Any] = {
            "request": json.dumps(request, ensure_ascii=False),
            "tried_at": now,
        }
        token, given_at = delivery.reply_token, delivery.reply_token_at
        with self._database.write() as connection:
            if not delivery.maybe_received:
                if given_at is not None and given_at < token_not_before:
                    token = None
                if token is None:
                    token, given_at = _take_token(connection, delivery.to, token_not_before)
                values |= {"reply_token": token, "reply_token_at": given_at}
            connection.execute(BEGIN, {"its_id": delivery.id, **values})
            if delivery.batched:
                batched = {"state": "riding", "carried_by": delivery.id}
                connection.execute(t.outbox.update().where(o.id.in_(delivery.batched)).values(**batched))
        return token

    def waiting(self) -> tuple[int, datetime | None]:
        """Return how many messages are due and not sent, and since when the oldest waits; not what the quota holds."""
        o, m = t.outbox.c, t.messages.c
        query = (
            sa.select(sa.func.count(), sa.func.min(m.sent_at, type_=m.sent_at.type))
            .select_from(t.outbox)
            .join(t.messages, sa.and_(m.conversation_id == o.conversation_id, m.seq == o.seq))
            .where(o.state.in_(("ready", "sending", "riding")))
        )
        count, oldest = self._database.ask(query).one()
        return int(count), oldest


def _take_token(connection: sa.Connection, user_id: str, not_before: datetime) -> tuple[str | None, datetime | None]:
    row = connection.execute(TOKEN, {"user_id": user_id, "not_before": not_before}).first()
    if row is None or row[0] is None:
        return None, None
    connection.execute(TAKE_TOKEN, {"its_id": user_id})
    return str(row[0]), row[1]
