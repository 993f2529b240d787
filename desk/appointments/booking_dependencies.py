"""What the booking pages need, made once by `main`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from fastapi import Request

from desk.appointments.mails import Office
from desk.appointments.ports import Bookings
from desk.http.limits import SlidingWindow


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the aware UTC time."""
        ...


class Store(Protocol):
    """Begins transactions."""

    def write(self) -> AbstractContextManager[Bookings]:
        """Begin a transaction that may write."""
        ...

    def read(self) -> AbstractContextManager[Bookings]:
        """Begin a transaction that only reads."""
        ...


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
        numbers: Returns whom to call at once (label, number) where words hold danger, nothing where they do not.
    """

    store: Store
    clock: Clock
    office: Callable[[], Office]
    ring: Callable[[str], None]
    feed: Callable[[str], bytes | None]
    secrets: list[str]
    numbers: Callable[[str], list[tuple[str, str]]] = lambda text: []
    beginnings: SlidingWindow = field(default_factory=lambda: SlidingWindow(30, 60.0))
    changes: SlidingWindow = field(default_factory=lambda: SlidingWindow(20, 60.0))


async def room(request: Request) -> BookingRoom:
    """Return the running room."""
    found: BookingRoom = request.app.state.booking
    return found
