"""What is known of each label after an answer, as numbers; how much each counts stands in `follow_up_weights`; pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import context, message_form
from bot.nlu.label_model import Scores
from bot.nlu.morphology import Morpheme
from bot.nlu.text import normalise

Floats = npt.NDArray[np.float64]

# How undecided a reading is, and how near anything that was learnt: what it puts first then means less, and staying more.
_OF_READINGS = (
    "entropy of the reading alone",
    "entropy of the reading behind the subject",
    "nearness read alone",
    "nearness read behind the subject",
)
_RELATIONS = ("the last label", "near", "far", "out of scope")
FEATURES = (
    "read alone, logarithm",
    "read behind the subject, logarithm",
    "the label of the last answer",
    "another label of its topic",
    "the last answer leads to it",
    "it leads to the last answer",
    "beside the talk: chitchat, a person",
    "out of scope",
    "share of the message's words that its answer holds",
    "how much its questions use them",
    "the last label: a condition",
    "the last label: a condition whose words its answer holds",
    "the last label: words that point at it, beside words of their own",
    "the last label: no words of its own",
    "the last label: number of own words",
    "far: a condition",
    "far: words that point at the last answer",
    "far: no words of its own",
    "far: number of own words",
    "far: a sentence about its own subject",
    "far: cannot stand alone by its form",
    "far: first when read alone",
    "far: first when read alone, how sure",
    "near: first when read alone",
    "near: first when read alone, how sure",
    "the last label: first when read alone",
    "out of scope: first when read alone, how sure",
    "beside the talk: first when read alone, how sure",
    "near: first when read behind the subject",
    "near: first when read behind the subject, how sure",
    "far: first when read behind the subject",
    "far: first when read behind the subject, how sure",
    "the last label: first when read behind the subject",
    "the last label: first when read behind the subject, how sure",
    "far: a whole sentence by its form",
    "far: a whole sentence, first when read alone, how sure",
    "far: a sentence about its own subject, first when read alone, how sure",
    "far: a condition, first when read alone, how sure",
    "the last label: read alone, logarithm",
    "the last label: read behind the subject, logarithm",
    "near: read alone, logarithm",
    "near: read behind the subject, logarithm",
    "the last label: share of the words that its answer holds",
    "the last label: how much its questions use them",
    "near: share of the words that its answer holds",
    "near: how much its questions use them",
    *(f"the last label: {name}" for name in message_form.NAMES),
    *(f"near: {name}" for name in message_form.NAMES),
    "the message's words name it",
    "the last label: the message's words name it",
    "the last label: how much better they name another",
    "they name it and not the last label",
    *(f"{relation}: {name}" for name in _OF_READINGS for relation in _RELATIONS),
)
_LEAST = 1e-5
_MOST_WORDS = 3
# How sure a reading is, as log-odds, is cut here: beyond, it is no surer to be right.
_LEAST_ODDS, _MOST_ODDS = -3.0, 4.0
# A case that a rule is asked for: 冬だと, マンションでも, 引っ越したら, 二匹いるんですが.
_CONDITION = re.compile(r"だと|でも|なら|場合|たら|ても|けど|んですが|んだが|とき|だけ|しか")
# A sentence that says what it is about (車は必要ですか), or a wish.
_OWN_SUBJECT = re.compile(
    r"(?:は|って|が|を|の(?:こと|話|ほう))(?!$)[^?？]{2,}|知りたい|探し|教え|ほしい|欲しい|したい|買いたい|やりたい"
)
_ASIDES = frozenset({"chitchat", "handoff"})


@dataclasses.dataclass(frozen=True)
class Known:
    """What is known of the labels beside the last one; arrays are float64 (labels,).

    Attributes:
        labels: In the order of all arrays.
        last: Place of the last answer's label.
        leads_to: 1 where the last answer leads to the label's.
        led_from: 1 where the label's answer leads to the last.
        held: Share of the message's own words that the label's answer holds.
        used: How much more than others its questions use them.
        named: How surely they name it.
    """

    labels: Sequence[str]
    last: int
    leads_to: Floats
    led_from: Floats
    held: Floats
    used: Floats
    named: Floats


def has_case(text: str) -> bool:
    """Whether a message names a case that an answer may hold (冬だと)."""
    return _CONDITION.search(normalise(text)) is not None


def table(known: Known, text: str, words: Sequence[Morpheme], alone: Scores, joint: Scores) -> Floats:
    """Return the numbers named in `FEATURES` for each label, (labels, features)."""
    count = len(known.labels)
    topics = [label.split("/")[0] for label in known.labels]
    same = np.zeros(count)
    same[known.last] = 1.0
    topic = np.array([float(one == topics[known.last]) for one in topics]) * (1.0 - same)
    leads_to, led_from = known.leads_to * (1.0 - same), known.led_from * (1.0 - same)
    aside = np.array([float(one in _ASIDES) for one in topics])
    outside = np.array([float(one == "out_of_scope") for one in topics])
    far = (same + topic + leads_to + led_from + aside + outside == 0.0).astype(np.float64)
    near = np.minimum(topic + leads_to + led_from, 1.0) * (1.0 - aside) * (1.0 - outside)
    own, plain, leaning = context.own_words(words), normalise(text), context.leaning(text, words)
    held, used = known.held, known.used
    case, points = float(has_case(text)), float(context.points(plain))
    bare, several = float(not own), float(min(len(own), _MOST_WORDS))
    must, whole = float(leaning == "must"), float(leaning == "no")
    own_subject = float(bool(own) and _OWN_SUBJECT.search(plain) is not None)
    log_alone, log_joint = _logarithms(alone, known.labels), _logarithms(joint, known.labels)
    first, sure = _first(alone, known.labels)
    first_behind, sure_behind = _first(joint, known.labels)
    form = message_form.numbers(text, words)
    named = known.named
    of_readings = [_entropy(log_alone), _entropy(log_joint), alone.nearness, joint.nearness]
    return np.stack(
        [
            log_alone,
            log_joint,
            same,
            topic,
            leads_to,
            led_from,
            aside,
            outside,
            held,
            used,
            same * case,
            same * case * held,
            same * points * (1.0 - bare),
            same * bare,
            same * several,
            far * case,
            far * points,
            far * bare,
            far * several,
            far * own_subject,
            far * must,
            far * first,
            far * first * sure,
            near * first,
            near * first * sure,
            same * first,
            outside * first * sure,
            aside * first * sure,
            near * first_behind,
            near * first_behind * sure_behind,
            far * first_behind,
            far * first_behind * sure_behind,
            same * first_behind,
            same * first_behind * sure_behind,
            far * whole,
            far * whole * first * sure,
            far * own_subject * first * sure,
            far * case * first * sure,
            same * log_alone,
            same * log_joint,
            near * log_alone,
            near * log_joint,
            same * held,
            same * used,
            near * held,
            near * used,
            *(same * number for number in form),
            *(near * number for number in form),
            named,
            same * named,
            same * (named.max() - named[known.last]),
            ((named > 0.0) & (named[known.last] == 0.0)).astype(np.float64),
            *(relation * number for number in of_readings for relation in (same, near, far, outside)),
        ],
        axis=1,
    )


def _first(scores: Scores, labels: Sequence[str]) -> tuple[Floats, float]:
    """Return which label a reading puts first, (labels,), and how sure it is, log-odds."""
    label, chance = next(((one, p) for one, p in scores.ranking if one in labels), (labels[0], 0.0))
    odds = np.log((chance + _LEAST) / (1.0 - chance + _LEAST))
    return np.array([float(one == label) for one in labels]), float(np.clip(odds, _LEAST_ODDS, _MOST_ODDS))


def _entropy(logarithms: Floats) -> float:
    """Return how undecided a reading is: 0 where it knows one label only."""
    return -float((np.exp(logarithms) * logarithms).sum())


def _logarithms(scores: Scores, labels: Sequence[str]) -> Floats:
    chances: Mapping[str, float] = dict(scores.ranking)
    return np.log(np.array([chances.get(label, 0.0) for label in labels]) + _LEAST)
