"""What the console's routes answer of messages and notes; see `schemas`."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from desk.conversation.wire import ShownMessage, ShownPart
from desk.http.stored import Stored


class MessageUnderstood(TypedDict):
    """What the assistant understood of a message."""

    outcome: str | None
    label: str | None
    confidence: float | None


class CaseMessage(ShownMessage):
    """A message as consultants see it.

    Attributes:
        has_hidden: A contact is hidden in it, see `WholeCase`.
        late: Made under an older epoch, never sent.
        delivery: How far it got on LINE; absent on the web, where the page fetches for itself.
    """

    has_hidden: NotRequired[bool]
    understanding: NotRequired[MessageUnderstood]
    late: NotRequired[bool]
    delivery: NotRequired[str]


class CaseNote(TypedDict):
    """An internal note; `everywhere`: it is shown in all cases of its person."""

    id: int
    author_name: str
    text: str
    has_hidden: bool
    created_at: str
    everywhere: NotRequired[bool]


class PersonNote(CaseNote):
    """A note that stands in another case of the same person, and is shown in all."""

    case_id: str
    receipt: str


class OlderMessages(TypedDict):
    """The messages before those that are shown."""

    messages: Stored[list[CaseMessage]]
    has_older: bool
    titles: dict[str, str]


class WholeParts(TypedDict):
    """A message's parts with nothing hidden."""

    seq: int
    parts: list[ShownPart]


class WholeNote(TypedDict):
    """A note's words with nothing hidden."""

    id: int
    text: str


class Talk(TypedDict):
    """The whole talk of an alert."""

    messages: Stored[list[CaseMessage]]


class SentSeq(TypedDict):
    """The number that a message got."""

    seq: int
