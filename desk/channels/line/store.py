"""What the LINE channel needs of the storage, as a port."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class LineStore(Protocol):
    """Transactions, users, tokens, events; every method works inside a transaction `tx`.

    Attributes:
        TRANSIENT: What the storage raises where the same work may pass at another try.
    """

    TRANSIENT: tuple[type[Exception], ...]

    def run(self, do: Callable[[Any], T]) -> T:
        """Do something in a transaction; returns after the commit."""
        ...

    def remember_event(self, tx: Any, event_id: str, kind: str, now: datetime) -> bool:
        """Note an event; False if it was seen before."""
        ...

    def conversation_of(self, tx: Any, user_id: str) -> str | None:
        """Return the conversation of a LINE user."""
        ...

    def add_user(self, tx: Any, user_id: str, conversation_id: str) -> None:
        """Tie a LINE user to a conversation."""
        ...

    def set_following(self, tx: Any, user_id: str, is_following: bool) -> None:
        """Note that somebody follows or has blocked the account."""
        ...

    def keep_token(self, tx: Any, user_id: str, token: str, now: datetime) -> None:
        """Keep the newest reply token."""
        ...

    def keep_read_token(self, tx: Any, user_id: str, token: str) -> None:
        """Keep the token that marks the newest message as read."""
        ...

    def unsend(self, tx: Any, outside_id: str, now: datetime) -> str | None:
        """Remove the words of a message; returns its conversation."""
        ...

    def revise(self, tx: Any, outside_id: str, words: str, now: datetime) -> str | None:
        """Change the words of a message; returns its conversation."""
        ...

    def waiting_turns(self, tx: Any, conversation_id: str) -> int:
        """Return how many messages of a conversation wait for the assistant."""
        ...

    def add_attachment(
        self,
        tx: Any,
        conversation_id: str,
        outside_id: str,
        kind: str,
        name: str | None,
        now: datetime,
    ) -> str:
        """Note what is to be fetched for a consultant; returns its id."""
        ...

    def was_unsent(self, tx: Any, outside_id: str) -> bool:
        """Whether a message was taken back before it came."""
        ...
