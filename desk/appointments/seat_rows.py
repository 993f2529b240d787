"""The part of a transaction that takes seats: a consultant's quarters of an hour, each as often as the capacity says."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desk.appointments import rules
from desk.appointments.models import Seat, Slot
from desk.appointments.tables import appointment_seats


class SeatRows:
    """Seats, each taken once."""

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
