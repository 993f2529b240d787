"""The outbox: messages on their way to LINE, sent in order within a conversation.

What is said at the same moment goes out in one call: the first message's row leads, the others are batched with it and end as
it does. LINE gives one free reply for each message of a person, and counts a push per call.
"""

from __future__ import annotations

import functools
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.channels.line import deliveries, outbox_faults
from desk.channels.line.deliveries import Delivery
from desk.channels.line.outbox_queries import BEGIN, BY_ID, CHANGE, CHANGE_BATCHED, DUE, TAKE_TOKEN, TOKEN
from desk.conversation_sql import tables as t
from desk.db.database import DatabaseStore
from desk.set_aside import leases

# Longer than one call may take, so that only a dead sender's row is taken over.
LEASE = timedelta(seconds=30)
# The assistant answers or is apologised for within this: what is said meanwhile waits and travels with the answer.
TOGETHER = timedelta(seconds=9)


class Outbox(DatabaseStore):
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

    def settle(
        self,
        delivery_id: int,
        state: str,
        problem: str | None = None,
        sent_ids: list[str] | None = None,
    ) -> None:
        """Note the end of a delivery and its batched messages: sent, unknown, dead, dropped or shown."""
        # The request may hold a link that opens the conversation: it is kept no longer than it is needed.
        values = {"state": state, "problem": problem, "leased_until": None, "request": None}
        with self._database.write() as connection:
            batched = {"its_id": delivery_id, **values, "carried_by": None}
            connection.execute(CHANGE_BATCHED, batched)
            more = {"sent_ids": json.dumps(sent_ids) if sent_ids else None}
            connection.execute(CHANGE, {"its_id": delivery_id, **values, **more})

    def again(
        self,
        delivery_id: int,
        due_at: datetime,
        problem: str,
        *,
        by_push: bool = False,
        maybe_received: bool = False,
    ) -> None:
        """Let a delivery be tried again later; `by_push` gives its reply token up."""
        more: dict[str, Any] = {"reply_token": None, "reply_token_at": None} if by_push else {}
        if maybe_received:
            more["maybe_received"] = True
        self._open_again(delivery_id, due_at, problem, **more)

    def failed(self, delivery: Delivery, error: Exception, now: datetime) -> None:
        """Count that a delivery could not be sent for a reason of our own; it is tried again, or set aside for a person.

        Messages that would have travelled together are tried one by one first: one of them alone is to blame. Once the
        request was stored LINE may have it, and what it holds stays as it is.
        """
        with self._database.write() as connection:
            outbox_faults.failed(connection, delivery, error, now)

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

    def pack_anew(self, delivery_id: int, due_at: datetime, problem: str, *, alone: bool) -> None:
        """Let a delivery that LINE has not be made again: smaller (`alone`), or without what is late by now."""
        self._let_go(
            delivery_id,
            state="ready",
            due_at=due_at,
            problem=problem,
            alone=alone,
            retry_key=str(uuid.uuid4()),
        )

    def hold(self, delivery_id: int, due_at: datetime, problem: str) -> None:
        """Keep a delivery and its batched messages until the quota, the person or a consultant lets them go."""
        o = t.outbox.c
        held = {"state": "held", "due_at": due_at, "problem": problem}
        with self._database.write() as connection:
            connection.execute(t.outbox.update().where(o.carried_by == delivery_id).values(**held, carried_by=None))
            connection.execute(
                t.outbox.update()
                .where(o.id == delivery_id)
                .values(
                    **held,
                    leased_until=None,
                    request=None,
                    first_tried_at=None,
                    reply_token=None,
                    reply_token_at=None,
                    retry_key=str(uuid.uuid4()),
                )
            )

    def drop_late(self, delivery: Delivery) -> None:
        """Keep a late bot message for the consultant, greyed, and never send it."""
        m = t.messages.c
        with self._database.write() as connection:
            connection.execute(
                t.messages.update()
                .where(m.conversation_id == delivery.message.conversation_id, m.seq == delivery.message.seq)
                .values(late=True)
            )
            connection.execute(t.outbox.update().where(t.outbox.c.id == delivery.id).values(state="dropped"))

    def _open_again(self, delivery_id: int, due_at: datetime, problem: str, **more: object) -> None:
        values = {"state": "ready", "due_at": due_at, "problem": problem, "leased_until": None}
        self._database.change(t.outbox.update().where(t.outbox.c.id == delivery_id).values(**values, **more))

    def _let_go(self, delivery_id: int, **values: object) -> None:
        o = t.outbox.c
        with self._database.write() as connection:
            connection.execute(
                t.outbox.update().where(o.carried_by == delivery_id).values(state="ready", carried_by=None)
            )
            connection.execute(
                t.outbox.update()
                .where(o.id == delivery_id)
                .values(leased_until=None, request=None, first_tried_at=None, **values)
            )


def _take_token(connection: sa.Connection, user_id: str, not_before: datetime) -> tuple[str | None, datetime | None]:
    row = connection.execute(TOKEN, {"user_id": user_id, "not_before": not_before}).first()
    if row is None or row[0] is None:
        return None, None
    connection.execute(TAKE_TOKEN, {"its_id": user_id})
    return str(row[0]), row[1]
