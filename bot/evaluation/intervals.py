"""What chance does to a share: intervals of figures and of differences, by drawing the questions again (bootstrap); pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

DRAWS = 2_000
# Of 100 draws so many lie within.
WITHIN = 95


def of_share(right: npt.NDArray[np.bool_], draws: int = DRAWS) -> tuple[float, float]:
    """Return the interval of the share of right ones, (questions,)."""
    return _within(_drawn(len(right), draws, right.astype(np.float64)))


def of_difference(
    right: npt.NDArray[np.bool_], others: npt.NDArray[np.bool_], draws: int = DRAWS
) -> tuple[float, float]:
    """Return the interval of the difference of two shares over the same questions, both (questions,)."""
    return _within(_drawn(len(right), draws, right.astype(np.float64) - others.astype(np.float64)))


def _drawn(count: int, draws: int, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    # Always the same draws: one run says what another said.
    random = np.random.default_rng(0)
    return np.array([values[random.integers(0, count, count)].mean() for _ in range(draws)])


def _within(means: npt.NDArray[np.float64]) -> tuple[float, float]:
    outside = (100 - WITHIN) / 2
    low, high = np.percentile(means, [outside, 100 - outside])
    return float(low), float(high)
