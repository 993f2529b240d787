"""Appointments over SQLAlchemy: one object per transaction, and what the office reads and edits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa

from desk.appointments import rows
from desk.appointments.booking_rows import BookingRows, locked
from desk.appointments.consultant_rows import ConsultantRows
from desk.appointments.models import STANDING, Appointment, Status
from desk.appointments.tables import appointments, booking_links
from desk.appointments.telling_rows import TellingRows
from desk.conversation.models import Conversation, Holder, State
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.conversation_sql.conversation_tables import joined
from desk.conversation_sql.exclusions import HOLD
from desk.conversation_sql.transaction import SqlTransaction
from desk.db.database import Database
from desk.set_aside import store
from desk.set_aside.kinds import Worker

# Of people who booked without a conversation.
CHANNEL = "booking"


class SqlBookings(ConsultantRows, TellingRows, BookingRows):
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

    def is_held(self, appointment: Appointment) -> bool:
        """Whether what is known of the person must be kept (保存)."""
        own = appointment.conversation_id
        return own is not None and HOLD in exclusions.restrictions(self._connection, own)

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

    def forget_old(self, ended_before: datetime, now: datetime) -> int:
        """Empty who came to appointments that ended before a time, remove links that are over; returns how many people."""
        a = appointments.c
        self._run(booking_links.delete().where(booking_links.c.expires_at < now))
        done = self._run(
            appointments.update()
            .where(
                a.end_at < ended_before,
                a.contact.is_not(None),
                ~exclusions.is_held(a.conversation_id),
            )
            .values(**dict.fromkeys(rows.PERSON, sa.null()))
        )
        return done.rowcount

    def made_with(self, contact: str, since: datetime) -> int:
        """Count the appointments that somebody made with a contact since then, cancelled ones too."""
        a = appointments.c
        query = sa.select(sa.func.count()).where(a.contact == contact, a.created_at > since, a.made_by.is_(None))
        return int(self._run(query).scalar_one())

    def count_standing_with(self, contact: str, now: datetime) -> int:
        """Count the appointments of a contact that stand and are still to come."""
        a = appointments.c
        query = sa.select(sa.func.count()).where(a.contact == contact, a.status.in_(STANDING), a.end_at > now)
        return int(self._run(query).scalar_one())

    def note_erased(self, appointment: Appointment, now: datetime) -> None:
        """Note that who came was erased, so that a restore erases them again; an appointment of a conversation is noted with it."""
        v = t.conversations
        own = sa.and_(v.c.id == appointment.conversation_id, v.c.channel == CHANNEL)
        self._run(v.update().where(own, v.c.erased_at.is_(None)).values(erased_at=now))

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


class AppointmentStore:
    """Begins transactions of a database."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Use this database; `now` dates what cannot be read."""
        self._database, self._now = database, now

    def _note(self, tx: SqlBookings) -> None:
        """Set aside what a list left out, once: calendars ask every half hour."""
        if not tx.unreadable:
            return
        walk = store.Round(self._database, Worker.CALENDAR, self._now())
        for appointment_id, conversation_id, error in tx.unreadable:
            if not walk.skips(appointment_id):
                walk.failed(appointment_id, error, conversation_id)

    @contextmanager
    def write(self) -> Iterator[SqlBookings]:
        """Begin a transaction that may write."""
        with self._database.write() as connection:
            tx = SqlBookings(connection)
            yield tx
        self._note(tx)

    @contextmanager
    def read(self) -> Iterator[SqlBookings]:
        """Begin a transaction that only reads."""
        with self._database.read() as connection:
            tx = SqlBookings(connection)
            yield tx
        self._note(tx)
