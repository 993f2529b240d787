"""What other features read of appointments, and hand on, inside their own transactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.appointments.handing_on import coming, hand_on
from desk.appointments.mails import Office
from desk.appointments.models import STANDING, Status
from desk.appointments.tables import appointments
from desk.appointments.transaction import SqlBookings
from desk.conversation_sql import exclusions

__all__ = [
    "BookingData",
    "Office",
    "SqlBookings",
    "coming",
    "count_standing",
    "hand_on",
    "made",
    "people_of",
    "receipts_of",
    "topic_of",
]
_A = appointments.c


@dataclass(frozen=True)
class BookingData:
    """What is known of who comes to an appointment."""

    appointment_id: str
    receipt: str
    name: str
    contact: str
    topic: str


def receipts_of(connection: sa.Connection, conversation_id: str) -> list[str]:
    """Return the receipts of a conversation's appointments, the oldest first."""
    query = sa.select(_A.receipt).where(_A.conversation_id == conversation_id).order_by(_A.created_at)
    return list(connection.execute(query).scalars())


def people_of(connection: sa.Connection, conversation_id: str) -> list[BookingData]:
    """Return who comes to a conversation's appointments, as far as it was not erased."""
    query = (
        sa.select(_A.id, _A.receipt, _A.person_name, _A.contact, _A.topic)
        .where(_A.conversation_id == conversation_id, _A.contact.is_not(None))
        .order_by(_A.created_at)
    )
    return [BookingData(r[0], r[1], r[2] or "", r[3], r[4] or "") for r in connection.execute(query)]


def topic_of(connection: sa.Connection, appointment_id: str) -> str:
    """Return what an appointment is about, empty where that was erased."""
    return connection.execute(sa.select(_A.topic).where(_A.id == appointment_id)).scalar_one_or_none() or ""


def count_standing(connection: sa.Connection, since: datetime, until: datetime) -> int:
    """Return how many appointments that stand begin within a time."""
    query = sa.select(sa.func.count()).where(_A.status.in_(STANDING), _A.begin_at >= since, _A.begin_at < until)
    return int(connection.execute(query).scalar_one())


def made(since: datetime, until: datetime) -> sa.Select[Any]:
    """Return the query of (id, "booked", when) of the appointments made within a time and not cancelled.

    Test traffic and what was stopped are left out.
    """
    return sa.select(_A.id, sa.literal("booked"), _A.created_at).where(
        _A.created_at >= since,
        _A.created_at < until,
        _A.status != Status.CANCELLED,
        sa.or_(_A.conversation_id.is_(None), exclusions.counts(_A.conversation_id)),
    )
