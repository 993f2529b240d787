"""What the conversation needs from the outside: a transaction, the time, the hours, and the change signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from desk.conversation.case_models import HandOver, News, Snooze
from desk.conversation.models import (
    Author,
    Case,
    Choice,
    Consultant,
    Conversation,
    Holder,
    Message,
    Part,
    Situation,
    Turn,
)


class Transaction(Protocol):
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

    def append(
        self,
        conversation_id: str,
        author: Author,
        author_name: str,
        parts: Sequence[Part],
        sent_at: datetime,
        *,
        outside_id: str | None = None,
        author_id: str | None = None,
        late: bool = False,
        quiet: bool = False,
    ) -> Message:
        """Append a message under the next number; payloads of choices stay in the store.

        `quiet` keeps it from a channel that is sent to: the person asked on our own page and reads the answer there.
        """
        ...

    def message_by_outside_id(self, conversation_id: str, outside_id: str) -> Message | None:
        """Return the message that was stored under the sender's own id."""
        ...

    def messages(self, conversation_id: str, after: int = 0) -> list[Message]:
        """Return messages with higher numbers, in order, late ones included."""
        ...

    def last_user_text(self, conversation_id: str) -> str | None:
        """Return what the migrant typed last."""
        ...

    def last_words(self, conversation_id: str) -> Message | None:
        """Return the newest message of the migrant or a consultant."""
        ...

    def set_understanding(self, conversation_id: str, outside_id: str, understanding: dict[str, Any]) -> None:
        """Note what the assistant understood of a user's message."""
        ...

    def choice(self, conversation_id: str, choice_id: str) -> Choice | None:
        """Return a choice that was offered in this conversation."""
        ...

    def add_turn(self, turn: Turn, outside_id: str) -> None:
        """Put a user's message into the queue of turns."""
        ...

    def finish_turn(self, turn_id: str) -> bool:
        """Mark a turn as done; False if it was done before."""
        ...

    def drop_turns(self, conversation_id: str) -> None:
        """Forget the turns that have not begun, because a person answers now."""
        ...

    def add_link(self, code_hash: str, conversation_id: str, now: datetime, expires_at: datetime) -> None:
        """Store a one-time link."""
        ...

    def use_link(self, code_hash: str, now: datetime, grace: timedelta, most: int) -> str | None:
        """Count a use of a link; returns its conversation, None where it opens nothing any more.

        Within `grace` of its first use it opens again, `most` times in all.
        """
        ...

    def add_web_key(self, token_hash: str, conversation_id: str, now: datetime) -> None:
        """Let one more device into a conversation."""
        ...

    def add_return(self, conversation_id: str, summary: str, at: datetime) -> None:
        """Let the assistant be told of a return, as soon as it can be reached."""
        ...

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


class ChangeSignal(Protocol):
    """Wakes whoever waits for news of a conversation; a hint only, the store is the truth."""

    def send(self, conversation_id: str) -> None:
        """Say that a conversation has news."""
        ...
