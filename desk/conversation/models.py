"""What the desk knows of conversations, messages and cases; plain data, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Part = dict[str, Any]


class State(StrEnum):
    """Who holds the conversation. The bot answers in BOT and MESSAGE_LEFT only.

    ALERT is a state of cases alone: words of danger were said while the bot, or nobody, holds the conversation.
    """

    BOT = "bot"
    QUEUED = "queued"
    CONSULTANT = "consultant"
    MESSAGE_LEFT = "message_left"
    CLOSED = "closed"
    ALERT = "alert"


class Author(StrEnum):
    """Who said something."""

    USER = "user"
    BOT = "bot"
    CONSULTANT = "consultant"
    SYSTEM = "system"


@dataclass(frozen=True)
class Holder:
    """The one stored answer to "who speaks": every change of it bumps the epoch.

    Attributes:
        state: See `State`.
        owner: Account id of the consultant, only in CONSULTANT.
        epoch: Fencing number; what was made under an older one is late.
    """

    state: State
    owner: str | None
    epoch: int

    @property
    def bot_answers(self) -> bool:
        """Whether the assistant may speak; a message left for tomorrow does not silence it."""
        return self.state in {State.BOT, State.MESSAGE_LEFT}


@dataclass(frozen=True)
class Conversation:
    """One migrant on one channel."""

    id: str
    channel: str
    holder: Holder
    last_seq: int
    created_at: datetime


@dataclass(frozen=True)
class Message:
    """One entry of the conversation's log; `seq` rises by one and is the event id of the feed.

    Attributes:
        parts: What is shown, as in the web contract.
        outside_id: The sender's own id, unique within the conversation; a repeat is the same message.
        late: Made under an older epoch: never sent, shown greyed to the consultant.
        understanding: What the assistant understood of a user's message.
    """

    conversation_id: str
    seq: int
    author: Author
    author_name: str
    sent_at: datetime
    parts: list[Part]
    outside_id: str | None = None
    author_id: str | None = None
    late: bool = False
    understanding: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        """The words of the message, for lists and search."""
        return "\n".join(str(part["text"]) for part in self.parts if part.get("text"))

    @property
    def is_tap(self) -> bool:
        """Whether it is a tapped choice: its words are the button's, not the person's."""
        return any(part.get("tapped") for part in self.parts)


@dataclass(frozen=True)
class Turn:
    """A user's message that waits for the assistant; one per conversation runs at a time.

    Attributes:
        id: Also the message id that the assistant gets: a retry repeats it.
        payload: Command of a tapped choice, None for typed text.
        epoch: The epoch under which the message was taken.
        attempts: How often it was tried.
        origin: Names the network it came from; turns are taken fairly across networks.
    """

    id: str
    conversation_id: str
    channel: str
    text: str
    payload: str | None
    sent_at: datetime
    epoch: int
    attempts: int
    origin: str | None = None


@dataclass(frozen=True)
class Choice:
    """Something that was offered to tap; only offered choices are accepted as choices."""

    id: str
    label: str
    payload: str


@dataclass(frozen=True)
class Case:
    """What the consultants work on; a conversation has at most one that is not closed."""

    id: str
    receipt: str
    conversation_id: str
    channel: str
    state: State
    reason: str
    topic: str
    question: str
    slots: dict[str, Any]
    understood: list[dict[str, Any]]
    flags: list[str]
    waiting_since: datetime
    opened_at: datetime
    contact: dict[str, Any] | None = None
    consent: dict[str, Any] | None = None
    transcript: list[dict[str, Any]] = field(default_factory=list)
    owner: str | None = None
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Situation:
    """Whether a person can be reached now.

    Attributes:
        open: Within the opening hours (before the last acceptance).
        on_duty: Consultants who are present.
        opens_at: The next opening, None while open.
        opens_text: The same in Japanese (11月25日(水) 9:00).
        expected_wait_minutes: Band from the latest cases, None where nothing is known.
    """

    open: bool
    on_duty: int
    opens_at: datetime | None = None
    opens_text: str | None = None
    expected_wait_minutes: int | None = None


@dataclass(frozen=True)
class Consultant:
    """Who acts on a case."""

    id: str
    name: str
    is_supervisor: bool = False
