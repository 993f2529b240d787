"""The part of a transaction that keeps what hangs on an appointment: its seats, its links, when somebody is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desk.appointments import rows, rules
from desk.appointments.models import Appointment, Link, Seat, Slot
from desk.appointments.tables import appointment_seats, appointment_timers, booking_links
from desk.set_aside import store
from desk.set_aside.kinds import Worker


def locked(connection: sa.Connection, query: sa.Select[Any]) -> sa.Select[Any]:
    """Return a query that locks what it reads until the end of a transaction that writes, where the database can."""
    return query.with_for_update() if connection.get_execution_options().get("writes") else query


class BookingRows:
    """Quarters of an hour of a consultant, each as often as the capacity says; links of booking pages; reminders."""

    _connection: sa.Connection

    def taken(self, since: datetime, until: datetime, but: str | None = None) -> set[Seat]:
        """Return the seats that are taken, except by one appointment."""
        s = appointment_seats.c
        query = sa.select(s.account_id, s.cell_at, s.number).where(s.cell_at >= since, s.cell_at < until)
        if but is not None:
            query = query.where(s.appointment_id != but)
        return {Seat(*row) for row in self._connection.execute(query)}

    def take(self, appointment_id: str, slot: Slot, number: int) -> bool:
        """Take a seat at every quarter of a slot; False if somebody was faster at any of them."""
        seats = [
            {
                "account_id": slot.account_id,
                "cell_at": cell,
                "number": number,
                "capacity": slot.capacity,
                "appointment_id": appointment_id,
            }
            for cell in rules.cells(slot.begin, slot.end)
        ]
        try:
            with self._connection.begin_nested():
                self._connection.execute(appointment_seats.insert(), seats)
        except IntegrityError:
            return False
        return True

    def release(self, appointment_id: str) -> None:
        """Give an appointment's seats back."""
        self._connection.execute(appointment_seats.delete().where(appointment_seats.c.appointment_id == appointment_id))

    def add_link(self, link: Link) -> None:
        """Store a link."""
        self._connection.execute(booking_links.insert().values(**link.__dict__))

    def link(self, code_hash: str) -> Link | None:
        """Return a link, locked until the end of the transaction where the database can."""
        query = sa.select(booking_links).where(booking_links.c.code_hash == code_hash)
        row = self._connection.execute(locked(self._connection, query)).mappings().first()
        return rows.link_of(row) if row else None

    def bind(self, code_hash: str, appointment_id: str, expires_at: datetime) -> None:
        """Let a link lead to an appointment from now on."""
        self._connection.execute(
            booking_links.update()
            .where(booking_links.c.code_hash == code_hash)
            .values(appointment_id=appointment_id, expires_at=expires_at)
        )

    def keep_links(self, appointment_id: str, expires_at: datetime) -> None:
        """Let an appointment's links live until then."""
        self._connection.execute(
            booking_links.update().where(booking_links.c.appointment_id == appointment_id).values(expires_at=expires_at)
        )

    def set_timers(self, appointment: Appointment, due: Sequence[tuple[str, datetime]]) -> None:
        """Replace an appointment's reminders."""
        self._connection.execute(
            appointment_timers.delete().where(appointment_timers.c.appointment_id == appointment.id)
        )
        for kind, moment in due:
            self._connection.execute(
                appointment_timers.insert().values(appointment_id=appointment.id, kind=kind, due_at=moment)
            )

    def due_timers(self, now: datetime, most: int = 100) -> list[tuple[int, str, str]]:
        """Return (id, appointment id, kind) of the reminders that are due."""
        m = appointment_timers.c
        query = (
            sa.select(m.id, m.appointment_id, m.kind)
            .where(m.due_at <= now, store.is_free(Worker.APPOINTMENTS, m.id, now))
            .order_by(m.due_at)
            .limit(most)
        )
        return [(row[0], row[1], row[2]) for row in self._connection.execute(query)]

    def take_timer(self, timer_id: int) -> bool:
        """Remove a reminder in the transaction that sends it; False if another process was faster."""
        done = self._connection.execute(appointment_timers.delete().where(appointment_timers.c.id == timer_id))
        return done.rowcount == 1
