"""A circuit breaker: after some failures in a row nobody is made to wait for a neighbour that is down."""

from __future__ import annotations

from collections.abc import Callable

OPEN_AFTER = 5
HALF_OPEN_AFTER_SECONDS = 30.0


class Breaker:
    """Closed: calls go through. Open: they do not. Half-open: one call may try."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Begin closed."""
        self._monotonic = monotonic
        self._failures = 0
        self._opened_at: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether calls are held back now; lets one through when the pause is over."""
        if self._opened_at is None:
            return False
        if self._monotonic() - self._opened_at >= HALF_OPEN_AFTER_SECONDS:
            self._opened_at = self._monotonic()
            return False
        return True

    def succeeded(self) -> None:
        """Close."""
        self._failures, self._opened_at = 0, None

    def failed(self) -> None:
        """Count; open at the fifth failure in a row."""
        self._failures += 1
        if self._failures >= OPEN_AFTER:
            self._opened_at = self._monotonic()
