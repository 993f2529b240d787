"""The figures of a cohort: counts, rates, waits. Every number of a page comes from here. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desk.reporting.history import Asked, Outcome, Said, Session, Way
from desk.reporting.periods import local

# A rate of fewer says nothing and may point at a person: it is not shown.
FEWEST_FOR_A_RATE = 10
FEWEST_FOR_A_MEDIAN = 3

Minutes = Callable[[datetime, datetime], int]


@dataclass(frozen=True)
class Rate:
    """A share: `part` of `whole`."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """Per cent with one decimal; None where too few stand behind it."""
        if self.whole < FEWEST_FOR_A_RATE:
            return None
        return round(100 * self.part / self.whole, 1)


@dataclass(frozen=True)
class Spread:
    """Minutes of opening that people waited."""

    minutes: tuple[int, ...]

    @property
    def median(self) -> float | None:
        """The middle one."""
        ordered = sorted(self.minutes)
        count = len(ordered)
        if count < FEWEST_FOR_A_MEDIAN:
            return None
        return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2

    @property
    def p90(self) -> int | None:
        """What nine of ten did not exceed (nearest rank)."""
        if len(self.minutes) < FEWEST_FOR_A_RATE:
            return None
        return sorted(self.minutes)[math.ceil(0.9 * len(self.minutes)) - 1]


@dataclass(frozen=True)
class Figures:
    """What the cohort of a period did.

    Attributes:
        sessions: How many sessions.
        conversations: How many conversations they belong to.
        outcomes: Typed questions by what became of them; greetings are counted as asides.
        tapped: Choices tapped.
        to_person: Messages written to a consultant, or while waiting for one.
        asked_if_solved: Answers under which 解決しましたか was asked.
        solved: Of these, answered with はい.
        unsolved: Of these, answered with いいえ.
        cases: Hand-overs.
        reached: Conversations that reached a person or left a question.
        reasons: Hand-overs by reason.
        taken: Hand-overs that a consultant took.
        out_of_hours: Hand-overs that came while the desk was closed.
        abandoned: Hand-overs given up while waiting.
        waits: From the request to the claim, of those taken.
        replies: From the request to the first words of a consultant.
    """

    sessions: int
    conversations: int
    outcomes: Counter[str]
    tapped: int
    to_person: int
    asked_if_solved: int
    solved: int
    unsolved: int
    cases: int
    reached: int
    reasons: Counter[str]
    taken: int
    out_of_hours: int
    left_while_waiting: int
    abandoned: int
    waits: Spread
    replies: Spread
    sessions_by_channel: Counter[str] = field(default_factory=Counter)

    @property
    def questions(self) -> int:
        """Typed questions: everything typed to the bot but greetings and wishes for a person."""
        asides = {Outcome.ASIDE.value, Outcome.HANDOFF.value}
        return sum(count for outcome, count in self.outcomes.items() if outcome not in asides)

    @property
    def answered(self) -> Rate:
        """回答率."""
        return Rate(self.outcomes[Outcome.ANSWER.value], self.questions)

    @property
    def resolved(self) -> Rate:
        """解決率."""
        return Rate(self.solved, self.solved + self.unsolved)

    @property
    def silent(self) -> Rate:
        """Share of those asked who tapped nothing."""
        return Rate(self.asked_if_solved - self.solved - self.unsolved, self.asked_if_solved)

    @property
    def handed_over(self) -> Rate:
        """引き継ぎ率."""
        return Rate(self.reached, self.conversations)


def figures(cohort: Sequence[Session], minutes: Minutes) -> Figures:
    """Count a cohort; `minutes` returns the minutes of opening between two moments."""
    users = [said for session in cohort for said in session.said if said.author == "user"]
    verdicts = [v for session in cohort for _, v in answers_shown(session)]
    cases = [case for session in cohort for case in session.asked]
    reached = {s.conversation_id for s in cohort if any(has_reached(case) for case in s.asked)}
    return Figures(
        sessions=len(cohort),
        conversations=len({session.conversation_id for session in cohort}),
        outcomes=Counter(said.outcome.value for said in users if said.outcome),
        tapped=sum(said.way is Way.TAPPED for said in users),
        to_person=sum(said.way is Way.TO_PERSON for said in users),
        asked_if_solved=sum(verdict.is_asked for verdict in verdicts),
        solved=sum(verdict.is_solved is True for verdict in verdicts),
        unsolved=sum(verdict.is_solved is False for verdict in verdicts),
        cases=len(cases),
        reached=len(reached),
        reasons=Counter(case.reason for case in cases),
        taken=sum(case.claimed_at is not None for case in cases),
        out_of_hours=sum(case.is_out_of_hours for case in cases),
        left_while_waiting=sum(case.left_at is not None for case in cases),
        abandoned=sum(is_abandoned(case) for case in cases),
        waits=Spread(tuple(_waits(cases, minutes, lambda case: case.claimed_at))),
        replies=Spread(tuple(_waits(cases, minutes, lambda case: case.answered_at))),
        sessions_by_channel=Counter(session.channel for session in cohort),
    )


def has_reached(case: Asked) -> bool:
    """Whether a person came, or the question was left with the consultants."""
    return case.claimed_at is not None or (
        (case.is_out_of_hours or case.left_at is not None) and case.cancelled_at is None
    )


def is_abandoned(case: Asked) -> bool:
    """Whether the migrant gave up before anybody came."""
    return case.cancelled_at is not None and case.claimed_at is None


def _waits(cases: Iterable[Asked], minutes: Minutes, end: Callable[[Asked], datetime | None]) -> Iterator[int]:
    for case in cases:
        ended = end(case)
        if ended is not None:
            yield minutes(case.opened_at, ended)


@dataclass(frozen=True)
class Verdict:
    """What was said of one answer shown.

    Attributes:
        is_tapped: A choice led to it, and not a typed question.
        is_asked: 解決しましたか stood under it.
        is_solved: The last tap before the next answer; None for silence.
        has_led_on: It was the last answer before a hand-over.
    """

    is_tapped: bool
    is_asked: bool
    is_solved: bool | None
    has_led_on: bool


def answers_shown(session: Session) -> Iterator[tuple[str, Verdict]]:
    """Yield (label, verdict) of each approved answer that was shown in a session."""
    bubbles = [said for said in session.said if said.shown]
    asking = [said.at for said in bubbles if said.asks]
    for position, bubble in enumerate(bubbles):
        following = bubbles[position + 1].at if position + 1 < len(bubbles) else None
        solved = None
        if bubble.asks:
            until = next((at for at in asking if at > bubble.at), None)
            taps = [tap for tap in session.feedback if _between(tap.at, bubble.at, until)]
            solved = taps[-1].is_solved if taps else None
        led = any(_between(case.opened_at, bubble.at, following) for case in session.asked)
        way = _way_to(session.said, bubble)
        for label in bubble.shown:
            yield label, Verdict(way is Way.TAPPED, bubble.asks, solved, led)


def _between(at: datetime, since: datetime, until: datetime | None) -> bool:
    return since <= at and (until is None or at < until)


def _way_to(said: Sequence[Said], bubble: Said) -> Way | None:
    before = [s for s in said if s.author == "user" and s.number < bubble.number]
    return before[-1].way if before else None


@dataclass
class AnswerFigures:
    """How one approved answer did."""

    label: str
    shown: int = 0
    by_tap: int = 0
    solved: int = 0
    unsolved: int = 0
    led_on: int = 0

    @property
    def resolved(self) -> Rate:
        """Of those who tapped."""
        return Rate(self.solved, self.solved + self.unsolved)


def by_answer(cohort: Iterable[Session]) -> list[AnswerFigures]:
    """Return the figures of each answer, the most shown first."""
    found: dict[str, AnswerFigures] = {}
    for session in cohort:
        for label, verdict in answers_shown(session):
            of = found.setdefault(label, AnswerFigures(label))
            of.shown += 1
            of.by_tap += verdict.is_tapped
            of.solved += verdict.is_solved is True
            of.unsolved += verdict.is_solved is False
            of.led_on += verdict.has_led_on
    return sorted(found.values(), key=lambda of: (-of.shown, of.label))


def by_hour(cohort: Iterable[Session]) -> list[list[int]]:
    """Return messages of migrants as 7 weekdays (Monday first) of 24 hours, Japanese time."""
    grid = [[0] * 24 for _ in range(7)]
    for session in cohort:
        for said in session.said:
            if said.author == "user":
                at = local(said.at)
                grid[at.weekday()][at.hour] += 1
    return grid


def outside(cohort: Iterable[Session], is_open: Callable[[datetime], bool]) -> Rate:
    """Return the share of migrants' messages that came while the desk was closed."""
    moments = [s.at for session in cohort for s in session.said if s.author == "user"]
    return Rate(sum(not is_open(at) for at in moments), len(moments))


def topics(cohort: Iterable[Session]) -> Counter[str]:
    """Return typed and answered questions by topic."""
    labels = (
        said.label for session in cohort for said in session.said if said.outcome is Outcome.ANSWER and said.label
    )
    return Counter(label.split("/")[0] for label in labels)
