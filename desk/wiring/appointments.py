"""Wires the appointments: their pages, what the actions ask, reminders; called once by `main`."""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi import FastAPI

from desk.appointments import (
    assistant_api,
    availability_page,
    booking_pages,
    ics,
    ids,
    office_appointment_page,
    office_lists,
    office_pages,
    service,
)
from desk.appointments.booking_dependencies import BookingRoom
from desk.appointments.links import LinkUseless
from desk.appointments.mails import Office
from desk.appointments.store import AppointmentStore
from desk.cases.handing_on import HandingOn
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.hours.calendar import Calendar
from desk.mail.smtp_server import smtp_server
from desk.set_aside.kinds import Worker
from desk.set_aside.store import SetAside
from desk.settings import Settings
from desk.signals.change_signal import InProcessBell
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
EVERY_SECONDS = 5.0
FORGET_EVERY_SECONDS = 3600.0
# A contact is kept three months after it was needed; the row stays for the counts.
PERSON_KEPT = timedelta(days=90)
# What a subscribed calendar shows; older ones are in the list and the export.
_FEED_BACK = timedelta(days=30)
_FEED_AHEAD = timedelta(days=100)


def install(
    app: FastAPI,
    settings: Settings,
    database: Database,
    clock: Clock,
    calendar: Callable[[], Calendar],
    bell: InProcessBell,
    numbers: Callable[[str], list[tuple[str, str]]],
) -> Reminders:
    """Open the room's doors; returns the worker that reminds."""
    store = AppointmentStore(database, clock.now)
    base_url = (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")

    sender = smtp_server(settings.smtp_url).sender if settings.smtp_url else ""

    def office() -> Office:
        return Office(calendar(), base_url, sender)

    def feed(token: str) -> bytes | None:
        now = clock.now()
        with store.read() as tx:
            account_id = tx.account_of_feed(ids.code_hash(token))
            if account_id is None:
                return None
            found = tx.between(now - _FEED_BACK, now + _FEED_AHEAD)
            name = f"移住相談 {tx.consultants().get(account_id, '')}"
        mine = [item for item in found if item.account_id == account_id]
        return ics.feed(mine, name, office().organiser or base_url)

    app.state.booking = BookingRoom(store, clock, office, bell.ring, feed, settings.secrets, numbers)
    app.state.appointments = store
    for router in (
        booking_pages.router,
        assistant_api.router,
        availability_page.router,
        office_pages.router,
        office_appointment_page.router,
        office_lists.router,
    ):
        app.include_router(router)
    app.add_exception_handler(LinkUseless, booking_pages.useless)
    app.state.handing_on = HandingOn(database, office)
    return Reminders(store, clock, office, bell, SetAside(database))


class Reminders:
    """Sends what is due; a reminder's row goes in the transaction that sends it, so that it is sent once."""

    def __init__(
        self,
        store: AppointmentStore,
        clock: Clock,
        office: Callable[[], Office],
        bell: InProcessBell,
        aside: SetAside,
    ) -> None:
        """Take the ports."""
        self._store, self._clock, self._office, self._bell = store, clock, office, bell
        self._aside = aside

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
        now = self._clock.now()
        with self._store.write() as tx:
            return tx.forget_old(now - PERSON_KEPT, now)

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
            self._bell.ring(appointment.chat)
        return sent
