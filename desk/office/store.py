"""What the console needs of the storage, as a port."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from desk.accounts.service import Account, AccountStore, OpenSession
from desk.conversation.models import Case, Message, Snooze, State
from desk.conversation.ports import Transaction
from desk.danger.models import Mark


class Office(Protocol):
    """Opening rules and the audit log."""

    def rules(self) -> tuple[str, str] | None:
        """Return the newest (slots, days)."""
        ...

    def save_rules(self, slots: str, days: str, by: str, now: datetime) -> None:
        """Add a version of the opening rules."""
        ...

    def audit(
        self,
        action: str,
        subject: str,
        now: datetime,
        *,
        account_id: str | None = None,
        account_name: str = "",
        address: str = "",
    ) -> None:
        """Append an entry to the audit log."""
        ...

    def entries(
        self,
        most: int = 300,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        account_id: str | None = None,
        action: str | None = None,
    ) -> Sequence[Any]:
        """Return the newest entries of the audit log."""
        ...

    def verify(self) -> tuple[int | None, int, str]:
        """Return (first entry that was changed or is missing, how many were read, last hash)."""
        ...


class Reading(Transaction, Protocol):
    """A transaction that reads long conversations page by page."""

    def messages_from(self, conversation_id: str, seq: int) -> list[Message]:
        """Return the messages from a number on, in order."""
        ...

    def messages_before(self, conversation_id: str, seq: int | None, most: int) -> tuple[list[Message], bool]:
        """Return the newest messages below a number (of all, where None), and whether there are older ones."""
        ...

    def marks(self, conversation_id: str, *, open_only: bool = False) -> list[Mark]:
        """Return the marks of danger of a conversation."""
        ...

    def understood_messages(self, conversation_id: str, most: int = 1_000) -> list[Message]:
        """Return what the migrant said and the assistant tried to understand."""
        ...


class ConsoleStore(AccountStore, Protocol):
    """Accounts, transactions, lists."""

    def write(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction that may write."""
        ...

    def read(self) -> AbstractContextManager[Reading]:
        """Begin a transaction that only reads."""
        ...

    def by_id(self, account_id: str) -> Account | None:
        """Return an account."""
        ...

    def all(self) -> list[Account]:
        """Return the active accounts."""
        ...

    def everybody(self) -> list[Account]:
        """Return all accounts, closed ones too."""
        ...

    def add(self, account: Account, now: datetime) -> None:
        """Store a new account."""
        ...

    def change(self, account_id: str, **values: Any) -> None:
        """Change an account; a closed one's sessions end at once."""
        ...

    def use_totp_step(self, account_id: str, step: int) -> bool:
        """Note the step of a code; False if it or a later one was used."""
        ...

    def own_sessions(self, account_id: str) -> list[OpenSession]:
        """Return an account's sessions."""
        ...

    def end_own_session(self, account_id: str, key: str) -> bool:
        """End one of an account's sessions."""
        ...

    def keep_recovery_codes(self, account_id: str, hashes: list[str]) -> None:
        """Replace an account's recovery codes."""
        ...

    def count_recovery_codes(self, account_id: str) -> int:
        """Return how many codes are left."""
        ...

    def set_duty(self, account_id: str, on_duty: bool, now: datetime) -> None:
        """Note whether somebody takes cases."""
        ...

    def cases(self, states: Sequence[State]) -> list[dict[str, Any]]:
        """Return {case, owner_name, last_text, last_at, unread}."""
        ...

    def items(self, case_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Return the same of named cases."""
        ...

    def standing(self) -> dict[str, dict[str, Any]]:
        """Return {case id: {conversation_id, seq, standing, notes, ways}} of the open cases."""
        ...

    def held_counts(self) -> dict[str, int]:
        """Return {account: how many cases it has in hand}."""
        ...

    def earlier(self, case: Case) -> list[dict[str, Any]]:
        """Return earlier cases of the same person."""
        ...

    def notes(self, case_id: str) -> list[dict[str, Any]]:
        """Return notes."""
        ...

    def add_note(
        self,
        case_id: str,
        author_id: str,
        author_name: str,
        text: str,
        now: datetime,
        called: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Store a note, and whom it calls."""
        ...

    def calls(self, account_id: str) -> list[dict[str, Any]]:
        """Return {case_id, receipt, author_name, created_at} of the notes that call somebody and were not looked at."""
        ...

    def see_calls(self, account_id: str, case_id: str, now: datetime) -> bool:
        """Note that somebody looked at a case; returns whether a note there called them."""
        ...

    def news(self, account_id: str, now: datetime) -> list[dict[str, Any]]:
        """Return {id, kind, case_id, receipt, by_name, note, at} of what somebody was told of cases and has not seen."""
        ...

    def see_news(self, account_id: str, case_id: str, now: datetime) -> bool:
        """Note that somebody has seen what they were told of a case."""
        ...

    def snoozes(self) -> dict[str, Snooze]:
        """Return {case id: what is put off or promised}."""
        ...

    def add_return(self, conversation_id: str, summary: str, now: datetime) -> None:
        """Let the assistant be told of a return."""
        ...
