"""Appointments over SQLAlchemy: one object per transaction, and what the office reads and edits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from desk.appointments.transaction import SqlBookings
from desk.db.database import Database
from desk.set_aside import store
from desk.set_aside.kinds import Worker


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
