"""What a message says of danger, from all that listen: rules, the detector, and the labels' own classifier; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from bot.nlu import danger_language, safety
from bot.nlu.danger_model import Heard
from bot.nlu.decision import Ranking
from bot.nlu.known_labels import DANGERS
from bot.nlu.label_model import Scores
from bot.nlu.morphology import Morpheme
from bot.nlu.respelling import respell
from bot.nlu.safety import Found, Patterns
from bot.nlu.thresholds import Thresholds

# A message of a word or two; the sentence that a rule speaks for is all there is.
_BARE_CHARACTERS = 8
# Longer texts are read as typed only: spelling words anew costs as much as reading them.
_RESPELT_CHARACTERS = 2_000
_SUBJECT_OF_LABEL = {"distress": "crisis", "emergency": "other"}


@dataclasses.dataclass(frozen=True)
class Danger:
    """A danger that counts: `by` is rule or model, `words` what raised it."""

    kind: str
    subject: str
    by: str
    words: str
    rule: str | None = None
    score: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as `understanding.danger`, without what is unknown."""
        fields = dataclasses.asdict(self)
        return {name: value for name, value in fields.items() if value is not None}


@dataclasses.dataclass(frozen=True)
class Hearing:
    """`danger` is what counts, if anything.

    Attributes:
        danger: What counts.
        thinkable: Danger may be meant, so that a line of care fits where the message is not answered for sure.
        likely: It may be meant so easily that the line fits beside a sure answer too.
    """

    danger: Danger | None
    thinkable: bool
    likely: bool = False


def listen(
    typed: str,
    words: Sequence[Morpheme],
    scores: Scores,
    heard: Heard | None,
    thresholds: Thresholds,
    patterns: Patterns,
) -> Hearing:
    """Decide whether a message speaks of danger.

    Args:
        typed: The message.
        words: Its morphemes.
        scores: Of all labels, distress and emergency among them.
        heard: What the detector made of it; None where the model has none.
        thresholds: those of danger count here, and `answer`.
        patterns: The rules.
    """
    return weighed(typed, ruled(typed, words, patterns), scores, heard, thresholds)


def ruled(typed: str, words: Sequence[Morpheme], patterns: Patterns) -> Found | None:
    """Return what the rules find in a message, as typed and as usually spelt."""
    respelt = respell(typed, words) if len(typed) <= _RESPELT_CHARACTERS else None
    return patterns.read(typed, respelt)


def weighed(typed: str, rule: Found | None, scores: Scores, heard: Heard | None, thresholds: Thresholds) -> Hearing:
    """Decide as `listen` does, knowing what the rules find."""
    score = heard.score if heard is not None else 1.0
    # The detector knows what a sentence is about as a whole: 貯金が息してない. It overrules no explicit words.
    if rule is not None and (rule.explicit or score >= _enough(typed, rule, thresholds)):
        found = Danger(rule.kind, rule.subject, "rule", rule.words, rule.rule, _rounded(heard))
        return Hearing(found, thinkable=True)
    chances = dict(scores.ranking)
    labels = sum(chances.get(label, 0.0) for label in DANGERS)
    by_label = scores.label in DANGERS and labels >= thresholds.danger
    needed = thresholds.detector
    if by_label:
        needed = thresholds.detector_with_label
    elif scores.label not in DANGERS and scores.confidence >= thresholds.answer:
        needed = thresholds.detector_when_answered
    if heard is not None and heard.score >= needed:
        found = Danger(heard.kind, heard.subject, "model", _cut(heard.words), score=_rounded(heard))
        return Hearing(found, thinkable=True)
    if heard is None and by_label:
        kind = scores.label.split("/")[1]
        found = Danger(kind, _SUBJECT_OF_LABEL[kind], "model", _cut(typed), score=round(labels, 4))
        return Hearing(found, thinkable=True)
    thinkable = rule is not None or (heard is not None and heard.score >= thresholds.care)
    return Hearing(None, thinkable, likely=heard is not None and heard.score >= thresholds.care_when_answered)


def _enough(typed: str, rule: Found, thresholds: Thresholds) -> float:
    """Return how much of the detector a rule needs beside it."""
    is_pressing = rule.kind == "emergency" or len(danger_language.fold(typed)) <= _BARE_CHARACTERS
    return thresholds.rule_when_pressing if is_pressing else thresholds.rule


def without_dangers(scores: Scores) -> Scores:
    """Return the scores as if distress and emergency were no labels: nobody was heard to be in danger."""
    ranking: Ranking = [pair for pair in scores.ranking if pair[0] not in DANGERS]
    if not ranking:
        return scores
    # Their share is not given to the rest: what sounded like danger and is none was not understood so well.
    return dataclasses.replace(scores, ranking=list(ranking))


def _rounded(heard: Heard | None) -> float | None:
    return round(heard.score, 4) if heard is not None else None


def _cut(words: str) -> str:
    return words.strip()[: safety.SHOWN_CHARACTERS]
