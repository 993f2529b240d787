"""Answer, ask back, or admit not to know, for a message in another language; pure.

Fewer lines are known than in Japanese, so an answer needs as much certainty and asking back needs little: three titles in
the reader's own language cost a glance.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.nlu.decision import Decision, Outcome
from bot.nlu.foreign_model import ForeignModel
from bot.nlu.known_labels import HUMAN_AGENT
from bot.nlu.label_model import Scores
from bot.nlu.language import Language
from bot.nlu.sentence_encoder import Floats

# Chosen on held-out lines (docs/languages.md).
ANSWER = 0.65
CLARIFY = 0.2
NEARNESS = 0.36
# A follow-up is read with the title of the answer before it: so sure must it be within that topic.
IN_CONTEXT = 0.5
_SHORT_WORDS = 6
_SHORT_LETTERS = 12
_ASIDES = frozenset({"chitchat", "out_of_scope", "handoff"})
_CJK = re.compile(r"[一-鿿가-힣]")


def decide(
    text: str,
    language: Language,
    model: ForeignModel,
    encode: Callable[[str], Floats],
    last_label: str | None,
) -> Decision:
    """Choose the outcome of a message.

    Args:
        text: As typed.
        language: Its language.
        model: What has been learnt.
        encode: Gives the sentence vector of a text, (512,).
        last_label: Of the last answer, where there is one.
    """
    scores = model.scores(text, encode(text))
    if scores.confidence < ANSWER and _may_lean(text, last_label):
        title = model.titles.get(language, model.titles["en"]).get(last_label or "")
        if title:
            behind = f"{title} {text}"
            leant = model.scores(behind, encode(behind))
            if leant.confidence >= IN_CONTEXT and _topic(leant.label) == _topic(last_label):
                return _made("answer", leant, leans=True)
    if scores.confidence >= ANSWER and scores.nearness >= NEARNESS:
        return _made("handoff" if scores.label == HUMAN_AGENT else "answer", scores)
    two_best = sum(chance for _, chance in scores.ranking[:2])
    if two_best >= CLARIFY and scores.nearness >= NEARNESS:
        return _made("clarify", scores)
    return _made("fallback", scores)


def _made(outcome: Outcome, scores: Scores, *, leans: bool = False) -> Decision:
    return Decision(outcome, scores.label, scores.confidence, tuple(scores.ranking[:10]), leans_on_context=leans)


def _may_lean(text: str, last_label: str | None) -> bool:
    """Whether a message is too short to stand alone, after an answer that it can lean on."""
    if not last_label or _topic(last_label) in _ASIDES:
        return False
    letters = len(_CJK.findall(text))
    return letters <= _SHORT_LETTERS if letters else len(text.split()) <= _SHORT_WORDS


def _topic(label: str | None) -> str:
    return (label or "").split("/")[0]
