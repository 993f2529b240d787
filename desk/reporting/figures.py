"""The figures of a cohort: counts, rates, waits. Every number of a page comes from here. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desk.reporting.answer_figures import answers_shown
from desk.reporting.history import Asked, InputKind, Outcome, Session
from desk.reporting.periods import local
from desk.reporting.rates import Rate, Spread

Minutes = Callable[[datetime, datetime], int]


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
        tapped=sum(said.input_kind is InputKind.TAPPED for said in users),
        to_person=sum(said.input_kind is InputKind.TO_PERSON for said in users),
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
