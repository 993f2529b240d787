"""A parcel that cannot be sent for a reason of our own: tried alone, tried again, set aside for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.channels.line.deliveries import Parcel
from desk.conversation_sql import tables as t
from desk.set_aside import store
from desk.set_aside.kinds import Worker, is_unreadable


def failed(connection: sa.Connection, parcel: Parcel, error: Exception, now: datetime) -> None:
    """See `Outbox.failed`."""
    o = t.outbox.c
    request = connection.execute(sa.select(o.request).where(o.id == parcel.id)).scalar_one_or_none()
    if parcel.riders and request is None:
        travel_alone(connection, parcel.id, now)
        return
    is_aside = store.note(
        connection,
        Worker.LINE,
        str(parcel.id),
        error,
        now,
        conversation_id=parcel.message.conversation_id,
    )
    values: dict[str, Any] = {"problem": type(error).__name__[:80], "leased_until": None}
    if request is not None:
        values["maybe_received"] = True
    if is_aside:
        # Who travelled with it waits for a person too, and blocks nobody.
        connection.execute(
            t.outbox.update().where(o.carried_by == parcel.id).values(**values, state="unknown", carried_by=None)
        )
    due_at = now + store.FIRST_PAUSE * parcel.attempts
    connection.execute(
        t.outbox.update()
        .where(o.id == parcel.id)
        .values(**values, state="aside" if is_aside else "ready", due_at=due_at)
    )


def travel_alone(connection: sa.Connection, parcel_id: int, now: datetime) -> None:
    """Let a parcel and those that rode with it be tried one by one."""
    o = t.outbox.c
    connection.execute(t.outbox.update().where(o.carried_by == parcel_id).values(state="ready", carried_by=None))
    connection.execute(
        t.outbox.update()
        .where(o.id == parcel_id)
        .values(state="ready", alone=True, due_at=now, leased_until=None, request=None)
    )


def put_off(connection: sa.Connection, due: sa.Row[Any], error: Exception, now: datetime) -> None:
    """Set a row aside whose parcel cannot be read: alone first, where one of its riders may be to blame."""
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
