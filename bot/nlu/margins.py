"""Linear support vector machines, one label against the rest: the optimum of scikit-learn's LinearSVC, by Newton's method.

LinearSVC visits all questions some twenty times for each label. Here only the questions inside a label's margin, a twentieth,
are summed over: no others curve its loss (squared hinge). It begins where all that are not of the label are just outside. Its
steps are the same each time: two trainings of the same questions are one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Share of the first slope at which it stops, of the same label for each of 20,000 questions; of a step's equation.
_ENOUGH, _ENOUGH_OF_STEP = 1e-6, 0.1
# Bias of a label that has learnt nothing: questions of others lie just outside its margin.
OUTSIDE = -1.0
_MOST_STEPS, _MOST_INNER, _SHORTEST = 50, 60, 1e-4


def fit(
    rows: Any, classes: npt.NDArray[np.intp], strength: float, before: tuple[Floats, Floats] | None = None
) -> tuple[Floats, Floats]:
    """Return weights (labels, columns) and bias (labels,).

    Args:
        rows: scipy CSR matrix of float32 (questions, columns).
        classes: Number of each question's label, 0 to the largest.
        strength: scikit-learn's C; the bias is regularised like a column of ones, as there.
        before: Weights and bias to begin from.
    """
    from scipy import sparse

    wide = sparse.hstack([rows, np.ones((rows.shape[0], 1), dtype=np.float32)], format="csr", dtype=np.float32)
    start = np.zeros((int(classes.max()) + 1, wide.shape[1]), dtype=np.float32)
    start[:, -1] = OUTSIDE
    if before is not None:
        start[:, :-1], start[:, -1] = before
    sides = (np.where(classes == number, np.float32(1), np.float32(-1)) for number in range(len(start)))
    found = np.stack([_fit_one(wide, side, strength, point) for side, point in zip(sides, start, strict=True)])
    return found[:, :-1], found[:, -1]


def _fit_one(wide: Any, side: Floats, strength: float, point: Floats) -> Floats:
    """Return the lowest point for one label, from a point that is moved there; `side` is 1 for its questions, -1 for others."""
    margins = side * (wide @ point)
    twice = np.float32(2.0 * strength)
    # The slope where all weights are zero: how steep the next one may be does not depend on the beginning.
    enough = _ENOUGH * float(twice) * float(np.linalg.norm(wide.T @ side))
    for _ in range(_MOST_STEPS):
        inside = np.flatnonzero(margins < 1.0)
        near = wide[inside]
        slope = point - twice * (near.T @ (side[inside] * (1.0 - margins[inside])))
        if float(np.linalg.norm(slope)) <= enough:
            break
        step = _newton_step(near, slope, twice)
        turned = side * (wide @ step)
        length = _length(point, step, margins, turned, twice)
        if length < _SHORTEST:  # No lower point within the precision of float32.
            break
        point += np.float32(length) * step
        margins += np.float32(length) * turned
    return point


def _newton_step(near: Any, slope: Floats, twice: np.float32) -> Floats:
    """Return the step of (1 + twice · near' near) step = -slope, by conjugate gradients."""
    step = np.zeros_like(slope)
    rest = -slope
    way = rest.copy()
    size = float(rest @ rest)
    enough = size * _ENOUGH_OF_STEP**2
    for _ in range(_MOST_INNER):
        curved = way + twice * (near.T @ (near @ way))
        share = np.float32(size / float(way @ curved))
        step += share * way
        rest -= share * curved
        size, before = float(rest @ rest), size
        if size <= enough:
            break
        way = rest + np.float32(size / before) * way
    return step


def _length(point: Floats, step: Floats, margins: Floats, turned: Floats, twice: np.float32) -> float:
    """Return how far along a step the loss is lower: all of it, or half as often as needed."""
    along, square = float(point @ step), float(step @ step)
    slack = np.maximum(1.0 - margins, 0.0)
    here, length = float(slack @ slack), 1.0
    while length >= _SHORTEST:
        slack = np.maximum(1.0 - margins - np.float32(length) * turned, 0.0)
        gained = 0.5 * float(twice) * (here - float(slack @ slack)) - length * along - 0.5 * length * length * square
        if gained > 0.0:
            break
        length *= 0.5
    return length
