"""Appointments as calendar files (RFC 5545); pure. A calendar may be synchronised anywhere: no name, no topic.

The method is PUBLISH and not REQUEST (RFC 5546): a request names an attendee, and calendar programs answer it to the
organiser's address, which nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

import icalendar

from desk.appointments import texts, translated
from desk.appointments.models import Appointment, Method, Status
from desk.text.pack import city

# RFC 5545, section 8.1: without a charset mail programs may read US-ASCII.
MIME = "text/calendar; charset=utf-8"
_REFRESH = timedelta(minutes=30)


def mail_type(appointment: Appointment) -> str:
    """Return the media type of `event` in a mail, where it names the method as the file does (RFC 6047, section 2.4)."""
    return f"{MIME}; method={_method(appointment)}"


def event(appointment: Appointment, organiser: str, language: str | None = None) -> bytes:
    """Return the file of one appointment: to be added, replaced (a higher SEQUENCE) or taken out (CANCEL).

    `language`: in which the person booked, where that is not Japanese; the description is in it.
    """
    calendar = _calendar(_method(appointment))
    found = _event(appointment, organiser)
    if description := translated.of_calendar(appointment, language):
        found.add("description", description)
    calendar.add_component(found)
    return bytes(calendar.to_ical())


def feed(appointments: Iterable[Appointment], name: str, organiser: str) -> bytes:
    """Return a consultant's calendar to subscribe to."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for appointment in appointments:
        calendar.add_component(_event(appointment, organiser))
    return bytes(calendar.to_ical())


def _method(appointment: Appointment) -> str:
    return "CANCEL" if appointment.status is Status.CANCELLED else "PUBLISH"


def _calendar(method: str) -> Any:
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{city().names.latin}//Hitohata//JA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(appointment: Appointment, organiser: str) -> Any:
    event = icalendar.Event()
    event.add("uid", f"{appointment.id}@hitohata")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.updated_at.astimezone(UTC))
    event.add("dtstart", appointment.begin.astimezone(UTC))
    event.add("dtend", appointment.end.astimezone(UTC))
    event.add("summary", f"{city().names.service}（{texts.method(appointment.method)}）{appointment.receipt}")
    cancelled = appointment.status is Status.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    scheme = "mailto:" if "@" in organiser else ""
    event.add(
        "organizer",
        icalendar.vCalAddress(f"{scheme}{organiser}", params={"CN": texts.centre()}),
    )
    if appointment.method is Method.IN_PERSON:
        event.add("location", appointment.place or texts.centre())
    elif appointment.method is Method.ONLINE and appointment.meeting_url:
        event.add("location", appointment.meeting_url)
        event.add("url", appointment.meeting_url)
    return event
