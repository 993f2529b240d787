"""What the console's routes about cases answer; web/src/shared/api.ts is made from it (`make types`)."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from desk.attachments.service import ShownAttachment
from desk.content.service import AnswerFound
from desk.conversation.danger import By, MarkState
from desk.conversation.models import News, State
from desk.conversation.wire import ContactDetails, ShownMessage, ShownPart
from desk.http.stored import Stored

DangerKind = Literal["distress", "emergency"]
CaseState = Literal[State.ALERT, State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT, State.CLOSED]


class Owner(TypedDict):
    """Whose a case is."""

    account_id: str
    name: str | None


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
    rule: str | None
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
        stuck: Messages to LINE and mails that wait for somebody's decision.
        trouble: What keeps a whole channel from sending, in words; empty while all is well.
        aside: What workers of the desk could not do, and wait for somebody's decision.
    """

    cases: list[CaseRow]
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
    """Another case of the same person."""

    id: str
    receipt: str
    topic: str
    closed_at: str | None


class CaseDetail(CaseRow):
    """A case with all that was told.

    Attributes:
        has_hidden: A contact is hidden in the question, or in what was told.
        contact: Only its ends show, see `WholeCase`.
    """

    slots: Stored[dict[str, str | None]]
    brief: Brief
    has_hidden: bool
    epoch: int
    understood: Stored[list[UnderstoodLabel]]
    contact: Stored[CaseContact | None]
    consent: Stored[GivenConsent | None]
    transcript: Stored[list[TranscriptLine]]
    opened_at: str
    closed_at: str | None
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
    """An internal note."""

    id: int
    author_name: str
    text: str
    has_hidden: bool
    created_at: str


class CasePage(TypedDict):
    """A case as it is opened.

    Attributes:
        titles: Of the answers that labels stand for.
        has_older: There is more before the first of `messages`.
        attachments: By the id that a message part names; what was taken back or deleted is missing.
    """

    titles: dict[str, str]
    case: CaseDetail
    messages: Stored[list[CaseMessage]]
    has_older: bool
    danger: DangerPage
    attachments: dict[str, ShownAttachment]
    notes: list[CaseNote]
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


class SetMarkAnswer(TypedDict):
    """The mark that was set."""

    mark: ShownMark


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


class WaitingCase(TypedDict):
    """A case that calls somebody: never a word of a migrant."""

    case_id: str
    receipt: str
    is_danger: bool


class Pulse(TypedDict):
    """What an open page of the office has to know.

    Attributes:
        duty: Whether oneself is 在席; `on_duty` is how many are.
        waiting: The cases in the queue that call somebody, and the alerts.
    """

    news: list[CaseNewsItem]
    calls: int
    open: bool
    opens_text: str | None
    on_duty: int
    duty: bool
    waiting: list[WaitingCase]


class AnswersSuggested(TypedDict):
    """Answers to what a person wrote last; `seq` is None where it is the question of the case."""

    seq: int | None
    words: str
    answers: list[AnswerFound]


class Colleague(TypedDict):
    """Who may work on cases; `present` is 在席, `cases` how many they have in hand."""

    account_id: str
    name: str
    role: str
    present: bool
    cases: int


class Colleagues(TypedDict):
    """All who may work on cases."""

    accounts: list[Colleague]


class CannedReply(TypedDict):
    """A reply to insert."""

    id: int
    title: str
    register: Literal["formal", "easy"]
    text: str


class CannedHelpline(TypedDict):
    """Whom to call, ready to be sent; `subject` as in a mark of danger."""

    subject: str
    title: str
    text: str


class Canned(TypedDict):
    """What may be inserted, and what the calendar's variables stand for now."""

    replies: list[CannedReply]
    helplines: list[CannedHelpline]
    values: dict[str, str]


class ExcerptPiece(TypedDict):
    """A piece of an excerpt; `hit` where it is what was searched for."""

    text: str
    hit: bool


class Hit(TypedDict):
    """A place where words were found."""

    part: str
    at: str
    seq: int | None
    excerpt: list[ExcerptPiece]


class FoundCase(CaseRow):
    """A case in which words were found: the newest places, and how many there are."""

    hits: list[Hit]
    hit_count: int


class FoundCases(TypedDict):
    """A page of what was found."""

    cases: list[FoundCase]
    page: int
    more: bool


class Change(TypedDict):
    """An event of the stream."""

    event: str
    data: Stored[Any]


class Changes(TypedDict):
    """What happened, and the mark to ask on from."""

    next: str
    events: list[Change]
