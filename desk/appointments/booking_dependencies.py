"""What the booking pages need, made once by `main`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Request

from desk.appointments.mails import Office
from desk.appointments.store import AppointmentStore
from desk.conversation.ports import Clock
from desk.http.limits import SlidingWindow


@dataclass
class BookingRoom:
    """The parts of the room.

    Attributes:
        office: Asked every time: the opening hours change while people book.
        ring: Says that a conversation has news.
        feed: Returns the calendar of a secret address, None where it is none.
        secrets: Verify what the assistant's actions ask.
        beginnings: Limit of new links per address; a town hall's is shared.
        changes: Limit of posts per link.
    """

    store: AppointmentStore
    clock: Clock
    office: Callable[[], Office]
    ring: Callable[[str], None]
    feed: Callable[[str], bytes | None]
    secrets: list[str]
    beginnings: SlidingWindow = field(default_factory=lambda: SlidingWindow(30, 60.0))
    changes: SlidingWindow = field(default_factory=lambda: SlidingWindow(20, 60.0))


async def room(request: Request) -> BookingRoom:
    """Return the running room."""
    found: BookingRoom = request.app.state.booking
    return found
