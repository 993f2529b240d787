"""How near a text is to the nearest training question of each label, in a space that keeps labels apart.

A linear model draws one line around a label; its questions lie in several heaps. The space is that of Fisher's discriminant
analysis: the spread within labels is the same in all directions, and the directions are those in which labels differ.
Learning and answering are products of matrices.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.nlu.kept import Kept, halved

Floats = npt.NDArray[np.float32]

# Directions that are kept, and how much the spread within labels is smoothed (shares of its mean).
_DIRECTIONS, _SMOOTHING = 90, 0.1


@dataclasses.dataclass(frozen=True)
class Neighbours(Kept):
    """The training questions as points.

    Attributes:
        projection: float32 (dimensions, directions).
        middle: float32 (dimensions,): the mean question.
        points: float32 (questions, directions), unit length, label after label. Each direction is a row of memory: the product
            with one text takes two thirds of the time.
        starts: int64 (labels,): row of each label's first question.
    """

    FILE = "neighbours.npz"
    HALVED = frozenset({"points"})

    projection: Floats
    middle: Floats
    points: Floats
    starts: npt.NDArray[np.int64]

    def nearest(self, dense: Floats) -> Floats:
        """Return the largest cosine to a question of each label, (labels,)."""
        found: Floats = np.maximum.reduceat(self.points @ self.placed(dense[None, :])[0], self.starts)
        return found

    def placed(self, dense: Floats) -> Floats:
        """Return where texts lie among the questions, (texts, directions), unit length."""
        return _unit((dense - self.middle) @ self.projection)

    @classmethod
    def fit(cls, dense: Floats, labels: Sequence[str], known: tuple[Floats, Floats] | None = None) -> Neighbours:
        """Learn from (questions, dimensions) and one label per question; labels are numbered by their names' order.

        Args:
            dense: Vectors.
            labels: One per vector.
            known: Their `spread`, where it was found already.
        """
        _, classes = np.unique(np.asarray(list(labels)), return_inverse=True)
        means, whitening = spread(dense, classes) if known is None else known
        apart = means @ whitening
        apart -= apart.mean(axis=0)
        _, _, directions = np.linalg.svd(apart, full_matrices=False)
        projection = (whitening @ directions[:_DIRECTIONS].T).astype(np.float32)
        middle = dense.mean(axis=0).astype(np.float32)
        order = np.argsort(classes, kind="stable")
        starts = np.searchsorted(classes[order], np.arange(len(means)))
        points = halved(_unit((dense[order] - middle) @ projection))
        return cls(projection, middle, np.asfortranarray(points), starts.astype(np.int64))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        found = super().load(folder)
        return dataclasses.replace(found, points=np.asfortranarray(found.points))


def spread(dense: Floats, classes: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return the labels' means, (labels, dimensions), and the change after which all labels are round (symmetric)."""
    means = np.stack([dense[classes == number].mean(axis=0) for number in range(int(classes.max()) + 1)])
    rest = dense - means[classes]
    within = (rest.T @ rest).astype(np.float64) / len(dense)
    within[np.diag_indices_from(within)] += max(float(np.trace(within)) / len(within) * _SMOOTHING, 1e-9)
    values, vectors = np.linalg.eigh(within)
    whitening = (vectors / np.sqrt(values)) @ vectors.T
    return means.astype(np.float32), whitening.astype(np.float32)


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
