"""What happens to a case: the request that opens it, how it is put off and changes hands, and what consultants are told; plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class News(StrEnum):
    """What a consultant is told of a case without having asked."""

    HANDED = "handed"  # it is theirs now: a colleague handed it on
    STOPPED = "stopped"  # it is theirs now: the colleague's account was closed
    RESUMED = "resumed"  # it is theirs again: the person they talked with came back
    TAKEN = "taken"  # somebody took it over
    GOING = "going"  # it will go back to the queue, for they are away and somebody waits
    GONE = "gone"  # it went back to the queue
    UNDONE = "undone"  # who handed it on, or took it over, has undone that


@dataclass(frozen=True)
class Handoff:
    """A request for a person, as the webhook received it."""

    conversation_id: str
    channel: str
    reason: str
    topic: str
    question: str
    slots: dict[str, Any]
    understood: list[dict[str, Any]]
    transcript: list[dict[str, Any]]
    requested_at: datetime
    contact: dict[str, Any] | None = None
    consent: dict[str, Any] | None = None


@dataclass(frozen=True)
class Snooze:
    """A case put off until a time, or an answer promised until then.

    Attributes:
        seq: The newest message when it was set; a later one of the migrant's wakes the case.
        is_promise: The migrant was told: it stays until it is done, through transfers as well.
    """

    case_id: str
    until: datetime
    is_promise: bool
    seq: int
    account_id: str
    set_at: datetime


@dataclass(frozen=True)
class HandOver:
    """That a case changed hands: by whom, from whom, and what was put off till then.

    Attributes:
        kind: `transfer`, `take_over` or `release`.
        before: Whose it was.
        seq: The newest message then.
        put_off: The snooze that ended with it, None where there was none.
    """

    kind: str
    at: datetime
    by: str | None
    before: str | None
    seq: int
    put_off: dict[str, Any] | None
