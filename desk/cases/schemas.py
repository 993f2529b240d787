"""What the console's routes about cases answer; web/src/shared/api.ts is made from it (`make types`)."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from desk.attachments.service import ShownAttachment
from desk.cases.danger_schemas import DangerOfCase, DangerPage
from desk.content.service import AnswerFound
from desk.conversation.models import News, State
from desk.conversation.wire import ContactDetails, ShownMessage, ShownPart
from desk.http.stored import Stored

CaseState = Literal[State.ALERT, State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT, State.CLOSED]


class Owner(TypedDict):
    """Whose a case is."""

    account_id: str
    name: str | None


class PutOffUntil(TypedDict):
    """Put off, or an answer promised; `due` once the time has come."""

    until: str
    promise: bool
    due: bool


class CaseLine(TypedDict):
    """A case in a list, as far as the database knows it.

    Attributes:
        unread: What was written since the last reply and nobody answered; taps do not count.
        waits_since: Since when the person waits for a word; None where the last word was a consultant's.
    """

    case_id: str
    conversation_id: str
    receipt: str
    channel: str
    topic: str
    reason: str
    state: CaseState
    waiting_since: str
    wait_minutes: int
    owner: Owner | None
    question: str
    flags: list[str]
    danger: DangerOfCase | None
    unread: int
    waits_since: str | None
    tags: list[str]
    last_message_at: str | None
    last_message: str
    closed_at: str | None


class CaseRow(CaseLine):
    """The same with who is there just now.

    Attributes:
        owner_away: The owner's console has been closed for some minutes.
        can_wait: A mail that comes after whoever sits there and waits.
        muted_until: Until when the person calls nobody.
        writers: Who writes a reply just now.
    """

    owner_away: bool
    can_wait: bool
    muted_until: str | None
    viewers: list[str]
    writers: list[str]
    snooze: PutOffUntil | None


class CaseNewsItem(TypedDict):
    """What somebody was told of a case without having asked, and has not seen."""

    id: int
    kind: News
    case_id: str
    receipt: str
    by_name: str
    note: str | None
    at: str


class Call(TypedDict):
    """A note that calls somebody, and was not looked at yet."""

    case_id: str
    receipt: str
    author_name: str
    created_at: str


class CaseList(TypedDict):
    """The list, and what a console has to know besides.

    Attributes:
        more: There are closed ones before the last of these.
        closed: How many are closed in all.
        stuck: Messages to LINE and mails that wait for somebody's decision.
        trouble: What keeps a whole channel from sending, in words; empty while all is well.
        aside: What workers of the desk could not do, and wait for somebody's decision.
    """

    cases: list[CaseRow]
    more: bool
    closed: int
    open: bool
    opens_text: str | None
    on_duty: int
    stuck: int
    calls: list[Call]
    news: list[CaseNewsItem]
    trouble: str
    aside: int


class Brief(TypedDict):
    """What was answered (labels), asked last, and not answered (words)."""

    topics: list[str]
    last_question: str
    failed: list[str]


class CaseWords(TypedDict):
    """The words of a case in which contacts are hidden."""

    question: str
    slots: Stored[dict[str, str | None]]
    brief: Brief


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
    brief: Brief
    has_hidden: bool
    is_erased: bool
    epoch: int
    understood: Stored[list[UnderstoodLabel]]
    contact: Stored[CaseContact | None]
    consent: Stored[GivenConsent | None]
    transcript: Stored[list[TranscriptLine]]
    opened_at: str
    earlier: list[EarlierCase]


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


class WholeCase(TypedDict):
    """What is hidden until somebody asks for it, which is written down in the log."""

    contact: Stored[CaseContact | None]
    words: CaseWords
    messages: Stored[list[WholeParts]]
    notes: list[WholeNote]


class Talk(TypedDict):
    """The whole talk of an alert."""

    messages: Stored[list[CaseMessage]]


class LiftedMarks(TypedDict):
    """What is left after marks were taken away."""

    case_id: str
    state: CaseState
    flags: list[str]


class Called(TypedDict):
    """How many supervisors were called."""

    called: int


class SentSeq(TypedDict):
    """The number that a message got."""

    seq: int


class CaseStanding(TypedDict):
    """Who holds a case after something was done with it."""

    case_id: str
    state: CaseState
    owner: str | None


class UndoableStanding(CaseStanding):
    """The same of what can be undone for some seconds."""

    undo_seconds: int


class AnswersSuggested(TypedDict):
    """Answers to what a person wrote last; `seq` is None where it is the question of the case."""

    seq: int | None
    words: str
    answers: list[AnswerFound]


class Change(TypedDict):
    """An event of the stream."""

    event: str
    data: Stored[Any]


class Changes(TypedDict):
    """What happened, and the mark to ask on from."""

    next: str
    events: list[Change]
