"""The part of a transaction that keeps when somebody is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from desk.appointments.models import Appointment
from desk.appointments.tables import appointment_timers
from desk.set_aside import store
from desk.set_aside.kinds import Worker


class ReminderRows:
    """Reminders that are due at a time."""

    _connection: sa.Connection

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
