"""What the web channel needs of the storage, as a port."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from desk.conversation.ports import Transaction

T = TypeVar("T")


class WebStore(Protocol):
    """Transactions, tokens and names."""

    def write(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction that may write."""
        ...

    def run(self, do: Callable[[Transaction], T]) -> T:
        """Do something in a transaction that may share its commit with others; returns after the commit."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction that only reads."""
        ...

    def conversation_by_token(self, token_hash: str) -> str | None:
        """Return the conversation that a token opens."""
        ...

    def account_name(self, account_id: str | None) -> str | None:
        """Return a consultant's name."""
        ...


class Seen(Protocol):
    """See `desk.mail.migrant_store.MigrantMail`."""

    def note_seen(self, conversation_id: str, seq: int, now: datetime) -> None:
        """Note that a screen has shown messages up to a number."""
        ...
