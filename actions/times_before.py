"""A wish for a time that goes on from the one before: 「木曜の午後」 and then 「やっぱり金曜で」 means Friday afternoon; pure."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Sequence

from actions.transcript import Event
from actions.when.named_days import HORIZON_DAYS
from actions.when.windows import ALL_DAY, Days, When, Window

# Who says that any will do, or asks for others, takes nothing along.
_ANY = re.compile(r"いつでも|何時でも|何曜|どの日|終日|一日中|(?:別|ほか|他)の|早い|遅い|早く|遅く")
Read = Callable[[str], When]


def texts(events: Sequence[Event]) -> list[str]:
    """Return the messages before the last one whose replies offered times, one after the other up to now, the oldest first.

    Args:
        events: Of the tracker, the message's own among them.
    """
    found: list[str] = []
    text, is_offered = "", False
    for event in events:
        if event.get("event") == "user":
            found = [*found, text] if is_offered else []
            text, is_offered = str(event.get("text") or ""), False
        elif event.get("event") == "bot":
            is_offered = is_offered or any(
                str(choice.get("payload", "")).startswith("/choose_slot{")
                for part in ((event.get("data") or {}).get("custom") or {}).get("parts") or []
                for choice in part.get("choices") or []
            )
    return [said for said in found if not said.startswith("/")]


def carried_on(text: str, said_before: Sequence[str], read: Read, today: datetime.date) -> When:
    """Return what a message says of a time, with what it leaves open taken from those before it.

    Args:
        text: As it was typed.
        said_before: As `texts` returns them.
        read: Reads one message.
        today: The day in Japan.
    """
    before: When | None = None
    for said in said_before:
        before = _onto(said, read(said), before, today)
    return _onto(text, read(text), before, today)


def _onto(text: str, found: When, before: When | None, today: datetime.date) -> When:
    if before is None or before.ask or found.ask or (_ANY.search(text) and not found.latest):
        return found
    windows = found.windows or (before.windows if found.method or found.latest else ())
    kept = dataclasses.replace(found, method=found.method or before.method, windows=windows)
    if not found.windows or not before.windows:
        return kept
    any_day = Days(today, today + datetime.timedelta(days=HORIZON_DAYS))
    hours = {window.hours for window in before.windows}
    if all(window.hours == ALL_DAY for window in windows) and ALL_DAY not in hours:
        crossed = [Window(window.days, hour) for window in windows for hour in sorted(hours, key=lambda h: h.begin)]
    elif all(window.days == any_day for window in windows):
        days = dict.fromkeys(window.days for window in before.windows)
        crossed = [Window(day, window.hours) for day in days for window in windows]
    else:
        return kept
    return dataclasses.replace(kept, windows=tuple(dict.fromkeys(crossed)))
