"""Which label a message in another language has: a linear model over sentence vectors, which lie together across languages; pure.

It learns from the few lines and titles of `data/languages` and from the middles of the Japanese questions. Morphology and
readings, by which Japanese is understood, say nothing here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import logistic
from bot.nlu.kept import Kept, halved
from bot.nlu.label_model import Scores

Floats = npt.NDArray[np.float32]
# Chosen on held-out lines (docs/languages.md): inverse regularisation, and the factor that makes probabilities honest.
STRENGTH = 10.0
SHARPNESS = 2.0
# Into how many groups a label's Japanese questions are gathered, each a row like a line of ours.
_GROUPS = 4
_BEGINNINGS = 5


@dataclasses.dataclass(frozen=True)
class ForeignModel(Kept):
    """A learnt model.

    Attributes:
        labels: Names in the order of the rows of weights.
        weights: float32 (labels, 512).
        bias: float32 (labels,).
        examples: float32 (lines, 512), unit length: a message far from all of them is about something else.
        titles: language: {label: title}, for messages that lean on the answer before.
    """

    FILE, ABOUT = "foreign.npz", "foreign.json"
    HALVED = frozenset({"examples"})

    labels: list[str]
    weights: Floats
    bias: Floats
    examples: Floats
    titles: dict[str, dict[str, str]]

    def scores(self, vector: Floats) -> Scores:
        """Rank all labels for one message by its sentence vector, (512,)."""
        logits = (self.weights @ vector + self.bias) * SHARPNESS
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        nearness = float((self.examples @ vector).max())
        return Scores([(self.labels[i], float(chances[i])) for i in order], nearness)

    @classmethod
    def fit(
        cls,
        vectors: Floats,
        labels: Sequence[str],
        japanese: Mapping[str, Floats],
        titles: dict[str, dict[str, str]],
    ) -> ForeignModel:
        """Learn from one vector and one label per line.

        Args:
            vectors: Of the lines, (lines, 512).
            labels: One per line.
            japanese: The vectors of each label's Japanese questions, (questions, 512).
            titles: See the class.
        """
        names = sorted(set(labels))
        rows, owners = [vectors.astype(np.float32)], list(labels)
        for label in names:
            middles = _middles(japanese[label]) if label in japanese else np.zeros((0, vectors.shape[1]), np.float32)
            rows.append(middles)
            owners += [label] * len(middles)
        known = {label: number for number, label in enumerate(names)}
        classes = np.array([known[label] for label in owners])
        weights, bias = logistic.fit(np.vstack(rows), classes, STRENGTH)
        return cls(names, weights, bias, halved(vectors), titles)


def _middles(vectors: Floats) -> Floats:
    """Return the whole's middle and those of a few groups, unit length, (groups + 1, 512)."""
    # A tenth of what scikit-learn's takes, most of which is importing it; the best of a few beginnings.
    from scipy.cluster.vq import kmeans

    groups, _ = kmeans(vectors, min(_GROUPS, len(vectors)), iter=_BEGINNINGS, seed=0)
    found = np.vstack([vectors.mean(axis=0), groups]).astype(np.float32)
    unit: Floats = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.float32(1e-9))
    return unit
