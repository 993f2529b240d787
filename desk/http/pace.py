"""A pace for what is dear to begin: one key's own come one after another, everybody else's at once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict

# The oldest keys are forgotten beyond this, so that many addresses cannot fill the memory.
_MOST_KEYS = 10_000


class Pace:
    """Lets `at_once` of a key pass without waiting, and `a_second` of it from then on (the generic cell rate algorithm)."""

    def __init__(self, at_once: int, a_second: float) -> None:
        """Begin with nobody waiting."""
        self._apart, self._ahead = 1.0 / a_second, at_once / a_second
        self._booked: OrderedDict[str, float] = OrderedDict()

    async def turn(self, key: str) -> None:
        """Wait for the next turn of this key; to be awaited in one event loop only."""
        now = time.monotonic()
        booked = max(self._booked.get(key, now), now) + self._apart
        self._booked[key] = booked
        self._booked.move_to_end(key)
        while len(self._booked) > _MOST_KEYS:
            self._booked.popitem(last=False)
        waits = booked - self._ahead - now
        if waits > 0:
            await asyncio.sleep(waits)
