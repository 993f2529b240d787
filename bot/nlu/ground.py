"""What stands below labels that are made of a few phrasings: where the trained labels lie, and a sample of their questions."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import neighbours
from bot.nlu.kept import Kept, halved

Floats = npt.NDArray[np.float32]

# Questions kept to set bounds by; 8 MB as float16.
_KEPT_QUESTIONS = 5_000
# A mean of five phrasings is rough in every direction: the spread within labels is smoothed by so many times its mean.
_SMOOTHING = 3.0


@dataclasses.dataclass(frozen=True)
class Ground(Kept):
    """What an overlay stands on, learnt with the model.

    Attributes:
        labels: Trained labels, in the order of `means`.
        means: float32 (labels, dimensions): mean question of each label.
        whitening: float32 (dimensions, dimensions), see `neighbours.spread`.
        questions: float32 (questions, dimensions): a sample of the training questions.
        classes: int64 (questions,): the label of each.
    """

    FILE = "ground.npz"
    HALVED = frozenset({"questions"})

    labels: list[str]
    means: Floats
    whitening: Floats
    questions: Floats
    classes: npt.NDArray[np.int64]

    @classmethod
    def fit(cls, dense: Floats, labels: Sequence[str]) -> Ground:
        """Learn from (questions, dimensions) and one label per question."""
        names, classes = np.unique(np.asarray(list(labels)), return_inverse=True)
        means, whitening = neighbours.spread(dense, classes)
        kept = np.random.default_rng(0).permutation(len(dense))[:_KEPT_QUESTIONS]
        return cls([str(name) for name in names], means, whitening, halved(dense[kept]), classes[kept].astype(np.int64))

    @functools.cached_property
    def precision(self) -> Floats:
        """Inverse of the spread within labels, smoothed for a mean of few phrasings, (dimensions, dimensions)."""
        within = np.linalg.inv(self.whitening.astype(np.float64) @ self.whitening)
        within[np.diag_indices_from(within)] += _SMOOTHING * float(np.trace(within)) / len(within)
        found: Floats = np.linalg.inv(within).astype(np.float32)
        return found
