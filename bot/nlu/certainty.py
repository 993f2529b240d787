"""How likely the best label is the right one: a second, small model on what the first ones say together; pure.

A softmax only knows how far the best label is ahead. Whether the models agree, and whether a training question lies near,
says more. The constants are those of a logistic regression on held-out folds (`make crossvalidate` prints them anew);
none of them depends on which labels there are.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

FEATURES = (
    "log-odds of the best label",
    "its lead over the second, in logarithms",
    "logarithm of the third",
    "cosine to its nearest question",
    "lead of that cosine over other labels'",
    "its log-odds by the dense model alone",
    "its log-odds by the readings alone",
    "cosine to its centre",
    "lead of that cosine over other labels'",
    "logarithm of one more than the content words",
    "at most one content word",
)
_MOST_WORDS = 8


@dataclasses.dataclass(frozen=True)
class Evidence:
    """What the models say of one text; arrays are float32 (labels,), in the same order.

    Attributes:
        chances: Of the mixture.
        dense: Logits of the dense model.
        heard: Logits of the model of readings.
        nearest: Largest cosine to a question of each label.
        centres: Cosine to each label's centre.
        content_words: How many words carry meaning.
    """

    chances: Floats
    dense: Floats
    heard: Floats
    nearest: Floats
    centres: Floats
    content_words: int


def features(evidence: Evidence) -> list[float]:
    """Return the numbers named in `FEATURES`."""
    best = int(np.argmax(evidence.chances))
    _, *rest = np.sort(evidence.chances)[-3:][::-1].tolist()
    second, third = [*rest, 0.0, 0.0][:2]
    chance = float(evidence.chances[best])
    words = min(_MOST_WORDS, evidence.content_words)
    return [
        _log_odds(chance),
        math.log(chance + 1e-6) - math.log(second + 1e-6),
        math.log(third + 1e-6),
        float(evidence.nearest[best]),
        _lead(evidence.nearest, best),
        _log_odds(_softmax(evidence.dense * np.float32(1.2), best)),
        _log_odds(_softmax(evidence.heard, best)),
        float(evidence.centres[best]),
        _lead(evidence.centres, best),
        math.log1p(words),
        float(words <= 1),
    ]


def certainty(evidence: Evidence) -> float:
    """Return the probability that the best label is right."""
    total = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, features(evidence), strict=True))
    return 1.0 / (1.0 + math.exp(-total))


def _lead(values: Floats, best: int) -> float:
    if len(values) < 2:
        return 0.0
    others = values.copy()
    others[best] = -np.inf
    return float(values[best] - others.max())


def _softmax(logits: Floats, best: int) -> float:
    return float(1.0 / np.exp(logits - logits[best]).sum())


def _log_odds(chance: float) -> float:
    cut = min(max(chance, 1e-4), 1.0 - 1e-4)
    return math.log(cut / (1.0 - cut))


def learn(rows: Sequence[Sequence[float]], right: Sequence[bool]) -> tuple[list[float], float]:
    """Return weights and bias fitted to the features of held-out texts and whether their best label was right."""
    from sklearn.linear_model import LogisticRegression

    table = np.asarray(rows, dtype=np.float64)
    middle, scale = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-9)
    model = LogisticRegression(C=1.0).fit((table - middle) / scale, np.asarray(right))
    weights = model.coef_[0] / scale
    return [float(weight) for weight in weights], float(model.intercept_[0] - weights @ middle)


# Fitted to 20,483 held-out questions on three folds.
_WEIGHTS = (0.4478, 0.2370, 0.0428, -2.1320, 2.5598, 0.1546, 0.0157, 0.9191, -6.8347, 0.1494, 0.3268)
_BIAS = 0.5959
