"""What the routes of reporting answer in JSON."""

from __future__ import annotations

from typing_extensions import TypedDict


class OutcomeKind(TypedDict):
    """What may be ticked."""

    kind: str
    name: str


class CaseOutcomes(TypedDict):
    """What may be ticked, what is, and whether the conversation counts at all."""

    kinds: list[OutcomeKind]
    done: list[str]
    test: bool


class ToReview(TypedDict):
    """An answer past its date of review."""

    label: str
    title: str
    owner: str
    review_by: str


class Pushes(TypedDict):
    """The month's pushes to LINE; `most` is None where there is no limit."""

    used: int
    most: int | None
    is_short: bool


class Undecided(TypedDict):
    """Groups of questions without an answer that nobody has decided about."""

    count: int
    address: str


class TodayAnswer(TypedDict):
    """What the open cases do not tell by themselves."""

    to_review: list[ToReview]
    line: Pushes | None
    unanswered: Undecided | None


class Openings(TypedDict):
    """When the next days begin on which somebody is there."""

    openings: list[str]
