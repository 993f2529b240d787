"""What appointments need from the outside: one transaction over links, seats, timers, the chat and the mail."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from desk.appointments.models import Appointment, Availability, Link, Seat, Slot


@dataclass(frozen=True)
class Mail:
    """A mail about an appointment; `ics` is the calendar file that goes along, None for none."""

    key: str
    to: str
    subject: str
    text: str
    ics: bytes | None = None
    conversation_id: str | None = None


class Bookings(Protocol):
    """One database transaction: all of it is stored, or nothing."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what is done inside if it raises, and nothing else."""
        ...

    def consultants(self) -> dict[str, str]:
        """Return {account id: name} of those who can have appointments: their accounts are open."""
        ...

    def availability(self) -> list[Availability]:
        """Return what was entered for accounts that are open."""
        ...

    def taken(self, since: datetime, until: datetime, but: str | None = None) -> set[Seat]:
        """Return the seats that are taken, except by one appointment."""
        ...

    def take(self, appointment_id: str, slot: Slot, number: int) -> bool:
        """Take a seat at every quarter of a slot; False if somebody was faster at any of them."""
        ...

    def release(self, appointment_id: str) -> None:
        """Give an appointment's seats back."""
        ...

    def add_link(self, link: Link) -> None:
        """Store a link."""
        ...

    def link(self, code_hash: str) -> Link | None:
        """Return a link, locked until the end of the transaction where the database can."""
        ...

    def bind(self, code_hash: str, appointment_id: str, expires_at: datetime) -> None:
        """Let a link lead to an appointment from now on."""
        ...

    def keep_links(self, appointment_id: str, expires_at: datetime) -> None:
        """Let an appointment's links live until then."""
        ...

    def add(self, appointment: Appointment) -> None:
        """Store a new appointment."""
        ...

    def put(self, appointment: Appointment) -> None:
        """Store an appointment's new state."""
        ...

    def get(self, appointment_id: str) -> Appointment | None:
        """Return an appointment, locked until the end of the transaction where the database can."""
        ...

    def between(self, since: datetime, until: datetime) -> list[Appointment]:
        """Return the appointments that begin within a time, in order."""
        ...

    def standing_of(self, conversation_id: str, since: datetime) -> list[Appointment]:
        """Return the appointments of a conversation that still stand and are yet to come."""
        ...

    def is_held(self, appointment: Appointment) -> bool:
        """Whether what is known of the person must be kept (保存)."""
        ...

    def next_number(self, day: str) -> int:
        """Return 1, 2, … for the appointments made on a day (MMDD)."""
        ...

    def owner_of(self, conversation_id: str) -> str | None:
        """Return the consultant who has, or had last, this person's case."""
        ...

    def meeting_url_of(self, account_id: str) -> str:
        """Return a consultant's own meeting address, empty where there is none."""
        ...

    def set_timers(self, appointment: Appointment, due: Sequence[tuple[str, datetime]]) -> None:
        """Replace an appointment's reminders."""
        ...

    def say(self, conversation_id: str, words: str, address: str, now: datetime) -> None:
        """Tell the migrant in the chat, with the booking page to tap; nothing where the conversation is erased."""
        ...

    def note_event(self, appointment: Appointment, kind: str, now: datetime, by: str | None) -> None:
        """Append to the history of who did what."""
        ...

    def post(self, mail: Mail, now: datetime) -> None:
        """Put a mail into the box; the same key is the same mail."""
        ...

    def forget_mails(self, appointment_id: str) -> None:
        """Remove the mails about an appointment, sent or not."""
        ...

    def note_erased(self, appointment: Appointment, now: datetime) -> None:
        """Note that who came was erased, so that a restore erases them again; an appointment of a conversation is noted with it."""
        ...


class OfficeBookings(Bookings, Protocol):
    """What the office reads and edits besides."""

    def add_availability(self, item: Availability) -> None:
        """Store a stretch of a consultant's time."""
        ...

    def drop_availability(self, item_id: int, account_id: str) -> bool:
        """Take a stretch of one consultant's time away; False if there is none."""
        ...

    def unnoticed(self) -> list[Appointment]:
        """Return the appointments that the migrant made, changed or cancelled and nobody has looked at."""
        ...

    def of_conversation(self, conversation_id: str) -> list[Appointment]:
        """Return all appointments of a conversation, in order."""
        ...

    def set_desk(self, account_id: str, **values: Any) -> None:
        """Set a consultant's `meeting_url` or `feed_hash`."""
        ...


class OfficeStore(Protocol):
    """Begins transactions of the office."""

    def write(self) -> AbstractContextManager[OfficeBookings]:
        """Begin a transaction that may write."""
        ...

    def read(self) -> AbstractContextManager[OfficeBookings]:
        """Begin a transaction that only reads."""
        ...
