"""Reads single fields of a content file; each function raises BrokenEntry with the field and the reason."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from actions.library.broken import BrokenEntry

_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def string(path: Path, field: str, value: object) -> str:
    """Return text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise BrokenEntry(path, field, f"expected text, got {value!r}")
    return value.strip()


def optional(path: Path, field: str, value: object) -> str | None:
    """Return text, or None where the field is missing."""
    return None if value is None else string(path, field, value)


def date(path: Path, field: str, value: object) -> datetime.date:
    """Return a day."""
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise BrokenEntry(path, field, f"expected a date such as 2026-11-23, got {value!r}")
    return value


def partial_date(path: Path, field: str, value: object) -> str:
    """Return a year, a month or a day (`2024`, `2024-04`, `2024-04-09`) as text."""
    found = value.isoformat() if isinstance(value, datetime.date) else str(value)
    if not _PARTIAL_DATE.fullmatch(found):
        raise BrokenEntry(path, field, f"expected a date such as 2024, 2024-04 or 2024-04-09, got {value!r}")
    return found


def optional_date(path: Path, field: str, value: object) -> str | None:
    """Return a partial date, or None where the field is missing."""
    return None if value is None else partial_date(path, field, value)


def https(path: Path, field: str, value: object) -> str:
    """Return a web address. `http` is taken too: some pages of the city's old site are known under it only."""
    address = string(path, field, value)
    if not re.match(r"https?://", address):
        raise BrokenEntry(path, field, f"expected an https address, got {address}")
    return address
