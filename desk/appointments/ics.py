"""Appointments as calendar files (RFC 5545); pure. A calendar may be synchronised anywhere: no name, no topic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

import icalendar

from desk.appointments import texts
from desk.appointments.models import Appointment, Method, Status
from desk.text.pack import city

MIME = "text/calendar"
_REFRESH = timedelta(minutes=30)


def event(appointment: Appointment, organiser: str) -> bytes:
    """Return the file of one appointment: to be added, replaced (a higher SEQUENCE) or taken out (CANCEL)."""
    cancelled = appointment.status is Status.CANCELLED
    calendar = _calendar("CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(_event(appointment, organiser))
    return bytes(calendar.to_ical())


def feed(appointments: Iterable[Appointment], name: str, organiser: str) -> bytes:
    """Return a consultant's calendar to subscribe to."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for appointment in appointments:
        calendar.add_component(_event(appointment, organiser))
    return bytes(calendar.to_ical())


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
