"""What is known of each label after an answer, as numbers, and how much each counts; pure.

The constants are those of `python -m bot.evaluation.follow_ups`, which prints them anew; none depends on which labels there are.
"""

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
    """

    labels: Sequence[str]
    last: int
    leads_to: Floats
    led_from: Floats
    held: Floats
    used: Floats


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
        ],
        axis=1,
    )


def _first(scores: Scores, labels: Sequence[str]) -> tuple[Floats, float]:
    """Return which label a reading puts first, (labels,), and how sure it is, log-odds."""
    label, chance = next(((one, p) for one, p in scores.ranking if one in labels), (labels[0], 0.0))
    odds = np.log((chance + _LEAST) / (1.0 - chance + _LEAST))
    return np.array([float(one == label) for one in labels]), float(np.clip(odds, _LEAST_ODDS, _MOST_ODDS))


def _logarithms(scores: Scores, labels: Sequence[str]) -> Floats:
    chances: Mapping[str, float] = dict(scores.ranking)
    return np.log(np.array([chances.get(label, 0.0) for label in labels]) + _LEAST)


# Fitted to the lines of data/follow_ups and to training questions that the classifier had not learnt, in the order of `FEATURES`
# and of `likeness.NAMES`.
WEIGHTS = (
    0.9188, 0.1821, 0.7432, 0.3755, 1.1472, 0.2439, 1.0947, 0.6901, -0.1631, 0.2978, 0.8720,
    -0.1442, 1.2021, 0.7210, -0.0356, -0.5581, -0.6467, -0.9822, -0.0944, 0.2694, -1.2432, 0.4931,
    0.0718, -0.0895, 0.3104, -0.9733, 0.5920, 0.3227, 0.1844, -0.6407, 0.2703, -0.0085, -0.0118,
    0.0262, 0.3001, 0.0297, 0.4275, 0.0555, -0.6062, 0.0178, -0.3329, 0.1140, 0.9010, -0.0128,
    1.3550, -0.3209, -2.6856, 0.3417, 0.3392, -0.1135, 1.2931, 0.5942, -0.4014, 1.5358, 0.1100,
    0.7765, 1.1495, -1.4971, 0.0436, -0.1616, -0.1685, 0.2106, 0.6013, 0.8013, 1.7688, 0.0513,
    0.6563, 0.7894, 0.0912, -0.4317, -0.2973, -0.8406, 2.5560, 1.6665, 0.6932, 2.9179, 0.8329,
    1.7139, 0.3891,
)  # fmt: skip
# The same for a pack that brings no lines, in the order of `FEATURES`.
WEIGHTS_WITHOUT_LINES = (
    1.0532, 0.2035, 2.6557, 0.4633, 1.5548, 0.3541, 0.4386, 0.7243, 0.4181, 0.3940, 1.0072,
    -0.2339, 0.9841, -0.2169, -0.2711, -0.6457, -0.6628, -1.1295, -0.3362, 0.3378, -1.3192, 0.3824,
    0.1289, -0.1376, 0.3182, -0.9665, 0.6383, 0.2387, 0.2174, -0.3592, 0.3315, 0.0735, 0.4510,
    0.1358, 0.7279, -0.0076, 0.1728, 0.0242, -0.6905, -0.2682, -0.3398, 0.0887, 0.4790, 0.0583,
    1.0782, -0.4327, -2.8375, 0.1072, -0.0624, 0.1435, 1.1313, 0.5023, -0.6799, 1.1561, 0.0110,
    1.4950, 1.3234, -1.2807, -0.0368, -0.3819, -0.6710, 0.1406, 0.5414, 0.6012, 1.7503, 0.4720,
    0.6164, 0.5017, -0.1550, -0.5764, 0.0400, -0.9756,
)  # fmt: skip
