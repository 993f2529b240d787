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
_MOST_ROUNDS = 100


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
    found = np.vstack([vectors.mean(axis=0), _grouped(vectors, min(_GROUPS, len(vectors)))]).astype(np.float32)
    unit: Floats = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.float32(1e-9))
    return unit


def _grouped(vectors: Floats, count: int) -> Floats:
    """Return the middles of groups, found by k-means, (count, 512): the same each time.

    It is scikit-learn's in a tenth of the time, most of which went into importing it and starting its threads.
    """
    chance = np.random.default_rng(0)
    middles = vectors[[int(chance.integers(len(vectors)))]]
    while len(middles) < count:
        # One that lies far from the middles so far is likelier to be the next (k-means++).
        far = np.maximum(_distances(vectors, middles).min(axis=1), 0.0).astype(np.float64) + 1e-12
        middles = np.vstack([middles, vectors[int(chance.choice(len(vectors), p=far / far.sum()))]])
    nearest = np.full(len(vectors), -1)
    for _ in range(_MOST_ROUNDS):
        before, nearest = nearest, _distances(vectors, middles).argmin(axis=1)
        if np.array_equal(before, nearest):
            break
        own = [nearest == number for number in range(count)]
        # A group that lost all of its own keeps its middle.
        middles = np.stack([vectors[at].mean(axis=0) if at.any() else middles[n] for n, at in enumerate(own)])
    return middles


def _distances(vectors: Floats, middles: Floats) -> Floats:
    """Return the square of each distance, (vectors, middles)."""
    squares = np.einsum("ij,ij->i", vectors, vectors)[:, None] + np.einsum("ij,ij->i", middles, middles)
    found: Floats = squares - 2.0 * (vectors @ middles.T)
    return found
