"""Erases a person's data from every table of the register, and leaves word for the files and the assistant."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.appointments.models import Status
from desk.conversation.models import State
from desk.storage import privacy_tables as p
from desk.storage import tables as t
from desk.storage.appointment_tables import appointments
from desk.storage.holding import Holding
from desk.storage.personal_data import REGISTER


def erase(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Delete what was said and who said it; counts and times stay. Nothing happens to an id that is not known."""
    # What is deleted may be found through what is only blanked, never the other way round.
    for holding in sorted(REGISTER, key=lambda held: held.blank is not None):
        if holding.of is not None:
            _erase_from(connection, holding, holding.of(conversation_id))
    c, v = t.cases.c, t.conversations.c
    connection.execute(
        t.cases.update()
        .where(c.conversation_id == conversation_id)
        .values(
            state=State.CLOSED, closed_at=sa.func.coalesce(c.closed_at, sa.literal(at, t.Moment))
        )
    )
    connection.execute(
        t.conversations.update()
        .where(v.id == conversation_id)
        .values(erased_at=at, state=State.CLOSED, epoch=v.epoch + 1)
    )
    _cancel_appointments(connection, conversation_id, at)
    forget_in_assistant(connection, conversation_id, at)


def forget_in_assistant(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Let the assistant forget a conversation, as soon as it can be reached."""
    connection.execute(t.erasures.delete().where(t.erasures.c.conversation_id == conversation_id))
    connection.execute(t.erasures.insert().values(conversation_id=conversation_id, asked_at=at))


def _cancel_appointments(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Cancel what stood: nobody knows any more who would come. Consultants see it as news."""
    c = appointments.c
    connection.execute(
        appointments.update()
        .where(
            c.conversation_id == conversation_id,
            c.begin_at > at,
            c.status.in_([Status.BOOKED, Status.CHANGED]),
        )
        .values(status=Status.CANCELLED, sequence=c.sequence + 1, is_noticed=False, updated_at=at)
    )


def _erase_from(connection: sa.Connection, holding: Holding, where: sa.ColumnElement[bool]) -> None:
    table = holding.table
    if holding.files is not None:
        doom_files(connection, sa.select(table.c[holding.files]).where(where))
    if holding.blank is None:
        connection.execute(table.delete().where(where))
    elif holding.blank:
        connection.execute(table.update().where(where).values(**holding.blank))


def doom_files(connection: sa.Connection, names: sa.Select[tuple[str | None]]) -> None:
    """Note files for deletion in the transaction that deletes their rows; the sweeper deletes them after the commit."""
    found = [{"name": name} for name in connection.execute(names).scalars() if name]
    if found:
        connection.execute(p.doomed_files.insert(), found)
