"""The figures of each answer: shown, tapped, solved, led on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.reporting.history import InputKind, Said, Session
from desk.reporting.rates import Rate


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
        input_kind = _input_before(session.said, bubble)
        for label in bubble.shown:
            yield label, Verdict(input_kind is InputKind.TAPPED, bubble.asks, solved, led)


def _between(at: datetime, since: datetime, until: datetime | None) -> bool:
    return since <= at and (until is None or at < until)


def _input_before(said: Sequence[Said], bubble: Said) -> InputKind | None:
    before = [s for s in said if s.author == "user" and s.number < bubble.number]
    return before[-1].input_kind if before else None


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
