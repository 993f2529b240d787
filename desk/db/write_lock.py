"""Lets the writers of one process into the database one after the other, those whom somebody waits for first."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# Set in the workers that nobody waits for: turns, deliveries, the sweeper.
IS_BACKGROUND: ContextVar[bool] = ContextVar("IS_BACKGROUND", default=False)
# A worker that has waited this long goes before the next of the people, so that it is never left out; never two of them in
# a row, or a backlog of old work would keep all people waiting.
LONGEST_BACKGROUND_WAIT_SECONDS = 0.5


@dataclass(eq=False)
class _Waiter:
    since: float = field(default_factory=time.monotonic)
    called: threading.Event = field(default_factory=threading.Event)


class WriteLock:
    """One inside at a time; first come, first served within people and within workers."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = threading.Lock()
        self._is_taken = False
        self._people: deque[_Waiter] = deque()
        self._workers: deque[_Waiter] = deque()
        self._went_first = False

    @contextmanager
    def turn(self, timeout: float) -> Iterator[bool]:
        """Wait for a turn; yields whether it came in time (without one, the database's own lock decides)."""
        has_turn = self._enter(timeout)
        try:
            yield has_turn
        finally:
            if has_turn:
                self._leave()

    def _enter(self, timeout: float) -> bool:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            queue, waiter = self._workers if IS_BACKGROUND.get() else self._people, _Waiter()
            queue.append(waiter)
        if waiter.called.wait(timeout):
            return True
        with self._lock:
            if waiter.called.is_set():
                return True
            queue.remove(waiter)
            return False

    def _leave(self) -> None:
        with self._lock:
            queue = self._next_queue()
            if queue:
                # The turn passes on: it is never free in between.
                queue.popleft().called.set()
            else:
                self._is_taken = False

    def _next_queue(self) -> deque[_Waiter]:
        if self._workers:
            waited = time.monotonic() - self._workers[0].since
            is_old = waited > LONGEST_BACKGROUND_WAIT_SECONDS and not self._went_first
            self._went_first = is_old and bool(self._people)
            if not self._people or is_old:
                return self._workers
        return self._people
