"""Rate limits in memory: sliding windows per key; a flood by one does not cost the others."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque

# Of a number that comes from outside: what an INTEGER of every database holds.
LARGEST_NUMBER = 2**31 - 1
# The oldest keys are forgotten beyond this, so that many addresses cannot fill the memory.
MOST_KEYS = 50_000


class SlidingWindow:
    """Allows so many events per key within so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        """Set the limit."""
        self._most, self._seconds = most, seconds
        self._events: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, key: str) -> bool:
        """Count an event; False if it is one too many."""
        now = time.monotonic()
        with self._lock:
            events = self._events.setdefault(key, deque())
            self._events.move_to_end(key)
            while len(self._events) > MOST_KEYS:
                self._events.popitem(last=False)
            while events and now - events[0] > self._seconds:
                events.popleft()
            if len(events) >= self._most:
                return False
            events.append(now)
            return True
