"""Counts what the limits allow: in Redis where one is set, in memory otherwise and whenever Redis is away."""

from __future__ import annotations

import hashlib
import logging
import resource
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from desk.http.limits import Limit
from desk.http.problems import Problem

logger = logging.getLogger(__name__)
# The oldest keys are forgotten beyond this, so that many addresses cannot fill the memory.
MOST_KEYS = 50_000
_REDIS_SECONDS = 0.5
# A Redis that is away is asked again after this; nobody waits for it meanwhile.
_PAUSE_SECONDS = 5.0


class Windows:
    """Sliding windows in memory.

    Not `limits.storage.MemoryStorage`: it forgets no key before its time, and walks over all of them in a thread of its own.
    """

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._events: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def hit(self, limit: Limit, key: str) -> bool:
        """Count an event; False if it is one too many."""
        now, name = time.monotonic(), f"{limit.name}:{key}"
        with self._lock:
            events = self._events.setdefault(name, deque())
            self._events.move_to_end(name)
            while len(self._events) > MOST_KEYS:
                self._events.popitem(last=False)
            while events and now - events[0] > limit.seconds:
                events.popleft()
            if len(events) >= limit.most:
                return False
            events.append(now)
            return True


class Budgets:
    """What is counted in this process or, with Redis, by all desks together."""

    def __init__(self, redis_url: str = "") -> None:
        """Connects on first use."""
        self._memory, self._open, self._lock = Windows(), Counter[str](), threading.Lock()
        self._asked_again_at = 0.0
        self._shared: MovingWindowRateLimiter | None = None
        if redis_url:
            storage = RedisStorage(
                # `limits` has a name of its own for what redis-py calls unix://.
                redis_url.replace("unix://", "redis+unix://", 1) if redis_url.startswith("unix:") else redis_url,
                key_prefix="hitohata-limits",
                wrap_exceptions=True,
                socket_timeout=_REDIS_SECONDS,
                socket_connect_timeout=_REDIS_SECONDS,
            )
            self._shared = MovingWindowRateLimiter(storage)

    def allows(self, limit: Limit, key: str) -> bool:
        """Count an event; False if it is one too many."""
        if self._shared is not None and time.monotonic() >= self._asked_again_at:
            item = RateLimitItemPerSecond(limit.most, limit.seconds, namespace=limit.name.replace(" ", "-"))
            try:
                # Addresses and contacts do not stand in Redis as they are.
                return self._shared.hit(item, hashlib.sha256(key.encode()).hexdigest()[:32])
            except StorageError as error:
                self._asked_again_at = time.monotonic() + _PAUSE_SECONDS
                logger.warning("limits.redis_away %s", type(error.storage_error).__name__)
        return self._memory.hit(limit, key)

    def spend(self, limit: Limit, key: str) -> None:
        """Count an event.

        Raises:
            Problem: 429, with what the person sees.
        """
        if not self.allows(limit, key):
            raise too_many(limit)

    def has_room(self, limit: Limit, key: str) -> bool:
        """Whether one more may be open; what is open never takes more than half of the files that there are."""
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = limit.most if files == resource.RLIM_INFINITY else min(limit.most, files // 2)
        return self._open[f"{limit.name}:{key}"] < most

    @contextmanager
    def holding(self, *held: tuple[Limit, str]) -> Iterator[None]:
        """Count something as open for as long as the block runs."""
        names = [f"{limit.name}:{key}" for limit, key in held]
        with self._lock:
            self._open.update(names)
        try:
            yield
        finally:
            with self._lock:
                self._open.subtract(names)
                for name in names:
                    if self._open[name] <= 0:
                        del self._open[name]


def too_many(limit: Limit) -> Problem:
    """Return the refusal of what is beyond a limit."""
    return Problem(429, "too_many", limit.says, retry_after=min(limit.seconds or 10, 600))
