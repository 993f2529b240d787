"""Weeks, months and seasons in a text: 来週の前半, 12月下旬, 年明け, 連休明け; pure.

A week begins on Monday, as calendars of Japanese offices do.
"""

from __future__ import annotations

import datetime
import re

from actions.when.named_days import DAY, HORIZON_DAYS, IsHoliday, Named
from actions.when.weekdays import named_weekdays
from actions.when.windows import Days

_WEEK = (
    (r"再来週|さ来週|さらいしゅう", 2),
    (r"来週|らいしゅう|翌週|次の週", 1),
    (r"今週|こんしゅう|この週", 0),
)
_MONTH = ((r"再来月", 2), (r"来月|翌月|次の月", 1), (r"今月|こんげつ", 0))
_MONTH_NAMED = re.compile(
    r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>1[0-2]|[1-9])月(?!\d|曜)(?P<after>以降|から|になったら|に入って)?"
)
_PART_OF_MONTH = (
    (r"上旬|初め|はじめ|始め|頭|前半", 1, 10),
    (r"中旬|半ば|なかば|中頃|中ごろ", 11, 20),
    (r"下旬|終わり|おわり|後半|末", 21, 31),
)


def seasons(text: str, today: datetime.date, is_holiday: IsHoliday) -> Named:
    """Return the days of 年明け, 年内, 年末年始, 連休明け, 祝日, お盆 or ゴールデンウィーク."""
    year = today.year
    if re.search(r"年明け|正月明け|年が明け|年始明け|来年", text):
        first = datetime.date(year + 1, 1, 4)
        return Named((Days(first, datetime.date(year + 1, 1, 31), named_weekdays(text)),), rest=text)
    if re.search(r"年内|今年中|年末まで|年末(?!年始)", text):
        return Named((Days(today, datetime.date(year, 12, 31)),), rest=text)
    if "年末年始" in text:
        return Named((Days(datetime.date(year, 12, 29), datetime.date(year + 1, 1, 3)),), rest=text)
    if re.search(r"連休明け|休み明け|お盆明け|(?:gw|ゴールデンウィーク|ゴールデンウイーク)明け", text):
        after = _after_holidays(today, is_holiday)
        return Named((Days(after, after + DAY * 4),), rest=text)
    if "祝日" in text and "平日" not in text:
        ahead = (today + DAY * n for n in range(HORIZON_DAYS))
        return Named(tuple(Days(day, day) for day in ahead if is_holiday(day)), rest=text)
    if "お盆" in text:
        first = _coming(today, 8, 13)
        return Named((Days(first, first + DAY * 3),), rest=text)
    if re.search(r"gw|ゴールデンウ[ィイ]ーク", text):
        first = _coming(today, 4, 29)
        return Named((Days(first, first + DAY * 7),), rest=text)
    return Named()


def weeks_and_months(text: str, today: datetime.date, _: IsHoliday) -> Named:
    """Return the days of a week or month named by its distance from today, by its number, or by a part of it."""
    weekdays = named_weekdays(text)
    monday = today - DAY * today.weekday()
    for pattern, ahead in _WEEK:
        if re.search(pattern, text):
            first = monday + DAY * 7 * ahead
            return _week(text, today, first, weekdays, ahead)
    if re.search(r"週明け|週の初め|週のはじめ|週初め", text):
        first = monday + DAY * 7
        return Named((Days(first, first + DAY),), rest=text)
    for pattern, ahead in _MONTH:
        if re.search(pattern, text):
            month = today.month - 1 + ahead
            return _month(text, today, today.year + month // 12, month % 12 + 1, weekdays)
    if match := _MONTH_NAMED.search(text):
        month = int(match["month"])
        year = today.year + (month < today.month)
        if match["year"] and 0 <= int(match["year"]) - today.year <= 2:
            year = int(match["year"])
        named = _month(text, today, year, month, weekdays)
        if match["after"] and named.days:
            first = named.days[0].first
            return Named((Days(first, first + DAY * HORIZON_DAYS, weekdays),), rest=named.rest)
        return named
    if "月末" in text:
        return _month("下旬", today, today.year, today.month, weekdays)
    return Named()


def _week(text: str, today: datetime.date, first: datetime.date, weekdays: tuple[int, ...], ahead: int) -> Named:
    last = first + DAY * 6
    if re.search(r"以降|から先", text):
        if len(weekdays) == 1:
            first, weekdays = first + DAY * weekdays[0], ()
        return Named((Days(max(first, today), first + DAY * HORIZON_DAYS, weekdays),), rest=text)
    if re.search(r"(?:来週|今週|再来週)(?:中|いっぱい)?まで", text):
        return Named((Days(today, last, weekdays),), rest=text)
    if not weekdays:
        if re.search(r"前半|頭|初め|はじめ|あたま", text):
            last = first + DAY * 2
        elif re.search(r"後半|終わり|おわり", text):
            first, last = first + DAY * 3, first + DAY * 4
        elif re.search(r"半ば|なかば|中頃|中ごろ", text):
            first, last = first + DAY * 2, first + DAY * 3
    if weekdays and ahead == 0 and all(first + DAY * day < today for day in weekdays):
        return Named((), True, text)
    return Named((Days(max(first, today), last, weekdays),), last < today, text)


def _month(text: str, today: datetime.date, year: int, month: int, weekdays: tuple[int, ...]) -> Named:
    first = datetime.date(year, month, 1)
    last = (first + DAY * 31).replace(day=1) - DAY
    if match := re.search(r"第?([1-5])週(?:目)?", text):
        first += DAY * 7 * (int(match[1]) - 1)
        last = min(last, first + DAY * 6)
    for pattern, begin, end in _PART_OF_MONTH:
        if re.search(pattern, text):
            first, last = first.replace(day=begin), min(last, first.replace(day=min(end, last.day)))
            break
    if last < today:
        return Named((), True, text)
    return Named((Days(max(first, today), last, weekdays),), rest=text)


def _after_holidays(today: datetime.date, is_holiday: IsHoliday) -> datetime.date:
    """Return the first working day after the next three or more days off in a row."""

    def is_off(day: datetime.date) -> bool:
        return day.weekday() > 4 or is_holiday(day)

    off = 0
    for ahead in range(HORIZON_DAYS):
        day = today + DAY * ahead
        if is_off(day):
            off += 1
        elif off >= 3:
            return day
        else:
            off = 0
    return today


def _coming(today: datetime.date, month: int, day: int) -> datetime.date:
    found = datetime.date(today.year, month, day)
    return found if found >= today else found.replace(year=today.year + 1)
