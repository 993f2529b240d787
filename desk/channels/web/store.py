"""What the web channel needs of the storage, as a port."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from desk.conversation.ports import Transaction


class WebStore(Protocol):
    """Transactions, tokens and names."""

    def write(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction that may write."""
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
