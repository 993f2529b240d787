"""Answer, ask back, or admit not to know: the three outcomes, by thresholds set on held-out folds."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Literal

from bot.nlu.label_model import Scores

Outcome = Literal["answer", "clarify", "fallback", "handoff"]
Ranking = Sequence[tuple[str, float]]

HUMAN_AGENT = "handoff/human_agent"
DANGERS = ("chitchat/distress", "chitchat/emergency")
_ASIDES = ("chitchat", "out_of_scope")


@dataclasses.dataclass(frozen=True)
class Thresholds:
    """When to answer.

    Attributes:
        answer: Least calibrated probability of the best label for an answer.
        nearness: Least cosine to any label's centre for an answer.
        clarify: Least joint probability of the two best labels for asking back.
        single_word: Least probability for an answer to a message of one content word.
        second_need: Least probability in its own clause for a second need to be offered.
        danger: Probability from which the classifier alone reports distress or emergency.
    """

    answer: float = 0.40
    nearness: float = 0.20
    clarify: float = 0.30
    single_word: float = 0.80
    second_need: float = 0.60
    danger: float = 0.35


@dataclasses.dataclass(frozen=True)
class Decision:
    """What to do with a message; `candidates` are (label, probability), best first."""

    outcome: Outcome
    label: str
    confidence: float
    candidates: tuple[tuple[str, float], ...]
    second_label: str | None = None
    leans_on_context: bool = False


def decide(
    scores: Scores,
    thresholds: Thresholds,
    *,
    content_words: int,
    clauses: Sequence[Scores] = (),
    topic: str | None = None,
    leans: bool = False,
) -> Decision:
    """Choose the outcome.

    Args:
        scores: Of the whole message.
        thresholds: See the class.
        content_words: How many words carry meaning.
        clauses: Scores of the pieces, where the message has several.
        topic: Topic of the last answer, where there is one.
        leans: Whether the message cannot stand without what was said before.
    """
    ranking: Ranking = scores.ranking
    if leans and topic:
        ranking = within_topic(ranking, topic)
    label, confidence = ranking[0]
    candidates = tuple(ranking[:10])

    def made(outcome: Outcome, second: str | None = None) -> Decision:
        return Decision(outcome, label, confidence, candidates, second, leans and bool(topic))

    # Of the whole ranking: what was said before makes nobody safe.
    chances = dict(scores.ranking)
    for danger in DANGERS:
        if chances.get(danger, 0.0) >= thresholds.danger:
            label, confidence = danger, chances[danger]
            return made("answer")
    needed = thresholds.single_word if content_words <= 1 and not leans else thresholds.answer
    if label.startswith("chitchat/") or label == HUMAN_AGENT:
        needed = thresholds.answer
    near = scores.nearness >= thresholds.nearness or leans
    if confidence >= needed and near:
        second = _second_need(label, clauses, thresholds)
        first = _first_need(label, clauses, thresholds)
        if first is not None:
            second, label, confidence = label, first.label, first.confidence
        return made("handoff" if label == HUMAN_AGENT else "answer", second)
    if near and confidence + ranking[1][1] >= thresholds.clarify:
        return made("clarify")
    return made("fallback")


def within_topic(ranking: Ranking, topic: str) -> Ranking:
    """Return the ranking with the labels of one topic favoured, as far as the message allows.

    A message that speaks of something else with confidence keeps its own label.
    """
    inside = [(label, chance) for label, chance in ranking if label.startswith(f"{topic}/")]
    share = sum(chance for _, chance in inside)
    if not inside or ranking[0][1] > 0.9 or share <= 0.0:
        return ranking
    favoured = [(label, chance / share) for label, chance in inside]
    return favoured + [(label, 0.0) for label, _ in ranking if not label.startswith(f"{topic}/")]


def clarifying_labels(decision: Decision, most: int = 3, least: float = 0.05) -> list[str]:
    """Return the labels to offer: the best two or three that are worth naming."""
    worth = [
        label for label, chance in decision.candidates if chance >= least and label not in DANGERS
    ]
    plain = [label for label in worth if not label.startswith("chitchat/")]
    return (plain or worth)[:most] or [decision.label]


def _first_need(label: str, clauses: Sequence[Scores], thresholds: Thresholds) -> Scores | None:
    """Return the first sure clause, if the whole message's label is a later clause's."""
    sure = [c for c in clauses if c.confidence >= thresholds.second_need and not _is_aside(c.label)]
    later = [clause.label for clause in sure[1:]]
    return sure[0] if label in later and sure[0].label != label else None


def _second_need(label: str, clauses: Sequence[Scores], thresholds: Thresholds) -> str | None:
    for scores in clauses:
        if (
            scores.label != label
            and scores.confidence >= thresholds.second_need
            and not _is_aside(scores.label)
        ):
            return scores.label
    return None


def _is_aside(label: str) -> bool:
    return label.split("/")[0] in _ASIDES
