"""Figures with their intervals, as the tables of `make benchmark-nlu` show them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.evaluation import intervals


def accuracy(right: npt.NDArray[np.bool_]) -> str:
    """Return the share of right answers, (questions,), with its interval."""
    low, high = intervals.of_share(right)
    return f"{right.mean():.3f} ({low:.3f} to {high:.3f})"


def lead(right: npt.NDArray[np.bool_], stock: npt.NDArray[np.bool_]) -> str:
    """Return what a pipeline has beyond the first row's, both (questions,), with its interval; nothing for the first."""
    if right is stock:
        return ""
    low, high = intervals.of_difference(right, stock)
    return f"{right.mean() - stock.mean():+.3f} ({low:+.3f} to {high:+.3f})"
