"""Rows of the appointments' tables as plain data, and back; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from desk.appointments.models import Appointment, Availability, Link, Method, Person, Status
from desk.db.records import made_of

Row = Mapping[Any, Any]
# Column -> field of the person.
PERSON = {
    "person_name": "name",
    "contact_kind": "contact_kind",
    "contact": "contact",
    "topic": "topic",
    "consent": "consent",
}


def appointment_of(row: Row) -> Appointment:
    """Return an appointment."""
    known = {field: row[column] for column, field in PERSON.items()}
    # What was agreed to may be gone while the contact stands.
    person = Person(**known | {"consent": known["consent"] or {}}) if known["contact"] is not None else None
    return made_of(
        Appointment,
        row,
        begin=row["begin_at"],
        end=row["end_at"],
        method=Method(row["method"]),
        status=Status(row["status"]),
        person=person,
    )


def appointment_values(appointment: Appointment) -> dict[str, Any]:
    """Return the columns of an appointment."""
    person = appointment.person
    return {
        **{name: value for name, value in vars(appointment).items() if name not in {"begin", "end", "person"}},
        **{column: getattr(person, field, None) for column, field in PERSON.items()},
        "begin_at": appointment.begin,
        "end_at": appointment.end,
    }


def availability_of(row: Row) -> Availability:
    """Return what was entered of a consultant's time."""
    return made_of(
        Availability,
        row,
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        begin=time.fromisoformat(row["begin"]),
        end=time.fromisoformat(row["end"]),
        methods=frozenset(map(Method, row["methods"])),
        blocks=bool(row["blocks"]),
    )


def availability_values(item: Availability) -> dict[str, Any]:
    """Return the columns of what was entered, without its id."""
    return {
        **{name: value for name, value in vars(item).items() if name != "id"},
        "day": item.day.isoformat() if item.day else None,
        "begin": f"{item.begin:%H:%M}",
        "end": f"{item.end:%H:%M}",
        "methods": sorted(item.methods),
    }


def link_of(row: Row) -> Link:
    """Return a link."""
    return made_of(Link, row)
