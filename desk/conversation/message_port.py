"""What the conversation needs of messages: the log, choices, the assistant's turns, and the ways into a talk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from desk.conversation.models import Author, Choice, Message, Part, Turn


class MessagePort(Protocol):
    """What is said, and to whom."""

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
