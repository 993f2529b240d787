"""What the console's routes about cases answer; web/src/shared/api.ts is made from it (`make types`)."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from desk.attachments.service import ShownAttachment
from desk.cases.danger_schemas import DangerPage
from desk.cases.list_schemas import CaseRow, CaseState
from desk.cases.message_schemas import CaseMessage, CaseNote, PersonNote, WholeNote, WholeParts
from desk.conversation.wire import ContactDetails
from desk.http.stored import Stored


class CaseSummary(TypedDict):
    """What was answered (labels), asked last, and not answered (words)."""

    topics: list[str]
    last_question: str
    failed: list[str]


class CaseWords(TypedDict):
    """The words of a case in which contacts are hidden."""

    question: str
    slots: Stored[dict[str, str | None]]
    summary: CaseSummary


class UnderstoodLabel(TypedDict):
    """What the assistant understood."""

    label: str
    confidence: float


class CaseContact(ContactDetails):
    """How to reach somebody outside the chat."""

    kind: str
    value: str


class GivenConsent(TypedDict):
    """What somebody agreed to."""

    given: bool
    text: str
    at: str | None


class TranscriptLine(TypedDict):
    """A line of what was said before the hand-over."""

    author: str
    text: str
    sent_at: str | None


class EarlierCase(TypedDict):
    """Another case of the same person: in the same talk, joined by a consultant, or with the same contact."""

    id: str
    receipt: str
    topic: str
    channel: str
    state: CaseState
    how: Literal["talk", "joined", "contact"]
    closed_at: str | None


class CaseDetail(CaseRow):
    """A case with all that was told.

    Attributes:
        has_hidden: A contact is hidden in the question, or in what was told.
        contact: Only its ends show, see `WholeCase`.
        is_erased: What the person said is gone, and nothing can be said to them any more.
    """

    slots: Stored[dict[str, str | None]]
    summary: CaseSummary
    has_hidden: bool
    is_erased: bool
    epoch: int
    understood: Stored[list[UnderstoodLabel]]
    contact: Stored[CaseContact | None]
    consent: Stored[GivenConsent | None]
    transcript: Stored[list[TranscriptLine]]
    opened_at: str
    earlier: list[EarlierCase]


class OtherCase(TypedDict):
    """Another case before it is joined: of its contact only the ends show."""

    case_id: str
    receipt: str
    channel: str
    topic: str
    opened_at: str
    contact: str


class CasePage(TypedDict):
    """A case as it is opened.

    Attributes:
        titles: Of the answers that labels stand for.
        has_older: There is more before the first of `messages`.
        person_notes: Notes of the person's other cases that are shown in all.
        attachments: By the id that a message part names; what was taken back or deleted is missing.
    """

    titles: dict[str, str]
    case: CaseDetail
    messages: Stored[list[CaseMessage]]
    has_older: bool
    danger: DangerPage
    attachments: dict[str, ShownAttachment]
    notes: list[CaseNote]
    person_notes: list[PersonNote]
    typing: bool


class WholeCase(TypedDict):
    """What is hidden until somebody asks for it, which is written down in the log."""

    contact: Stored[CaseContact | None]
    words: CaseWords
    messages: Stored[list[WholeParts]]
    notes: list[WholeNote]
