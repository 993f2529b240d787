"""What the conversation needs of cases: whose they are, what is put off, and what consultants are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from desk.conversation.case_models import HandOver, News, Snooze
from desk.conversation.models import Case, Consultant


class CasePort(Protocol):
    """What consultants work on."""

    def open_case(self, conversation_id: str) -> Case | None:
        """Return the case of a conversation that is not closed."""
        ...

    def case(self, case_id: str) -> Case | None:
        """Return a case."""
        ...

    def add_case(self, case: Case) -> None:
        """Store a new case."""
        ...

    def update_case(self, case: Case) -> None:
        """Store a case's new state."""
        ...

    def next_receipt_number(self, day: str) -> int:
        """Return 1, 2, … for the cases of a day (MMDD)."""
        ...

    def queue_position(self, case: Case) -> int:
        """Return 1 for the case that waits longest."""
        ...

    def former_consultant(self, conversation_id: str, closed_since: datetime, now: datetime) -> Consultant | None:
        """Return who finished the latest case of a conversation, if that was lately, they are on duty and the talk was not rated low."""
        ...

    def latest_consultant(self, conversation_id: str, closed_since: datetime) -> Consultant | None:
        """Return who finished the latest case of a conversation, if that was lately; on duty or not."""
        ...

    def handoff(self, webhook_id: str) -> tuple[str, dict[str, Any], int] | None:
        """Return (body hash, answer, epoch after) of a hand-over that was received before."""
        ...

    def handoff_epoch(self, case_id: str) -> int | None:
        """Return the epoch after the latest hand-over of a case."""
        ...

    def add_handoff(self, webhook_id: str, body_hash: str, case_id: str, answer: dict[str, Any], epoch: int) -> None:
        """Remember a hand-over and what was answered."""
        ...

    def hand_over_event(self, conversation_id: str, epoch: int) -> HandOver | None:
        """Return the transfer, take-over or return to the queue that led to an epoch."""
        ...

    def add_timer(self, kind: str, case_id: str, due_at: datetime, epoch: int) -> None:
        """Set a timer; it counts only while the conversation's epoch is still this one."""
        ...

    def snooze(self, case_id: str) -> Snooze | None:
        """Return until when a case is put off or promised, None where it is not."""
        ...

    def put_snooze(self, snooze: Snooze) -> None:
        """Put a case off; an earlier snooze of it is replaced."""
        ...

    def end_snooze(self, case_id: str) -> None:
        """Forget a snooze."""
        ...

    def muted_until(self, conversation_id: str, now: datetime) -> datetime | None:
        """Return until when a conversation calls nobody, None where it does."""
        ...

    def mute(self, conversation_id: str, until: datetime, who: Consultant, now: datetime) -> None:
        """Let a conversation call nobody until a time; an earlier mute of it is replaced."""
        ...

    def unmute(self, conversation_id: str) -> None:
        """Let a conversation call people again."""
        ...

    def tell(
        self,
        account_id: str,
        kind: News,
        case_id: str,
        by_name: str,
        mark: int,
        now: datetime,
        note_id: int | None = None,
    ) -> None:
        """Tell a consultant something of a case; `mark` is the epoch after it, or the number of the words that wait."""
        ...

    def was_told(self, case_id: str, account_id: str, kind: News, mark: int) -> bool:
        """Whether somebody was told that already."""
        ...

    def take_back(self, case_id: str, mark: int) -> list[str]:
        """Take back what was told under an epoch; returns whom."""
        ...

    def add_note(self, case_id: str, who: Consultant, text: str, now: datetime) -> int:
        """Store an internal note; returns its number."""
        ...
