"""What the booking pages need, made once by `main`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

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
class BookingRoom:
    """The parts of the room.

    Attributes:
        office: Asked every time: the opening hours change while people book.
        ring: Says that a conversation has news.
        feed: Returns the calendar of a secret address, None where it is none.
        secrets: Verify what the assistant's actions ask.
        budgets: What the limits allow.
        numbers: Returns whom to call at once (label, number) where words hold danger, nothing where they do not.
        language_of: Returns the language that a talk is in, None for Japanese or where there is none.
    """

    store: AppointmentStore
    clock: Clock
    office: Callable[[], Office]
    ring: Callable[[str], None]
    feed: Callable[[str], bytes | None]
    secrets: list[str]
    numbers: Callable[[str], list[tuple[str, str]]] = lambda text: []
    language_of: Callable[[str], str | None] = lambda conversation_id: None
    budgets: Budgets = field(default_factory=Budgets)


room = part(BookingRoom)


def make_room(
    settings: Settings,
    store: AppointmentStore,
    clock: Clock,
    calendar: Callable[[], Calendar],
    ring: Callable[[str], None],
    numbers: Callable[[str], list[tuple[str, str]]],
    language_of: Callable[[str], str | None],
    budgets: Budgets,
) -> BookingRoom:
    """Return the parts of a running desk."""
    base_url = public_url(settings)
    sender = mails.smtp_server(settings.smtp_url).sender if settings.smtp_url else ""

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
        return ics.feed(mine, name, sender or base_url)

    return BookingRoom(store, clock, office, ring, feed, settings.secrets, numbers, language_of, budgets)
