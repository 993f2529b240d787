"""The one answer to "can a person be reached now, when next, how long is the wait?" for bot, widget, LINE and console."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import datetime, timedelta

from desk.conversation.models import Situation
from desk.conversation.ports import Clock
from desk.hours.calendar import Calendar
from desk.text import times
from desk.text.times import JAPAN

# Fewer waits than this say nothing about the next one; more than this, or older ones, are of another season.
FEWEST_WAITS, MOST_WAITS = 5, 20
OLDEST_WAIT = timedelta(weeks=12)
# Beyond the last one nothing is said: whoever reads a number that is too small feels cheated.
_BANDS = (5, 10, 15, 30, 60, 120)
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
            known = self._known_wait = (now, expected_wait(self._waited(calendar, now)))
        return known[1]

    def _waited(self, calendar: Calendar, now: datetime) -> list[float]:
        """Return the minutes of opening that cases like one of now waited.

        A message left at night is answered in the morning: it says nothing about who asks at noon.
        """
        asked = [(since, claimed) for since, claimed in self._waits() if calendar.is_open(since)]
        return [calendar.business_minutes(*pair) for pair in alike(asked, now)]


def alike(asked: list[tuple[datetime, datetime]], now: datetime) -> list[tuple[datetime, datetime]]:
    """Return the latest of the waits that are most like one of now, of those that are enough to say something.

    Those of the same hour of the week, otherwise those of the same hour on any day, otherwise all.

    Args:
        asked: (waiting since, claimed at), newest first.
        now: Aware.
    """
    lately = [pair for pair in asked if now - pair[0] <= OLDEST_WAIT]
    local = now.astimezone(JAPAN)
    of_day = [pair for pair in lately if pair[0].astimezone(JAPAN).hour == local.hour]
    of_week = [pair for pair in of_day if pair[0].astimezone(JAPAN).weekday() == local.weekday()]
    return next((group for group in (of_week, of_day) if len(group) >= FEWEST_WAITS), lately)[:MOST_WAITS]


def expected_wait(minutes: list[float]) -> int | None:
    """Return the band of the median wait (5, 10, 15, 30, 60, 120 minutes), None where too little is known or it is longer."""
    if len(minutes) < FEWEST_WAITS:
        return None
    median = statistics.median(minutes)
    return next((band for band in _BANDS if median <= band), None)
