"""Rates and medians, and from how many cases on they say anything. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

# A rate of fewer says nothing and may point at a person: it is not shown.
FEWEST_FOR_A_RATE = 10
FEWEST_FOR_A_MEDIAN = 3


@dataclass(frozen=True)
class Rate:
    """A share: `part` of `whole`."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """Per cent with one decimal; None where too few stand behind it."""
        if self.whole < FEWEST_FOR_A_RATE:
            return None
        return round(100 * self.part / self.whole, 1)


@dataclass(frozen=True)
class Spread:
    """Minutes of opening that people waited."""

    minutes: tuple[int, ...]

    @property
    def median(self) -> float | None:
        """The middle one."""
        ordered = sorted(self.minutes)
        count = len(ordered)
        if count < FEWEST_FOR_A_MEDIAN:
            return None
        return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2

    @property
    def p90(self) -> int | None:
        """What nine of ten did not exceed (nearest rank)."""
        if len(self.minutes) < FEWEST_FOR_A_RATE:
            return None
        return sorted(self.minutes)[math.ceil(0.9 * len(self.minutes)) - 1]
