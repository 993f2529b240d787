"""Answer, ask back, or admit not to know: the three outcomes, by thresholds set on held-out folds."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.nlu.label_model import Scores

Outcome = Literal["answer", "clarify", "fallback", "handoff"]
Ranking = Sequence[tuple[str, float]]

HUMAN_AGENT = "handoff/human_agent"
DANGERS = ("chitchat/distress", "chitchat/emergency")
_COURTESIES = ("chitchat/greeting_thanks", "chitchat/smalltalk")
_ASIDES = ("chitchat", "out_of_scope")
# 「このチャットではできないこと」 answers a question about the assistant; as a guess to choose it says nothing.
NO_GUESS = "out_of_scope/oos_assistant"
# A second choice may be less likely than the first; alone, a candidate is answered from here on or not at all.
_LEAST_SECOND, _ALONE = 0.02, 0.5
# How sure it must be that a message after an answer is addressed to the assistant itself: 「うちは当てはまるのかな」 sounds like
# small talk and 「悪いほうだけ」 like abuse, without the answer before.
_TO_US = 0.95


@dataclasses.dataclass(frozen=True)
class Thresholds:
    """When to answer.

    Attributes:
        answer: Least calibrated probability of the best label for an answer.
        in_context: The same for a message that is read as going on from the last answer.
        nearness: Least cosine to any label's centre for an answer.
        clarify: Least joint probability of the two best labels for asking back.
        single_word: Least probability for an answer to a message of one content word.
        second_need: Least probability in its own clause for a second need to be offered.
        first_need: Least probability in the whole message for the first clause's need to be answered before the whole's: of
            two real needs both leave a trace there, a clause that only leads up to the question does not.
        danger: Least joint probability of distress and emergency, one of them the best label, from which the
            labels' own classifier speaks for danger; alone where there is no detector, with it otherwise.
        detector: Least probability of the detector for a danger that nothing else hears.
        detector_when_answered: The same where the labels' classifier is sure enough of an ordinary label to answer: a cry
            seldom looks like a question to it.
        detector_with_label: The same where the labels' classifier speaks for danger too.
        rule: Below this probability of the detector a rule alone does not count.
        rule_when_pressing: The same for an emergency, where minutes count, and in a message of a word or two (死にたく), where
            nothing stands beside the rule's words that could say otherwise.
        care: Least probability of the detector for a line of care where a message is not answered for sure.
        care_when_answered: The same where it is: a quiet cry may well name a topic (遺品整理の業者は).
    """

    answer: float = 0.40
    in_context: float = 0.75
    nearness: float = 0.20
    clarify: float = 0.30
    single_word: float = 0.80
    second_need: float = 0.60
    first_need: float = 0.10
    danger: float = 0.25
    detector: float = 0.5
    detector_when_answered: float = 0.5
    detector_with_label: float = 0.3
    rule: float = 0.01
    rule_when_pressing: float = 0.01
    care: float = 0.15
    care_when_answered: float = 0.25


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
        needed = thresholds.in_context
    if label.startswith("chitchat/") or label == HUMAN_AGENT:
        needed = thresholds.answer
    asked_too = _behind_thanks(label, clauses, asking, thresholds)
    if asked_too is not None:
        label, confidence = asked_too.label, asked_too.confidence
        return made("answer")
    near = scores.nearness >= thresholds.nearness or goes_on
    if confidence >= needed and near:
        second = _second_need(label, clauses, thresholds)
        first = _first_need(label, clauses, asking, thresholds, dict(scores.ranking))
        if first is not None:
            second, label, confidence = label, first.label, first.confidence
        return made("handoff" if label == HUMAN_AGENT else "answer", second)
    if not leans and (both := _two_needs(clauses, asking, thresholds)) is not None:
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


def _topic(last_label: str | None) -> str | None:
    """Return the topic that a follow-up may lean on; asides have none."""
    topic = (last_label or "").split("/")[0]
    return topic if topic and topic not in {*_ASIDES, "handoff"} else None


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


def _first_need(
    label: str,
    clauses: Sequence[Scores],
    asking: Sequence[bool],
    thresholds: Thresholds,
    whole: Mapping[str, float],
) -> Scores | None:
    """Return the first sure clause, if the whole message's label is a later clause's and the first asks, or is thinkable in the whole."""
    asks = dict(zip(map(id, clauses), asking, strict=False))
    sure = [c for c in clauses if c.confidence >= thresholds.second_need and not _is_aside(c.label)]
    later = [clause.label for clause in sure[1:]]
    if label not in later or sure[0].label == label:
        return None
    is_asked = asks.get(id(sure[0]), False) and sure[0].confidence >= thresholds.answer
    return sure[0] if is_asked or whole.get(sure[0].label, 0.0) >= thresholds.first_need else None


def _behind_thanks(
    label: str, clauses: Sequence[Scores], asking: Sequence[bool], thresholds: Thresholds
) -> Scores | None:
    """Return the question that stands beside thanks or a greeting, which outweigh it in the whole; None where there is none."""
    if label not in _COURTESIES:
        return None
    sure = (c for c, asks in zip(clauses, asking, strict=False) if asks and c.confidence >= thresholds.answer)
    return next((c for c in sure if not _is_aside(c.label) and c.label != HUMAN_AGENT), None)


def _two_needs(
    clauses: Sequence[Scores], asking: Sequence[bool], thresholds: Thresholds
) -> tuple[Scores, Scores] | None:
    """Return the first two different needs of a message that both ask by their form and are sure, None where there are none."""
    sure = [
        c
        for c, asks in zip(clauses, asking, strict=False)
        if asks and c.confidence >= thresholds.answer and not _is_aside(c.label) and c.label != HUMAN_AGENT
    ]
    other = next((c for c in sure[1:] if c.label != sure[0].label), None)
    return (sure[0], other) if other is not None else None


def _second_need(label: str, clauses: Sequence[Scores], thresholds: Thresholds) -> str | None:
    for scores in clauses:
        if scores.label != label and scores.confidence >= thresholds.second_need and not _is_aside(scores.label):
            return scores.label
    return None


def _is_aside(label: str) -> bool:
    return label.split("/")[0] in _ASIDES
