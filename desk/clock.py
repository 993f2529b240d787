"""The desk's clock: the real one, or one that starts at a given moment and runs on (tests only)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from desk.settings import Settings


def clock_of(settings: Settings) -> SystemClock | ShiftedClock:
    """Return the clock that the settings ask for: the desk and its commands live at the same time."""
    if settings.environment == "test" and settings.test_clock is not None:
        return ShiftedClock(settings.test_clock)
    return SystemClock()


class SystemClock:
    """Tells the real time."""

    def now(self) -> datetime:
        """Return the aware UTC time."""
        return datetime.now(UTC)


class ShiftedClock:
    """Starts at a moment and runs on."""

    def __init__(self, start: datetime) -> None:
        """Start now at `start` (aware)."""
        self._start = start.astimezone(UTC)
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the aware UTC time."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)
