"""The one answer to "can a person be reached now, when next, how long is the wait?" for bot, widget, LINE and console."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import datetime, timedelta

from desk.conversation.models import Situation
from desk.conversation.ports import Clock
from desk.hours.calendar import Calendar
from desk.text import times

# Fewer waits than this say nothing about the next one; more than this are of another season.
FEWEST_WAITS, MOST_WAITS = 5, 20
_BANDS = (5, 10, 15, 30, 60)
# The band of the latest waits is told with every message and changes slowly.
_WAIT_IS_FRESH = timedelta(seconds=30)


class DeskHours:
    """Combines the calendar with presence and the latest waits."""

    def __init__(
        self,
        look: Callable[[datetime], tuple[Calendar, int]],
        clock: Clock,
        waits: Callable[[], list[tuple[datetime, datetime]]],
    ) -> None:
        """Take where the calendar with the number of those present, and the latest waits come from.

        `look` is asked anew every time: a change by any process holds at once.
        """
        self._look = look
        self._clock = clock
        self._waits = waits
        self._known_wait: tuple[datetime, int | None] | None = None

    def situation(self) -> Situation:
        """See `desk.conversation.ports.Hours`."""
        now = self._clock.now()
        calendar, on_duty = self._look(now)
        is_open = calendar.is_open(now)
        opens_at = None if is_open else calendar.next_opening(now)
        return Situation(
            open=is_open,
            on_duty=on_duty,
            opens_at=opens_at,
            opens_text=times.moment(opens_at) if opens_at else None,
            expected_wait_minutes=self._expected_wait(calendar, now) if is_open else None,
        )

    def _expected_wait(self, calendar: Calendar, now: datetime) -> int | None:
        known = self._known_wait
        if known is None or not timedelta() <= now - known[0] < _WAIT_IS_FRESH:
            known = self._known_wait = (now, expected_wait(self._waited(calendar)))
        return known[1]

    def _waited(self, calendar: Calendar) -> list[float]:
        """Return the minutes of opening that the latest cases waited, of those that were asked for while it was open.

        A message left at night is answered in the morning: it says nothing about who asks at noon.
        """
        asked = [pair for pair in self._waits() if calendar.is_open(pair[0])][:MOST_WAITS]
        return [calendar.business_minutes(since, claimed) for since, claimed in asked]


def expected_wait(minutes: list[float]) -> int | None:
    """Return the band of the median wait (5, 10, 15, 30, 60 minutes), None where too little is known."""
    if len(minutes) < FEWEST_WAITS:
        return None
    median = statistics.median(minutes)
    return next((band for band in _BANDS if median <= band), _BANDS[-1])
