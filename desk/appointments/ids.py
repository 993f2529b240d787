"""Codes and numbers of appointments; a code opens something, so only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from desk.appointments.models import ALONE
from desk.text.times import JAPAN


def code() -> str:
    """Return the code of a booking link: 192 random bits."""
    return secrets.token_urlsafe(24)


def code_hash(given: str) -> str:
    """Return what is stored of a code."""
    return hashlib.sha256(given.encode()).hexdigest()


def appointment_id() -> str:
    """Return an id of an appointment."""
    return f"ap_{secrets.token_urlsafe(12)}"


def alone(appointment_id: str) -> str:
    """Return the id under which the privacy tools find an appointment that came from no conversation."""
    return f"{ALONE}{appointment_id.removeprefix('ap_')}"


def receipt(now: datetime, number: int) -> str:
    """Return YO-1124-07; the number is of the day on which the appointment was made."""
    return f"YO-{day_key(now)}-{number:02d}"


def day_key(now: datetime) -> str:
    """Return MMDD in Japanese time."""
    return f"{now.astimezone(JAPAN):%m%d}"
