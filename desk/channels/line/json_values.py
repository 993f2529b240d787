"""Values of LINE's JSON, each None where it cannot be what it should be. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# What LINE's apps let people write. No API returns a text again, so all of it is kept; the assistant reads its beginning.
LONGEST_TEXT = 10_000


def is_count(value: object) -> bool:
    """Whether it can be a place in a text or a length of one."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_TEXT


def moment_of(milliseconds: float) -> datetime:
    """Return the time; the beginning of time for a number that is none."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def printable(name: str) -> str:
    """Return a name without what databases refuse."""
    # NUL and half a surrogate pair are what databases refuse.
    return "".join(filter(str.isprintable, name))


def string_of(value: object, most: int | None = None) -> str | None:
    """Return a text, None for anything that cannot be what it should be: no text, not printable, too long."""
    if not isinstance(value, str) or not value.isprintable():
        return None
    return value if most is None or len(value) <= most else None


def mapping_of(value: object) -> Mapping[str, Any]:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}
