"""Rows of the appointments' tables as plain data, and back; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from desk.appointments.models import Appointment, Availability, Link, Method, Person, Status

Row = Mapping[Any, Any]
_SAME = (
    "id",
    "receipt",
    "account_id",
    "place",
    "meeting_url",
    "sequence",
    "conversation_id",
    "case_id",
    "made_by",
    "is_noticed",
    "created_at",
    "updated_at",
)
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
    known = row["contact"] is not None
    person = Person(**{field: row[column] for column, field in PERSON.items()}) if known else None
    return Appointment(
        **{name: row[name] for name in _SAME},
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
        **{name: getattr(appointment, name) for name in _SAME},
        **{column: getattr(person, field, None) for column, field in PERSON.items()},
        "begin_at": appointment.begin,
        "end_at": appointment.end,
        "method": appointment.method,
        "status": appointment.status,
    }


def availability_of(row: Row) -> Availability:
    """Return what was entered of a consultant's time."""
    return Availability(
        id=row["id"],
        account_id=row["account_id"],
        weekday=row["weekday"],
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        begin=time.fromisoformat(row["begin"]),
        end=time.fromisoformat(row["end"]),
        methods=frozenset(map(Method, row["methods"])),
        place=row["place"],
        minutes=row["minutes"],
        capacity=row["capacity"],
        blocks=bool(row["blocks"]),
    )


def availability_values(item: Availability) -> dict[str, Any]:
    """Return the columns of what was entered, without its id."""
    return {
        "account_id": item.account_id,
        "weekday": item.weekday,
        "day": item.day.isoformat() if item.day else None,
        "begin": f"{item.begin:%H:%M}",
        "end": f"{item.end:%H:%M}",
        "methods": sorted(item.methods),
        "place": item.place,
        "minutes": item.minutes,
        "capacity": item.capacity,
        "blocks": item.blocks,
    }


def link_of(row: Row) -> Link:
    """Return a link."""
    return Link(
        row["code_hash"],
        row["created_at"],
        row["expires_at"],
        row["conversation_id"],
        row["appointment_id"],
    )
