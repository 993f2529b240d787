"""What the reports count: raw rows of conversations as plain data, and their sessions. Pure.

One cohort for every figure: the sessions that began in the period. What follows from them (a consultant's claim a day
later) belongs to them, whenever it happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk.reporting.periods import Period

# A session ends when the migrant has been silent for this long.
IDLE = timedelta(minutes=30)


class InputKind(StrEnum):
    """How a migrant's message came, as far as the reports tell them apart."""

    TYPED = "typed"  # to the bot
    TAPPED = "tapped"  # a choice
    TO_PERSON = "to_person"  # while a consultant was asked for or spoke


class Outcome(StrEnum):
    """What became of a typed question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    FALLBACK = "fallback"
    HANDOFF = "handoff"
    ASIDE = "aside"  # a greeting, thanks: no question
    FAILED = "failed"  # the assistant was away


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        input_kind: Only of the migrant's messages.
        outcome: Only of typed ones.
        label: What the bot understood, of typed ones.
        shown: Labels of the approved answers in a message of the bot.
        asks: Whether it asked 解決しましたか.
        control: What a typed message wanted of the talk (wrong, thanks, back, …), None where it asked something.
    """

    number: int
    author: str
    at: datetime
    text: str
    input_kind: InputKind | None = None
    outcome: Outcome | None = None
    label: str | None = None
    shown: tuple[str, ...] = ()
    asks: bool = False
    control: str | None = None


@dataclass(frozen=True)
class Feedback:
    """A tap on はい or いいえ."""

    at: datetime
    is_solved: bool


@dataclass(frozen=True)
class Asked:
    """One hand-over.

    Attributes:
        is_out_of_hours: It was taken as a message because the desk was closed.
        left_at: When the migrant, waiting, chose to leave a message; None otherwise.
        cancelled_at: When the migrant stopped waiting.
        answered_at: The first message of a consultant.
        told: What was told of oneself: from_where, family, timing, stage.
    """

    case_id: str
    receipt: str
    channel: str
    reason: str
    topic: str
    opened_at: datetime
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    answered_at: datetime | None = None
    is_out_of_hours: bool = False
    left_at: datetime | None = None
    cancelled_at: datetime | None = None
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Talk:
    """One conversation, everything in order of time."""

    conversation_id: str
    channel: str
    said: tuple[Said, ...]
    feedback: tuple[Feedback, ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Session:
    """A stretch of a conversation: from a message of the migrant to the next after half an hour's silence."""

    conversation_id: str
    channel: str
    begin: datetime
    said: tuple[Said, ...]
    feedback: tuple[Feedback, ...]
    asked: tuple[Asked, ...]


def sessions(talk: Talk) -> list[Session]:
    """Cut a conversation; what came before the migrant's first message (a greeting) belongs to no session."""
    begins = list(_begins(said.at for said in talk.said if said.author == "user"))
    cut = []
    for position, begin in enumerate(begins):
        end = begins[position + 1] if position + 1 < len(begins) else None

        def inside(at: datetime, begin: datetime = begin, end: datetime | None = end) -> bool:
            return begin <= at and (end is None or at < end)

        cut.append(
            Session(
                talk.conversation_id,
                talk.channel,
                begin,
                tuple(said for said in talk.said if inside(said.at)),
                tuple(tap for tap in talk.feedback if inside(tap.at)),
                tuple(case for case in talk.asked if inside(case.opened_at)),
            )
        )
    return cut


def _begins(moments: Iterable[datetime]) -> Iterator[datetime]:
    before: datetime | None = None
    for at in moments:
        if before is None or at - before >= IDLE:
            yield at
        before = at


def cohort(talks: Iterable[Talk], period: Period) -> list[Session]:
    """Return the sessions that began in a period, in order."""
    found = [s for talk in talks for s in sessions(talk) if period.has(s.begin)]
    return sorted(found, key=lambda session: (session.begin, session.conversation_id))
