"""What was wished for, read from an address or a form: method, day, moment; pure. What cannot be read is None."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from desk.appointments.models import Method
from desk.text.times import JAPAN

_MOMENT = "%Y-%m-%dT%H:%M"
# A month of them; the assistant names no more.
_MOST_DAYS = 31


def read(fields: Mapping[str, str]) -> tuple[Method, datetime] | None:
    """Return the method and the time of a form."""
    wanted, begin = method(fields.get("method", "")), moment(fields.get("at", ""))
    return (wanted, begin) if wanted and begin else None


def method(text: str) -> Method | None:
    """Read `online`."""
    return Method(text) if text in set(Method) else None


def day(text: str) -> date | None:
    """Read 2026-11-25."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def days(text: str) -> frozenset[date]:
    """Read 2026-11-26,2026-12-03; what cannot be read is left out."""
    return frozenset(found for piece in text.split(",")[:_MOST_DAYS] if (found := day(piece)) is not None)


def listed(found: Collection[date]) -> str | None:
    """Return days as `days` reads them, None for none."""
    return ",".join(item.isoformat() for item in sorted(found)) or None


def moment(text: str) -> datetime | None:
    """Read 2026-11-25T10:00 of Japanese time."""
    try:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=JAPAN)
    except ValueError:
        return None


def written(found: datetime) -> str:
    """Return 2026-11-25T10:00, in Japanese time."""
    return found.astimezone(JAPAN).strftime(_MOMENT)
