"""Weights of features by which one label of several is chosen: fitted, and tried on folds that were held out; pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.nlu.follow_up_features import Floats


def likelihood(
    table: Floats, right: npt.NDArray[np.bool_], counts: Floats, weights: Floats, strength: float = 1.0
) -> tuple[float, Floats]:
    """Return what is minimised, and its gradient: a softmax over the labels of each line, with a penalty.

    Args:
        table: float64 (lines, labels, features).
        right: Which labels are right, (lines, labels).
        counts: How much each line counts, (lines,).
        weights: (features,).
        strength: Of the penalty.
    """
    flat = table.reshape(-1, table.shape[2])
    weighed = (flat @ weights).reshape(right.shape)
    chances = shares(weighed)
    hits = np.where(right, chances, 0.0)
    hit = hits.sum(axis=1, keepdims=True)
    pull = (hits / np.maximum(hit, 1e-12) - chances) * counts[:, None]
    loss = -float((counts * np.log(hit[:, 0] + 1e-12)).sum()) + strength / 2 * float(weights @ weights)
    return loss, -(flat.T @ pull.ravel()) + strength * weights


def fit(table: Floats, right: npt.NDArray[np.bool_], counts: Floats, start: Floats | None = None) -> Floats:
    """Return the weights, (features,); a start that is near them saves time."""
    from scipy.optimize import minimize

    begin = np.zeros(table.shape[2]) if start is None else start
    found = minimize(lambda w: likelihood(table, right, counts, w), begin, jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def held_out_chances(
    table: Floats, right: npt.NDArray[np.bool_], counts: Floats, fold: npt.NDArray[np.int64], start: Floats
) -> Floats:
    """Return the chance of each label by weights fitted to the other folds, (lines, labels)."""
    chances = np.zeros(right.shape)
    for number in np.unique(fold):
        seen, unseen = fold != number, fold == number
        chances[unseen] = shares(table[unseen] @ fit(table[seen], right[seen], counts[seen], start))
    return chances


def shares(weighed: Floats) -> Floats:
    """Return the chance of each label, (lines, labels)."""
    exponents = np.exp(weighed - weighed.max(axis=1, keepdims=True))
    found: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return found
