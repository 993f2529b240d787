"""Appointments over SQLAlchemy: one object per transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from desk.appointments import rows
from desk.appointments.booking_rows import BookingRows, locked
from desk.appointments.consultant_rows import ConsultantRows
from desk.appointments.models import STANDING, Appointment, Status
from desk.appointments.person_rows import CHANNEL, PersonRows
from desk.appointments.tables import appointments
from desk.appointments.telling_rows import TellingRows
from desk.conversation.models import Conversation, Holder, State
from desk.conversation_sql import tables as t
from desk.conversation_sql.conversation_tables import joined
from desk.conversation_sql.transaction import SqlTransaction


class SqlBookings(ConsultantRows, TellingRows, BookingRows, PersonRows):
    """One database transaction: all of it is stored, or nothing."""

    def __init__(self, connection: sa.Connection) -> None:
        """Work on an open connection."""
        self._run = connection.execute
        self._connection = connection
        self._talk = SqlTransaction(connection)
        # (id, conversation, why) of the appointments that lists left out because they cannot be read.
        self.unreadable: list[tuple[str, str | None, Exception]] = []

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what is done inside if it raises, and nothing else."""
        with self._connection.begin_nested():
            yield

    def add(self, appointment: Appointment) -> None:
        """Store a new appointment."""
        if appointment.chat is None and appointment.conversation_id:
            self._talk.add_conversation(_record(appointment), None)
        self._run(appointments.insert().values(**rows.appointment_values(appointment)))
        is_theirs = appointment.made_by is None and appointment.person and appointment.person.topic
        if is_theirs and appointment.conversation_id:
            # What the migrant wants to ask may hold words of danger, as any message may.
            self._talk.add_reading(
                appointment.conversation_id,
                appointment.id,
                0,
                appointment.created_at,
                appointment.created_at,
                appointment_id=appointment.id,
            )

    def put(self, appointment: Appointment) -> None:
        """Store an appointment's new state."""
        self._run(
            appointments.update()
            .where(appointments.c.id == appointment.id)
            .values(**rows.appointment_values(appointment))
        )

    def get(self, appointment_id: str) -> Appointment | None:
        """Return an appointment, locked until the end of the transaction where the database can."""
        query = sa.select(appointments).where(appointments.c.id == appointment_id)
        row = self._run(locked(self._connection, query)).mappings().first()
        return rows.appointment_of(row) if row else None

    def between(self, since: datetime, until: datetime) -> list[Appointment]:
        """Return the appointments that begin within a time, in order."""
        a = appointments.c
        return self._select(a.begin_at >= since, a.begin_at < until)

    def standing_of(self, conversation_id: str, since: datetime) -> list[Appointment]:
        """Return the appointments of a conversation that still stand and are yet to come."""
        a = appointments.c
        return self._select(a.conversation_id == conversation_id, a.begin_at > since, a.status.in_(STANDING))

    def of_account(self, account_id: str, since: datetime, states: Sequence[Status]) -> list[Appointment]:
        """Return a consultant's appointments from a time on, in order."""
        a = appointments.c
        return self._select(a.account_id == account_id, a.begin_at > since, a.status.in_(list(states)))

    def mark_unnoticed(self, appointment_id: str) -> None:
        """Let consultants look at an appointment as at something new."""
        self._run(appointments.update().where(appointments.c.id == appointment_id).values(is_noticed=False))

    def unnoticed(self) -> list[Appointment]:
        """Return the appointments that the migrant made, changed or cancelled and nobody has looked at."""
        return self._select(sa.not_(appointments.c.is_noticed))

    def of_conversation(self, conversation_id: str) -> list[Appointment]:
        """Return all appointments of a conversation, in order."""
        return self._select(appointments.c.conversation_id == conversation_id)

    def of_person(self, conversation_id: str) -> list[Appointment]:
        """Return the same of all conversations that are the same person's."""
        own = [conversation_id, *joined(self._connection, conversation_id)]
        return self._select(appointments.c.conversation_id.in_(own))

    def next_number(self, day: str) -> int:
        """Return 1, 2, … for the appointments made on a day (MMDD)."""
        return self._talk.next_receipt_number(f"appointment-{day}")

    def owner_of(self, conversation_id: str) -> str | None:
        """Return the consultant who has, or had last, this person's case."""
        c = t.cases.c
        query = (
            sa.select(c.owner_id)
            .where(c.conversation_id == conversation_id, c.owner_id.is_not(None))
            .order_by(c.opened_at.desc())
            .limit(1)
        )
        return self._run(query).scalar_one_or_none()

    def _select(self, *where: sa.ColumnElement[bool]) -> list[Appointment]:
        """Return appointments in order; one that cannot be read must not hide the others."""
        a = appointments.c
        query = sa.select(appointments).where(*where).order_by(a.begin_at)
        try:
            return [rows.appointment_of(row) for row in self._run(query).mappings()]
        except (ValueError, TypeError, LookupError):
            ids = sa.select(a.id, a.conversation_id).where(*where).order_by(a.begin_at)
            return [
                found
                for row in self._run(ids).all()
                if (found := self._readable(row.id, row.conversation_id)) is not None
            ]

    def _readable(self, appointment_id: str, conversation_id: str | None) -> Appointment | None:
        try:
            return self.get(appointment_id)
        except (ValueError, TypeError, LookupError) as error:
            self.unreadable.append((appointment_id, conversation_id, error))
            return None


def _record(appointment: Appointment) -> Conversation:
    """Return what stands for the conversation that was not: nobody writes to it, and the privacy tools find it."""
    holder = Holder(State.CLOSED, None, 0)
    return Conversation(appointment.conversation_id or "", CHANNEL, holder, 0, appointment.created_at)
