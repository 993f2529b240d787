"""What the booking pages need, made once by the container."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Annotated

from fastapi import Depends

from desk.appointments import ics, ids
from desk.appointments.mails import Office
from desk.appointments.store import AppointmentStore
from desk.conversation.ports import Clock
from desk.hours.calendar import Calendar
from desk.http.budgets import Budgets
from desk.mail import service as mails
from desk.services import part
from desk.settings import Settings, public_url

# What a subscribed calendar shows; older ones are in the list and the export.
_FEED_BACK = timedelta(days=30)
_FEED_AHEAD = timedelta(days=100)


@dataclass
class BookingDependencies:
    """What the endpoints of booking need.

    Attributes:
        calendar: The opening hours as they are now.
        signal: Says that a conversation has news.
        numbers: Returns whom to call at once (label, number) where words hold danger, nothing where they do not.
        language_of: Returns the language that a talk is in, None for Japanese or where there is none.
        budgets: What the limits allow.
    """

    settings: Settings
    store: AppointmentStore
    clock: Clock
    calendar: Callable[[], Calendar]
    signal: Callable[[str], None]
    numbers: Callable[[str], list[tuple[str, str]]]
    language_of: Callable[[str], str | None]
    budgets: Budgets

    @cached_property
    def sender(self) -> str:
        """The address that mails come from, empty without a mail server."""
        return mails.smtp_server(self.settings.smtp_url).sender if self.settings.smtp_url else ""

    def office(self) -> Office:
        """Return the hours and addresses; asked every time: the opening hours change while people book."""
        return Office(self.calendar(), public_url(self.settings), self.sender)

    def feed(self, token: str) -> bytes | None:
        """Return the calendar of a secret address, None where it is none."""
        now = self.clock.now()
        with self.store.read() as tx:
            account_id = tx.account_of_feed(ids.code_hash(token))
            if account_id is None:
                return None
            found = tx.between(now - _FEED_BACK, now + _FEED_AHEAD)
            name = f"移住相談 {tx.consultants().get(account_id, '')}"
        mine = [item for item in found if item.account_id == account_id]
        return ics.feed(mine, name, self.sender or public_url(self.settings))


Booking = Annotated[BookingDependencies, Depends(part(BookingDependencies))]
