"""What must not be taken for understood: pieces that look like a time and were not read, and days whose weekday is another; pure."""

from __future__ import annotations

import calendar
import datetime
import re

from actions.when.spelling import CANNOT
from actions.when.windows import WEEKDAYS

_DAY = datetime.timedelta(days=1)
_DATED = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})[月/](?P<day>\d{1,2})日?の?(?:[(（](?P<mark>[月火水木金土日])(?:曜日?)?[)）]|(?P<named>[月火水木金土日])曜)"
)
# Whatever the readers know, so that what is left can be looked at.
_KNOWN = re.compile(
    r"(?<!\d)(?:\d{4}年)?(?:1[0-2]|0?[1-9])[月/](?:3[01]|[12]\d|0?[1-9])(?!\d)日?|(?<!\d)(?:\d{4}年)?(?:1[0-2]|0?[1-9])月(?!\d)|"
    r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])日(?!間)|"
    r"[月火水木金土日](?:曜日?|(?=[・、,/か][月火水木金土日]))|[(（][月火水木金土日][)）]|"
    r"\d{1,2}(?:日|週間|か月|ヶ月|カ月)(?:後|以内|以降)|第?[1-5]週|"
    r"(?<!\d)(?:[01]?\d|2[0-3])時(?!間)(?:半|[0-5]?\d分)?|(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)|\d{1,2}(?=[~〜\-]\d{1,2}(?:時|:))"
)
_NO_TIMES = re.compile(
    r"(?<!\d)0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)|(?<!\d)\d{1,6}(?:年(?:前|間|生|目|築)|日間|時間|か月|ヶ月|カ月|週間|分間?|件|つ|回|階|部屋|ldk|dk|k|番地?|丁目|号)|築\d{1,4}年"
)
_LIKE_A_TIME = re.compile(r"\d(?:月|日|時(?!間))|\d{4}年|\d[./:\-]\d|[月火水木金土日]曜")
# What does not suit, where no reader knows what is left beside it (12月3日以外).
_EXCEPT = re.compile(
    rf"(?:\d|日|時|半|分|朝|昼|夕方|夜|週|月|明日|あした|あさって)(?:間|中|ごろ|頃)?(?:以外|いがい|を除|{CANNOT})"
)
_MONTH_DAY = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])[月/](\d{1,2})")
_LEAP_YEAR = 2028
_WEEK_WORDS = re.compile(r"再来週|来週|今週|再来月|来月|今月")


def is_unread(text: str) -> bool:
    """Whether a rewritten text holds a piece that looks like a time and that no reader knows.

    Two weeks in one piece (来週の火曜と再来週の水曜) are read as one, so they count as well; so does an exception that is not read.
    """
    if _EXCEPT.search(text):
        return True
    left = _KNOWN.sub(" ", _NO_TIMES.sub(" ", text))
    if any(int(day) > calendar.monthrange(_LEAP_YEAR, int(month))[1] for month, day in _MONTH_DAY.findall(text)):
        return True
    return bool(_LIKE_A_TIME.search(left)) or len(set(_WEEK_WORDS.findall(text))) > 1


def other_weekday(text: str, today: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """Return the day that a text names with another day's weekday, and the nearest day that has it; None where they agree."""
    for match in _DATED.finditer(text):
        day = _day(match, today)
        wanted = WEEKDAYS.index(match["mark"] or match["named"])
        if day is not None and day.weekday() != wanted:
            near = min(
                (day + _DAY * ahead for ahead in range(-3, 4)),
                key=lambda one: (one.weekday() != wanted, abs(one - day)),
            )
            return day, near
    return None


def said_otherwise(text: str, day: datetime.date) -> str:
    """Return the text with its contradicting day as one of the two that it may mean."""
    written = f"{day.year}年{day.month}月{day.day}日"
    return _DATED.sub(written, text, count=1)


def _day(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    try:
        found = datetime.date(int(match["year"] or today.year), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    # As `days` reads it: half a year back is next year.
    return found.replace(year=found.year + 1) if not match["year"] and (today - found).days > 150 else found
