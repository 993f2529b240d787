"""The needs of one message: which of its clauses is answered, and which is offered beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.nlu.known_labels import COURTESIES, HUMAN_AGENT, is_aside
from bot.nlu.label_model import Scores
from bot.nlu.thresholds import Thresholds


def first_need(
    label: str,
    clauses: Sequence[Scores],
    asking: Sequence[bool],
    thresholds: Thresholds,
    whole: Mapping[str, float],
) -> Scores | None:
    """Return the first sure clause, if the whole message's label is a later clause's and the first asks, or is thinkable in the whole.

    What is only told before a question of the same topic leads up to it (独立します。開業届はどこに出しますか).
    """
    asks = dict(zip(map(id, clauses), asking, strict=False))
    sure = [c for c in clauses if c.confidence >= thresholds.second_need and not is_aside(c.label)]
    later = [clause.label for clause in sure[1:]]
    if label not in later or sure[0].label == label:
        return None
    told = not asks.get(id(sure[0]), False)
    is_asked_later = any(asks.get(id(clause), False) for clause in sure[1:] if clause.label == label)
    if told and is_asked_later and sure[0].label.split("/")[0] == label.split("/")[0]:
        return None
    is_asked = not told and sure[0].confidence >= thresholds.answer
    return sure[0] if is_asked or whole.get(sure[0].label, 0.0) >= thresholds.first_need else None


def behind_thanks(
    label: str, clauses: Sequence[Scores], asking: Sequence[bool], thresholds: Thresholds
) -> Scores | None:
    """Return the question that stands beside thanks or a greeting, which outweigh it in the whole; None where there is none."""
    if label not in COURTESIES:
        return None
    sure = (c for c, asks in zip(clauses, asking, strict=False) if asks and c.confidence >= thresholds.answer)
    return next((c for c in sure if not is_aside(c.label) and c.label != HUMAN_AGENT), None)


def two_needs(
    clauses: Sequence[Scores], asking: Sequence[bool], thresholds: Thresholds
) -> tuple[Scores, Scores] | None:
    """Return the first two different needs of a message that both ask by their form and are sure, None where there are none."""
    sure = [
        c
        for c, asks in zip(clauses, asking, strict=False)
        if asks and c.confidence >= thresholds.answer and not is_aside(c.label) and c.label != HUMAN_AGENT
    ]
    other = next((c for c in sure[1:] if c.label != sure[0].label), None)
    return (sure[0], other) if other is not None else None


def second_need(label: str, clauses: Sequence[Scores], thresholds: Thresholds) -> str | None:
    """Return the label of the first sure clause that is about something else; None where there is none."""
    for scores in clauses:
        if scores.label != label and scores.confidence >= thresholds.second_need and not is_aside(scores.label):
            return scores.label
    return None
