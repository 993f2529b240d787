"""What the conversation needs from the outside: a transaction, the time, the hours, and a bell."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from desk.conversation.case_port import CasePort
from desk.conversation.message_port import MessagePort
from desk.conversation.models import Conversation, Holder, Situation


class Transaction(MessagePort, CasePort, Protocol):
    """One database transaction: all of it is stored, or nothing."""

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Return a conversation, locked until the end of the transaction where the database can."""
        ...

    def add_conversation(self, conversation: Conversation, token_hash: str | None) -> None:
        """Store a new conversation."""
        ...

    def move(self, conversation_id: str, before: Holder, after: Holder) -> bool:
        """Compare and set the holder; False if somebody else moved it first."""
        ...

    def add_event(
        self,
        conversation_id: str,
        kind: str,
        at: datetime,
        *,
        epoch: int,
        case_id: str | None = None,
        account_id: str | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Append to the history of who did what; never holds what was said."""
        ...

    def count_changes(self, conversation_id: str) -> int:
        """Return how often words of a conversation were taken back or changed after they were said."""
        ...

    def add_reading(
        self,
        conversation_id: str,
        outside_id: str,
        seq: int,
        now: datetime,
        due_at: datetime,
        *,
        appointment_id: str | None = None,
    ) -> None:
        """Let what the migrant wrote be read for danger; once for each message."""
        ...

    def danger_kinds(self, conversation_id: str) -> list[str]:
        """Return the kinds (distress, emergency) of the marks that stand."""
        ...

    def settle_danger(self, conversation_id: str, by: str, now: datetime) -> None:
        """Note that a consultant has ended the case: its marks belong to the past."""
        ...

    def resume_danger(self, conversation_id: str, settled_at: datetime) -> None:
        """Take back that a case was ended at a moment: the marks that were settled by it are open again."""
        ...

    def is_stopped(self, conversation_id: str) -> bool:
        """Whether the person's data must not be used (利用停止)."""
        ...

    def keep_notice(self, notice_hash: str, text: str, now: datetime) -> None:
        """Keep a wording of the purpose notice that was agreed to, once."""
        ...


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the aware UTC time."""
        ...


class Hours(Protocol):
    """Knows whether a person can be reached."""

    def situation(self) -> Situation:
        """Return the situation now."""
        ...


class Bell(Protocol):
    """Wakes whoever waits for news; a hint only, the store is the truth."""

    def ring(self, conversation_id: str) -> None:
        """Say that a conversation has news."""
        ...
