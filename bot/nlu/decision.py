"""Answer, ask back, or admit not to know: the three outcomes, by thresholds set on held-out folds."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Literal

from bot.nlu import needs
from bot.nlu.known_labels import ASIDES, DANGERS, HUMAN_AGENT, NO_GUESS
from bot.nlu.label_model import Scores
from bot.nlu.thresholds import Thresholds

Outcome = Literal["answer", "clarify", "fallback", "handoff"]
Ranking = Sequence[tuple[str, float]]

# A second choice may be less likely than the first; alone, a candidate is answered from here on or not at all.
_LEAST_SECOND, _ALONE = 0.02, 0.5
# How sure it must be that a message after an answer is addressed to the assistant itself: 「うちは当てはまるのかな」 sounds like
# small talk and 「悪いほうだけ」 like abuse, without the answer before.
_TO_US = 0.95


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
    asking: Sequence[bool] = (),
    last_label: str | None = None,
    in_context: Scores | None = None,
) -> Decision:
    """Choose the outcome.

    Args:
        scores: Of the whole message.
        thresholds: See the class.
        content_words: How many words carry meaning.
        clauses: Scores of the pieces, where the message has several.
        asking: Of each of them, whether it asks by its own form.
        last_label: Of the last answer, where there is one.
        in_context: Scores of the message as one that may go on from it; None where it cannot.
    """
    ranking = _with_context(scores.ranking, last_label, in_context)
    goes_on = ranking is not scores.ranking
    label, confidence = ranking[0]
    # What names another answer for sure by itself needs nothing of what was said before, though that was weighed.
    by_itself = label != last_label and (label, True) == (scores.label, scores.confidence >= thresholds.answer)
    leans = goes_on and not by_itself
    candidates = tuple(ranking[:10])

    def made(outcome: Outcome, second: str | None = None) -> Decision:
        return Decision(outcome, label, confidence, candidates, second, leans)

    needed = thresholds.single_word if content_words <= 1 else thresholds.answer
    if goes_on:
        needed = thresholds.elsewhere if label in _left_for(in_context) else thresholds.in_context
    if label.startswith("chitchat/") or label == HUMAN_AGENT:
        needed = thresholds.answer
    asked_too = needs.behind_thanks(label, clauses, asking, thresholds)
    if asked_too is not None:
        label, confidence = asked_too.label, asked_too.confidence
        return made("answer")
    near = scores.nearness >= thresholds.nearness or goes_on
    if confidence >= needed and near:
        second = needs.second_need(label, clauses, thresholds)
        first = needs.first_need(label, clauses, asking, thresholds, dict(scores.ranking))
        if first is not None:
            second, label, confidence = label, first.label, first.confidence
        return made("handoff" if label == HUMAN_AGENT else "answer", second)
    if not leans and (both := needs.two_needs(clauses, asking, thresholds)) is not None:
        # Two questions in one message blur its whole; each is sure by itself.
        (label, confidence), second = (both[0].label, both[0].confidence), both[1].label
        return made("answer", second)
    second_best = ranking[1][1] if len(ranking) > 1 else 0.0
    if near and confidence + second_best >= thresholds.clarify:
        asked = made("clarify")
        if len(clarifying_labels(asked)) > 1:
            return asked
        # One candidate alone is no choice.
        return made("answer" if confidence >= _ALONE and label != NO_GUESS else "fallback")
    return made("fallback")


def _with_context(alone: Ranking, last_label: str | None, in_context: Scores | None) -> Ranking:
    """Return the ranking to decide by: of the message alone, or as one that goes on from the last answer."""
    if _topic(last_label) is None or in_context is None or _speaks_to_us(alone):
        return alone
    return in_context.ranking


def _left_for(in_context: Scores | None) -> frozenset[str]:
    """Return the labels for which a message leaves the last answer."""
    return in_context.elsewhere if in_context is not None else frozenset()


def _topic(last_label: str | None) -> str | None:
    """Return the topic that a follow-up may lean on; asides have none."""
    topic = (last_label or "").split("/")[0]
    return topic if topic and topic not in {*ASIDES, "handoff"} else None


def _speaks_to_us(alone: Ranking) -> bool:
    """Return whether the message is addressed to the assistant itself (thanks, a wish for a person)."""
    label, chance = alone[0]
    return chance >= _TO_US and (label.startswith("chitchat/") or label == HUMAN_AGENT)


def clarifying_labels(decision: Decision, most: int = 3, least: float = 0.05) -> list[str]:
    """Return the labels to offer: the best two or three that are worth naming; fewer than two are no choice."""
    named = [pair for pair in decision.candidates if pair[0] not in {*DANGERS, NO_GUESS}]
    worth = [pair for pair in named if not pair[0].startswith("chitchat/")] or named
    likely = [label for label, chance in worth if chance >= least]
    if len(likely) < 2:
        likely = [label for label, chance in worth[:2] if chance >= _LEAST_SECOND]
    return likely[:most]
