"""Days in a text: 明日, 二週間後, 次の火曜, and what dates and periods name; pure."""

from __future__ import annotations

import datetime
import re

from actions.when.dates import read_dates
from actions.when.named_days import DAY, HORIZON_DAYS, IsHoliday, Named
from actions.when.periods import seasons, weeks_and_months
from actions.when.weekdays import named_weekdays
from actions.when.windows import Days

_KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")}
# 三, 二十三, 二〇二六; a longer row is no number of a date.
_NUMBER_BEFORE = re.compile(
    r"(?<![〇一二三四五六七八九十])(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[〇一二三四五六七八九]{1,4})"
    r"(?=年|月(?!曜)|日(?!曜|中)|時|週間?|か月|ヶ月)"
)
_NEAR = (
    (r"(?:明々後日|明明後日|しあさって)", 3),
    (r"(?:明後日|あさって|みょうごにち)", 2),
    (r"(?:明日|あした|あす|みょうにち|翌日)", 1),
    (r"(?:今日|本日|きょう|当日)", 0),
)
_PAST = re.compile(r"昨日|きのう|一昨日|おととい|先週|先月|去年|昨年")


def read(text: str, today: datetime.date, is_holiday: IsHoliday) -> Named:
    """Return the days named in a normalised text."""
    text = _NUMBER_BEFORE.sub(lambda m: str(_number(m[0])), text)
    text = re.sub(r"来年の?(?=\d{1,2}月)", f"{today.year + 1}年", text)
    found = read_dates(text, today)
    if found.days or found.is_past:
        return found
    for reader in (_counted, seasons, weeks_and_months, _near, _past, _any_weekday):
        found = reader(text, today, is_holiday)
        if found.days or found.is_past:
            return found
    return Named(rest=text)


def _counted(text: str, today: datetime.date, _: IsHoliday) -> Named:
    if match := re.search(r"(\d{1,2})(日|週間|か月|ヶ月|カ月)(後|以内|以降)", text):
        days = int(match[1]) * {"日": 1, "週間": 7}.get(match[2], 30)
        moment = today + DAY * days
        rest = text.replace(match[0], " ")
        if match[3] == "以内":
            return Named((Days(today, moment),), rest=rest)
        if match[3] == "以降":
            return Named((Days(moment, moment + DAY * HORIZON_DAYS),), rest=rest)
        # A week later is a day of that week rather than one day.
        around = 0 if match[2] == "日" else 3
        return Named((Days(moment - DAY * around, moment + DAY * around),), rest=rest)
    return Named()


def _near(text: str, today: datetime.date, _: IsHoliday) -> Named:
    found: list[Days] = []
    rest = text
    for pattern, ahead in _NEAR:
        if match := re.search(pattern + r"(以降|から先|から(?!\d|午))?", rest):
            day = today + DAY * ahead
            last = day + DAY * HORIZON_DAYS if match[1] else day
            found.append(Days(day, last))
            rest = rest.replace(match[0], " ", 1)
    return Named(tuple(sorted(found, key=lambda days: days.first)), rest=rest)


def _past(text: str, today: datetime.date, _: IsHoliday) -> Named:
    return Named((), bool(_PAST.search(text)), text)


def _any_weekday(text: str, today: datetime.date, _: IsHoliday) -> Named:
    weekdays = named_weekdays(text)
    if not weekdays:
        return Named()
    if re.search(r"次の|今度の|こんどの|直近の|近い", text) and len(weekdays) == 1:
        ahead = (weekdays[0] - today.weekday()) % 7 or 7
        day = today + DAY * ahead
        return Named((Days(day, day),), rest=text)
    return Named((Days(today, today + DAY * HORIZON_DAYS, weekdays),), rest=text)


def _number(kanji: str) -> int:
    """Return 23 for 二十三."""
    tens, ten, ones = kanji.partition("十")
    if not ten:
        return int("".join(str(_KANJI[c]) for c in kanji))
    return (_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0)
