"""Dates in a text: 12月3日以降, 3日から5日まで, 10/4; pure."""

from __future__ import annotations

import datetime
import re

from actions.when.named_days import DAY, HORIZON_DAYS, Named
from actions.when.windows import Days

_DATE = r"(?:(?P<year{n}>\d{{4}})[年/.-])?(?:(?P<month{n}>\d{{1,2}})[月/.-])?(?P<day{n}>\d{{1,2}})日?"
_SURE_DATE = r"(?:(?P<year{n}>\d{{4}})[年/.-])?(?:(?P<month{n}>\d{{1,2}})(?:月|/)(?P<day{n}>\d{{1,2}})日?|(?P<only{n}>\d{{1,2}})日)"
_TO = r"(?:から|より|~|〜|-|ー)"
_RANGE = re.compile(_SURE_DATE.format(n=1) + _TO + _DATE.format(n=2) + r"(?!時|:)(?:まで|の間|のあいだ)?")
_SINGLE = re.compile(
    _SURE_DATE.format(n=1)
    + r"(?!後|間|以内)(?:(?<=日)|(?!\d))(?:[(（][月火水木金土日][)）])?(?P<after>以降|以後|から|より後|よりあと|過ぎ|すぎ)?(?P<before>まで(?:に)?|以前|より前)?"
)


def read_dates(text: str, today: datetime.date) -> Named:
    """Return the days that are named by their number, and the text without them."""
    between = _RANGE.search(text)
    if between is not None:
        first = _date(between, 1, today)
        last = _date(between, 2, first or today, first)
        if first and last and first <= last:
            rest = text.replace(between[0], " ")
            if last < today:
                return Named((), is_past=True, rest=rest)
            return Named((Days(max(first, today), last),), rest=rest)
    found: list[Days] = []
    is_past = False
    rest = text
    before: datetime.date | None = None
    for match in _SINGLE.finditer(text):
        day = _date(match, 1, today, before)
        if day is None:
            continue
        rest = rest.replace(match[0], " ", 1)
        before = day
        if day < today and not match["after"]:
            is_past = True
        elif match["after"] == "から" and re.match(r"\s*(?:\d|午)", text[match.end() :]):
            found.append(Days(day, day))
        elif match["after"]:
            found.append(Days(max(day, today), max(day, today) + DAY * HORIZON_DAYS))
        elif match["before"]:
            found.append(Days(today, day))
        else:
            found.append(Days(day, day))
    if len(found) == 2 and "以降" in text and "まで" in text:
        found = [Days(found[0].first, found[1].last)]
    return Named(tuple(found), is_past and not found, rest)


def _date(
    match: re.Match[str], number: int, today: datetime.date, before: datetime.date | None = None
) -> datetime.date | None:
    """Return the day of a match; a day alone is of the month of the one before it, or the next such day."""
    parts = match.groupdict()
    year, month = parts.get(f"year{number}"), parts.get(f"month{number}")
    day = int(parts.get(f"day{number}") or parts.get(f"only{number}") or 0)
    try:
        if month:
            if year and not 0 <= int(year) - today.year <= 2:
                return None
            found = datetime.date(int(year) if year else today.year, int(month), day)
            # Half a year back is meant as next year; a few weeks back is a slip.
            if not year and (today - found).days > 150:
                found = found.replace(year=found.year + 1)
            return found
        if before is not None and day >= before.day:
            return before.replace(day=day)
        base = before or today
        if before is None and day >= today.day:
            return today.replace(day=day)
    except ValueError:
        if month or not 1 <= day <= 31:
            return None
        base = before or today
    # The next month that has such a day: there is no 31 November.
    following = base.replace(day=1)
    for _ in range(2):
        following = (following + DAY * 32).replace(day=1)
        if (following + DAY * (day - 1)).month == following.month:
            return following.replace(day=day)
    return None
