"""Which label a text has: a multinomial logistic regression on concatenated sentence vectors.

Blocks of the input, each of unit length: sentence encoder, word vectors. Learning is that of `logistic`;
answering is one matrix product.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import logistic
from bot.nlu.certainty import Evidence, certainty
from bot.nlu.kept import Kept
from bot.nlu.start import Start

Floats = npt.NDArray[np.float32]

# Relative decrease of the loss at which learning stops: wherever it began, probabilities differ by .002 at most.
_ENOUGH = 1e-7


@dataclasses.dataclass(frozen=True)
class Scores:
    """What the model says about one text.

    Attributes:
        ranking: (label, calibrated probability), best first, all labels.
        nearness: Largest cosine between the text and a label's centre, -1 to 1; low means foreign.
        elsewhere: Of a text read behind an answer, the labels of other topics that nothing ties to that answer.
    """

    ranking: list[tuple[str, float]]
    nearness: float
    elsewhere: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The best label."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """The calibrated probability of the best label."""
        return self.ranking[0][1]


@dataclasses.dataclass(frozen=True)
class Near:
    """The nearest training question of each label: cosines, (labels,), how much they count, and the text's content words."""

    cosines: Floats
    weight: float
    content_words: int


def surely(chances: Floats, sure: float) -> Floats:
    """Return the chances with `sure` as that of the best, which stays the best; what the others lose is nobody's."""
    best = int(np.argmax(chances))
    others = chances.copy()
    others[best] = 0.0
    second = float(others.max())
    factor = min((1.0 - sure) / max(1e-9, 1.0 - float(chances[best])), 0.999 * sure / max(1e-9, second))
    changed: Floats = chances * np.float32(factor)
    changed[best] = sure
    return changed


@dataclasses.dataclass(frozen=True)
class LabelModel(Kept):
    """A learnt classifier.

    Attributes:
        labels: Names in the order of the rows below.
        weights: float32 (labels, dimensions).
        bias: float32 (labels,).
        centres: float32 (labels, dimensions), unit length.
        sharpness: Factor on the logits that makes the probabilities honest; chosen on held-out folds.
    """

    FILE, ABOUT = "model.npz", "labels.json"

    labels: list[str]
    weights: Floats
    bias: Floats
    centres: Floats
    sharpness: float

    def scores(
        self,
        dense: Floats,
        heard: Floats | None = None,
        share: float = 0.0,
        near: Near | None = None,
    ) -> Scores:
        """Rank all labels for one text.

        Args:
            dense: The pretrained blocks.
            heard: Logits of another model over the same labels (`ReadingModel`).
            share: How much those count, 0 to 1.
            near: What the nearest questions say; with it the best label's probability is its `certainty`.
        """
        alone = self.weights @ dense + self.bias
        logits = alone if heard is None else (1.0 - share) * alone + share * heard
        logits = logits * self.sharpness
        if near is not None:
            logits = logits + near.weight * near.cosines
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        length = math.sqrt(dense @ dense)
        centres = self.centres @ dense / length if length > 0 else np.full(len(self.labels), -1.0, dtype=np.float32)
        if near is not None and heard is not None:
            evidence = Evidence(chances, alone, heard, near.cosines, centres, near.content_words)
            chances = surely(chances, certainty(evidence))
        order = np.argsort(-chances, kind="stable")
        ranking = list(zip([self.labels[i] for i in order], chances[order].tolist(), strict=True))
        return Scores(ranking, float(centres.max()))

    @classmethod
    def fit(
        cls, dense: Floats, labels: Sequence[str], strength: float, sharpness: float, start: Start | None = None
    ) -> LabelModel:
        """Learn from vectors and one label per example.

        Args:
            dense: Pretrained blocks, (examples, dimensions).
            labels: One label name per row.
            strength: Inverse regularisation (scikit-learn's C).
            sharpness: See the class.
            start: What `as_start` returned for other questions: less is left to learn.
        """
        if len(set(labels)) < 2:
            raise ValueError(f"at least two labels are needed to learn, got {sorted(set(labels))}")
        names, classes = np.unique(np.asarray(list(labels)), return_inverse=True)
        before = start.of(names.tolist(), _columns(dense.shape[1])) if start is not None else None
        weights, bias = logistic.fit(dense.astype(np.float32), classes, strength, enough=_ENOUGH, before=before)
        centres = np.stack([dense[classes == number].mean(axis=0) for number in range(len(names))])
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
        return cls([str(name) for name in names], weights, bias, centres.astype(np.float32), sharpness)

    def as_start(self) -> Start:
        """Return it as what a later `fit` begins from."""
        return Start(self.labels, _columns(self.weights.shape[1]), self.weights.T, self.bias)


def _columns(count: int) -> list[str]:
    return [str(number) for number in range(count)]
