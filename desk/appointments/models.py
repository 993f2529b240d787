"""What the desk knows of appointments; plain data, no behaviour beyond what a name tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from desk.display_names import APPOINTMENTS, AUTHORS, METHODS

# How the id of what belongs to an appointment alone begins.
ALONE = "b_"


class Method(StrEnum):
    """How migrant and consultant meet."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    PHONE = "phone"


class Status(StrEnum):
    """Where an appointment stands. CHANGED is one that stands at another time than it was made for."""

    BOOKED = "booked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    DONE = "done"
    NO_SHOW = "no_show"

    @property
    def stands(self) -> bool:
        """Whether the two will meet."""
        return self in STANDING


STANDING = (Status.BOOKED, Status.CHANGED)
METHOD_NAMES = {method: METHODS[method] for method in Method}
STATUS_NAMES = {status: APPOINTMENTS[status] for status in Status}
# What the office makes of an appointment once its time has begun, and the button that does.
AFTERWARDS = {Status.DONE: "済みにする", Status.NO_SHOW: STATUS_NAMES[Status.NO_SHOW]}


@dataclass(frozen=True)
class Availability:
    """When a consultant can be had: every week, or on one day; or, if it `blocks`, when not.

    Attributes:
        weekday: 0 = Monday, None for one day.
        day: The one day, None for every week.
        begin: Japanese time, like `end`.
        methods: Empty where it blocks.
        place: Where people meet in person.
        minutes: Length of an appointment, a multiple of a quarter of an hour.
        capacity: How many people may have the same time.
    """

    account_id: str
    begin: time
    end: time
    weekday: int | None = None
    day: date | None = None
    methods: frozenset[Method] = frozenset()
    place: str = ""
    minutes: int = 60
    capacity: int = 1
    blocks: bool = False
    id: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether it says something about a day."""
        return self.day == day if self.day else self.weekday == day.weekday()


@dataclass(frozen=True)
class Slot:
    """A time at which a consultant can be had; `begin` and `end` are aware."""

    account_id: str
    begin: datetime
    end: datetime
    methods: frozenset[Method]
    place: str
    capacity: int


@dataclass(frozen=True)
class Seat:
    """A quarter of an hour of a consultant; no seat is taken twice, which the schema sees to."""

    account_id: str
    cell: datetime
    number: int


@dataclass(frozen=True)
class Person:
    """Who comes, as far as it must be known.

    Attributes:
        name: How to address them; any name.
        contact_kind: `email` or `phone`.
        topic: What they wish to talk about, may be empty.
        consent: {given, text, at, language} as it was shown; the language is that of the page.
    """

    name: str
    contact_kind: str
    contact: str
    topic: str = ""
    consent: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Appointment:
    """One appointment.

    Attributes:
        sequence: Rises with each change of time, method or cancellation (RFC 5545 SEQUENCE).
        person: None after erasure.
        conversation_id: The conversation it came from; an id of its own (`ids.alone`) where it was made by the office or on the public page.
        made_by: Account id of the consultant who made it for the person, None where they did it themselves.
        is_noticed: The consultant has seen the latest thing the migrant did.
    """

    id: str
    receipt: str
    account_id: str
    begin: datetime
    end: datetime
    method: Method
    place: str
    status: Status
    sequence: int
    person: Person | None
    created_at: datetime
    updated_at: datetime
    meeting_url: str = ""
    conversation_id: str | None = None
    case_id: str | None = None
    made_by: str | None = None
    is_noticed: bool = False

    @property
    def maker(self) -> str:
        """Who made it, as the office's pages and files say."""
        return AUTHORS["consultant"] if self.made_by else "本人"

    @property
    def chat(self) -> str | None:
        """The conversation in which the person can be told of it, None where there is none."""
        own = self.conversation_id
        return None if own is None or own.startswith(ALONE) else own


@dataclass(frozen=True)
class Link:
    """A booking link: makes one appointment, then leads to it."""

    code_hash: str
    created_at: datetime
    expires_at: datetime
    conversation_id: str | None = None
    appointment_id: str | None = None


@dataclass(frozen=True)
class Mail:
    """A mail about an appointment; `ics` is the calendar file that goes along, None for none; `ics_type` its media type."""

    key: str
    to: str
    subject: str
    text: str
    ics: bytes | None = None
    ics_type: str = ""
    conversation_id: str | None = None
