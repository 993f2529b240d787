"""Everything that is held on one person, and what may be corrected of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.appointments.queries import BookingData
from desk.display_names import CONTACT_DETAILS
from desk.privacy.inventory import NAMES

# Fields that may be corrected, and what they are called.
CORRECTABLE = {
    "value": "連絡先",
    **CONTACT_DETAILS,
    "question": NAMES["question"],
}


@dataclass(frozen=True)
class Found:
    """A conversation that belongs to the person looked for.

    Attributes:
        where: Titles of what the words were found in.
        erased_at: When it was erased; of such a one only counts are left.
    """

    conversation_id: str
    channel: str
    begun_at: datetime
    receipts: tuple[str, ...]
    where: tuple[str, ...] = ()
    erased_at: datetime | None = None


@dataclass(frozen=True)
class Section:
    """One part of what is held: rows of {Japanese name: value}."""

    title: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class CaseData:
    """What may be corrected of a case."""

    case_id: str
    receipt: str
    question: str
    contact: dict[str, Any] | None
    is_open: bool


@dataclass(frozen=True)
class Restriction:
    """A limit that is in force."""

    kind: str
    reason: str
    set_at: datetime


@dataclass(frozen=True)
class Dossier:
    """Everything on one person's conversation."""

    found: Found
    sections: list[Section]
    cases: list[CaseData]
    restrictions: list[Restriction]
    files: list[Path] = field(default_factory=list)
    bookings: list[BookingData] = field(default_factory=list)

    @property
    def confirmation(self) -> str:
        """What must be typed before this is erased: a receipt number, or else the end of the conversation's id."""
        return self.found.receipts[-1] if self.found.receipts else self.found.conversation_id[-6:]

    def is_restricted(self, kind: str) -> bool:
        """Whether a limit is in force."""
        return any(limit.kind == kind for limit in self.restrictions)


class Held(Exception):
    """It must not be erased: a hold is in force."""
