"""What the console's routes answer about the office and those who work in it; see `schemas`."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from desk.cases.list_schemas import CaseNewsItem


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
