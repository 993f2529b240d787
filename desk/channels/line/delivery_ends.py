"""How an attempt to send to LINE ends: settled, to be tried again, packed anew, held, dropped."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from desk.channels.line import outbox_faults
from desk.channels.line.deliveries import Delivery
from desk.channels.line.outbox_queries import CHANGE, CHANGE_BATCHED
from desk.conversation_sql import tables as t
from desk.db.database import DatabaseStore


class DeliveryEnds(DatabaseStore):
    """Keeps what became of deliveries, and of those that were batched with them."""

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
