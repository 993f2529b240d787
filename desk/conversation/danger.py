"""What the desk knows of danger: what was found in a message, and the mark that it leaves; plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DISTRESS, EMERGENCY = "distress", "emergency"
KINDS = (DISTRESS, EMERGENCY)
SUBJECTS = (
    "suicide",
    "violence",
    "child",
    "care",
    "crisis",
    "medical",
    "fire",
    "crime",
    "accident",
    "other",
)


class By(StrEnum):
    """Who found it: the pattern files, the assistant's model, or one of the staff."""

    RULE = "rule"
    MODEL = "model"
    STAFF = "staff"


class MarkState(StrEnum):
    """Where a mark stands. LIFTED was no danger; HANDLED was, and a consultant has ended the case since."""

    OPEN = "open"
    LIFTED = "lifted"
    HANDLED = "handled"


@dataclass(frozen=True)
class Finding:
    """What was found in a message.

    Attributes:
        kind: `distress` or `emergency`.
        subject: One of `SUBJECTS`; decides which helplines are shown.
        words: The excerpt that raised it.
        by: Who found it.
        rule: Id of the group of patterns, None where a model found it.
        score: Of the model, 0 to 1, None where a rule found it.
        language: In which the person wrote: ja, en, zh-Hans, zh-Hant, ko.
    """

    kind: str
    subject: str
    words: str
    by: By
    rule: str | None = None
    score: float | None = None
    language: str = "ja"


@dataclass(frozen=True)
class Mark:
    """A mark at a message; a message has at most one.

    Attributes:
        outside_id: The message's own id, or the booking's.
        seq: Number of the message; 0 for what was written in a booking.
        appointment_id: The booking whose question raised it.
        set_by: The account that set it by hand.
        reason: Why it was set by hand.
        settled_by: The account that lifted it, or ended the case.
        settle_reason: Why it was lifted.
    """

    id: str
    conversation_id: str
    outside_id: str
    seq: int
    kind: str
    subject: str
    words: str
    found_by: By
    rule: str | None
    score: float | None
    at: datetime
    state: MarkState
    appointment_id: str | None = None
    set_by: str | None = None
    reason: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    settle_reason: str | None = None


@dataclass(frozen=True)
class Reading:
    """A message that is to be read for danger, leased to a worker.

    Attributes:
        text: The person's words as they stand now; empty where they were taken back or erased.
        is_read_by_rule: The pattern files have read it; only the model has not.
        attempts: How often it was tried, this time included.
    """

    id: int
    conversation_id: str
    outside_id: str
    seq: int
    appointment_id: str | None
    text: str
    is_read_by_rule: bool
    attempts: int
