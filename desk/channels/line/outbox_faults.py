"""A delivery that cannot be sent for a reason of our own: tried alone, tried again, set aside for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.channels.line.deliveries import Delivery
from desk.conversation_sql import tables as t
from desk.set_aside import store
from desk.set_aside.kinds import Worker, is_unreadable


def failed(connection: sa.Connection, delivery: Delivery, error: Exception, now: datetime) -> None:
    """Count a failure within a transaction; see `DeliveryEnds.failed`."""
    o = t.outbox.c
    request = connection.execute(sa.select(o.request).where(o.id == delivery.id)).scalar_one_or_none()
    if delivery.batched and request is None:
        travel_alone(connection, delivery.id, now)
        return
    is_aside = store.note(
        connection,
        Worker.LINE,
        str(delivery.id),
        error,
        now,
        conversation_id=delivery.message.conversation_id,
    )
    values: dict[str, Any] = {"problem": type(error).__name__[:80], "leased_until": None}
    if request is not None:
        values["maybe_received"] = True
    if is_aside:
        # Who travelled with it waits for a person too, and blocks nobody.
        connection.execute(
            t.outbox.update().where(o.carried_by == delivery.id).values(**values, state="unknown", carried_by=None)
        )
    due_at = now + store.FIRST_PAUSE * delivery.attempts
    connection.execute(
        t.outbox.update()
        .where(o.id == delivery.id)
        .values(**values, state="aside" if is_aside else "ready", due_at=due_at)
    )


def travel_alone(connection: sa.Connection, delivery_id: int, now: datetime) -> None:
    """Let a delivery and those batched with it be tried one by one."""
    o = t.outbox.c
    connection.execute(t.outbox.update().where(o.carried_by == delivery_id).values(state="ready", carried_by=None))
    connection.execute(
        t.outbox.update()
        .where(o.id == delivery_id)
        .values(state="ready", alone=True, due_at=now, leased_until=None, request=None)
    )


def put_off(connection: sa.Connection, due: sa.Row[Any], error: Exception, now: datetime) -> None:
    """Set a row aside whose delivery cannot be read: alone first, where one of its batched messages may be to blame."""
    if not due.alone and is_unreadable(error):
        travel_alone(connection, due.id, now)
        return
    is_aside = store.note(connection, Worker.LINE, str(due.id), error, now, conversation_id=due.conversation_id)
    connection.execute(
        t.outbox.update()
        .where(t.outbox.c.id == due.id)
        .values(
            state="aside" if is_aside else "ready",
            attempts=due.attempts + 1,
            due_at=now + store.FIRST_PAUSE,
            leased_until=None,
            problem=type(error).__name__[:80],
        )
    )
