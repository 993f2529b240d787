"""What the assistant made of the questions of an evaluation; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.evaluation.lines import Question

# Labels split off from a wider one; a file of questions that does not know the narrow one means the wide one.
WIDER = {"centre/centre_booking": "centre/centre_how_to"}


@dataclass(frozen=True)
class Result:
    """What the assistant made of a question: candidates are (label, confidence), best first."""

    question: Question
    label: str
    confidence: float
    outcome: str
    candidates: tuple[tuple[str, float], ...]
    milliseconds: float
    danger: Mapping[str, Any] | None = None
    care: bool = False
    language: str = "ja"
    reply_language: str = "ja"
    steered: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the label is one of those accepted, or the words steered the talk as they were meant to."""
        return self.label in self.question.accepted or self.steered in self.question.steer

    @property
    def is_answered(self) -> bool:
        """Whether the person gets an answer (or a person) rather than a question back."""
        return self.outcome in {"answer", "handoff"}


def in_terms_of(questions: Sequence[Question], results: Sequence[Result]) -> list[Result]:
    """Return the results with each narrow label that no question names replaced by its wider one."""
    named = {label for question in questions for label in question.accepted}
    wider = {narrow: wide for narrow, wide in WIDER.items() if narrow not in named}
    return [_told(result, wider) for result in results]


def _told(result: Result, wider: Mapping[str, str]) -> Result:
    candidates: dict[str, float] = {}
    for name, confidence in result.candidates:
        label = wider.get(name, name)
        candidates[label] = candidates.get(label, 0.0) + confidence
    ranked = tuple(sorted(candidates.items(), key=lambda item: -item[1]))
    return replace(result, label=wider.get(result.label, result.label), candidates=ranked)
