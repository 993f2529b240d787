"""What the console's routes answer about words of danger; see `schemas`."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from desk.conversation.danger import By, MarkState
from desk.http.stored import Stored

DangerKind = Literal["distress", "emergency"]


class DangerOfCase(TypedDict):
    """What stands of danger in a case: the newest words, and how many messages are marked."""

    kind: DangerKind
    subject: str
    words: str
    count: int
    seq: int
    at: str


class ShownMark(TypedDict):
    """A mark at a message, why it was set, and what became of it."""

    id: str
    seq: int
    kind: DangerKind
    subject: str
    subject_name: str
    words: str
    by: By
    by_name: str
    rule_name: str | None
    score: float | None
    reason: str | None
    at: str
    state: MarkState
    settle_reason: str | None


class Helpline(TypedDict):
    """Whom to call."""

    label: str
    tel: str


class ShownGuidance(TypedDict):
    """What a consultant is reminded of while a mark stands."""

    title: str
    say: list[str]
    avoid: list[str]
    call: list[str]
    numbers: Stored[list[Helpline]]


class DangerPage(TypedDict):
    """The marks of a case, what helps while one stands, and the names of the subjects."""

    marks: list[ShownMark]
    guidance: ShownGuidance | None
    subjects: dict[str, str]


class SetMarkAnswer(TypedDict):
    """The mark that was set."""

    mark: ShownMark
