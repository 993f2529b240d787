"""A pace for what is dear to begin: one key's own come one after another, everybody else's at once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field

# The oldest keys are forgotten beyond this, so that many addresses cannot fill the memory.
_MOST_KEYS = 10_000


@dataclass
class _Line:
    """Who waits of one key, and how many of it may pass at once."""

    free: float
    counted_at: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """Lets `at_once` of a key pass without waiting, and `a_second` of it from then on (a token bucket)."""

    def __init__(self, at_once: int, a_second: float) -> None:
        """Begin with nobody waiting."""
        self._at_once, self._a_second = float(at_once), a_second
        self._lines: OrderedDict[str, _Line] = OrderedDict()

    async def turn(self, key: str) -> None:
        """Wait for the next turn of this key; who gives up waiting takes none. To be awaited in one event loop only."""
        line = self._lines.setdefault(key, _Line(self._at_once, time.monotonic()))
        self._lines.move_to_end(key)
        while len(self._lines) > _MOST_KEYS:
            self._lines.popitem(last=False)
        async with line.lock:
            self._count(line)
            if line.free < 1.0:
                await asyncio.sleep((1.0 - line.free) / self._a_second)
                self._count(line)
            line.free -= 1.0

    def _count(self, line: _Line) -> None:
        now = time.monotonic()
        line.free = min(self._at_once, line.free + (now - line.counted_at) * self._a_second)
        line.counted_at = now
