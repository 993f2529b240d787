"""What a message or a tap says of a time for an appointment; pure."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

import jpholiday

from actions import times_before
from actions.booking import METHODS
from actions.situation import Situation
from actions.when import said_beside, wish
from actions.when.windows import JAPAN, When

# As far ahead as there are times to book; more days than a month has name none.
_LOOKED_AHEAD, _MOST_DAYS = 60, 31


def when(where: Situation, now: datetime.datetime, said_before: Sequence[str] = ()) -> When:
    """Return what the message, or the choice, says about a time.

    Args:
        where: The turn.
        now: Aware.
        said_before: Earlier messages that it goes on from, as `times_before.texts` returns them; a tap goes on from none.
    """
    moment = _moment(where, now)

    def read(said: str) -> When:
        return _wish(said, moment)

    if where.chosen or _is_tap(where):
        found = read(where.chosen.get("wish") or "")
    else:
        found = times_before.carried_on(where.text, said_before, read, moment.astimezone(JAPAN).date())
    method = where.chosen.get("method")
    return dataclasses.replace(found, method=method) if method in METHODS else found


def names_a_time(where: Situation) -> bool:
    """Whether a message says when."""
    found = _read(where)
    return bool(found.windows or found.ask)


def days_named(where: Situation) -> list[datetime.date]:
    """Return the days that a message names, in order (木曜: the coming Thursdays); none where nearly any would do."""
    found = sorted({day for window in _read(where).windows for day in window.days.each()})
    if not found:
        return []
    last = min(found[0] + datetime.timedelta(days=_LOOKED_AHEAD), found[-1])
    near = [day for day in found if day <= last]
    return near if len(near) <= _MOST_DAYS else []


def _read(where: Situation) -> When:
    return _wish(where.text, _moment(where, datetime.datetime.now(datetime.UTC)))


def _wish(said: str, moment: datetime.datetime) -> When:
    """Read a message, or what it says of a time where it says other things beside that."""

    def read(text: str) -> When:
        return wish.read(text, moment, jpholiday.is_holiday)

    def names_a_time(piece: str) -> bool:
        found = read(piece)
        return bool(found.windows or found.ask or found.method or found.latest)

    return read(said_beside.without(wish.normalised(said), names_a_time))


def _is_tap(where: Situation) -> bool:
    """Whether it was a tap without anything chosen; its label is no wish for a time."""
    return where.intent in {"request_booking", "choose_slot"} and not where.understanding


def _moment(where: Situation, now: datetime.datetime) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(where.sent_at or "")
    except ValueError:
        return now
