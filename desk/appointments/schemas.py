"""What the routes of appointments answer in JSON (tests/wire/appointment_*_response.json)."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from desk.appointments.models import Method


class ShownAppointment(TypedDict):
    """Times and numbers only: who comes is on the appointment's own page."""

    id: str
    receipt: str
    when: str
    method: str
    status: str
    stands: bool
    address: str


class AppointmentsToday(TypedDict):
    """One's own of today; `news` counts what migrants booked, changed or cancelled and nobody has looked at."""

    today: list[ShownAppointment]
    news: int
    address: str


class AppointmentsOfCase(TypedDict):
    """Those of a case's person, and where one is made for them."""

    appointments: list[ShownAppointment]
    address: str


class FreeTime(TypedDict):
    """A time that a consultant can offer: `value` is what it is booked by, `words` what a reply says of it."""

    value: str
    begin: str
    words: str
    method: Method
    method_name: str
    consultant: str
    is_mine: bool


class FreeDay(TypedDict):
    """A day of a week."""

    day: str
    name: str
    times: list[FreeTime]


class FreeWeek(TypedDict):
    """A week in a case.

    Attributes:
        before: A day of the week before, None where nothing can be booked any more.
        after: A day of the week after, None where nothing can be booked yet.
        has_name: The case knows how to address the person.
        contact_kind: What the case knows to reach them by; empty for nothing. The contact itself stays hidden.
        topic: What they asked, to be filled in.
        purpose: What they must be told.
    """

    days: list[FreeDay]
    before: str | None
    after: str | None
    has_name: bool
    contact_kind: str
    topic: str
    purpose: str


class OfferedTime(TypedDict):
    """A free time."""

    begin: str
    text: str
    short: str
    methods: list[Method]


class Offer(TypedDict):
    """Free times; `fits`: as wished, on the same days, or otherwise what comes next."""

    fits: Literal["yes", "day", "no"]
    slots: list[OfferedTime]
    methods: list[Method]
    until_text: str


class BookingLink(TypedDict):
    """A link to book."""

    url: str
    text: str | None
    expires_text: str
