"""What appointments do by time: reminders are sent, and who came long ago is forgotten."""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from desk.appointments import service
from desk.appointments.mails import Office
from desk.appointments.store import AppointmentStore
from desk.conversation.ports import Clock
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Worker
from desk.signals.change_signal import InProcessSignal
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
EVERY_SECONDS = 5.0
FORGET_EVERY_SECONDS = 3600.0


class Reminders:
    """Sends what is due; a reminder's row goes in the transaction that sends it, so that it is sent once."""

    def __init__(
        self,
        store: AppointmentStore,
        clock: Clock,
        office: Callable[[], Office],
        signal: InProcessSignal,
        aside: SetAside,
        contact_period: Callable[[], timedelta],
    ) -> None:
        """Take the ports.

        Args:
            store: Appointments.
            clock: The time.
            office: Opening hours and addresses as they are now.
            signal: Tells screens.
            aside: What cannot be sent.
            contact_period: How long the office keeps a contact after it was needed (保存期間, 連絡先); the row stays for the counts.
        """
        self._store, self._clock, self._office, self._signal = store, clock, office, signal
        self._aside, self._contact_period = aside, contact_period

    async def run(self) -> None:
        """Look until cancelled."""
        forget_at = 0.0
        while True:
            await self._safely(self.sweep)
            if time.monotonic() >= forget_at and await self._safely(self.forget):
                forget_at = time.monotonic() + FORGET_EVERY_SECONDS
            await asyncio.sleep(EVERY_SECONDS)

    async def _safely(self, do: Callable[[], int]) -> bool:
        try:
            await asyncio.to_thread(do)
        except Exception as error:  # noqa: BLE001 - the worker must outlive a locked database
            logger.error("appointments.%s.failed %s", do.__name__, failure(error))
            return False
        return True

    def forget(self) -> int:
        """Forget who came long ago; returns how many."""
        now, period = self._clock.now(), self._contact_period()
        with self._store.write() as tx:
            return tx.forget_old(now - period, now)

    def sweep(self) -> int:
        """Send everything that is due; returns how many reminders went out."""
        now, sent = self._clock.now(), 0
        with self._store.read() as tx:
            due = tx.due_timers(now)
        walk = self._aside.round(Worker.APPOINTMENTS, now)
        for timer_id, appointment_id, kind in due:
            remind = functools.partial(self._remind, timer_id, appointment_id, kind, now)
            sent += bool(walk.attempt(str(timer_id), remind))
        return sent

    def _remind(self, timer_id: int, appointment_id: str, kind: str, now: datetime) -> bool:
        with self._store.write() as tx:
            appointment = tx.get(appointment_id)
            if not tx.take_timer(timer_id) or appointment is None:
                return False
            sent = service.remind(tx, appointment, kind, now, self._office())
        if appointment.chat:
            self._signal.send(appointment.chat)
        return sent
