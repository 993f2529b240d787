"""What the console's list of cases answers, and what changes in it; see `schemas`."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from desk.cases.danger_schemas import DangerOfCase
from desk.conversation.case_models import News
from desk.conversation.models import State
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


class Change(TypedDict):
    """An event of the stream."""

    event: str
    data: Stored[Any]


class Changes(TypedDict):
    """What happened, and the mark to ask on from."""

    next: str
    events: list[Change]
