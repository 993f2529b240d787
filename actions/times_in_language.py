"""Days and times as they are written where another language is read, by Japan's clock; pure. `desk.appointments.page_language` writes them alike."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Mapping

JAPAN = zoneinfo.ZoneInfo("Asia/Tokyo")
_JAPANESE_WEEKDAYS = "月火水木金土日"
_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh-Hans": tuple(f"周{day}" for day in "一二三四五六日"),
    "zh-Hant": tuple(f"週{day}" for day in "一二三四五六日"),
    "ko": tuple("월화수목금토일"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# 11月25日(水) 10:00〜11:00（オンライン）, as the desk writes it.
_WRITTEN = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日\((?P<weekday>[月火水木金土日])\)(?: (?P<begin>\d{1,2}:\d\d)(?:〜(?P<end>\d{1,2}:\d\d))?)?"
    r"(?:（(?P<method>対面|オンライン|電話)）)?"
)
_METHODS = {"対面": "by_meeting", "オンライン": "by_online", "電話": "by_phone"}


def moment(begin: str, language: str) -> str:
    """Return Mon 7 Dec, 10:00 of an ISO time; what is no time stays."""
    try:
        found = datetime.datetime.fromisoformat(begin).astimezone(JAPAN)
    except ValueError:
        return begin
    return (
        f"{_day(found.month, found.day, found.weekday(), language)}{_between(language)}{found.hour}:{found.minute:02d}"
    )


def rewritten(text: str, language: str, texts: Mapping[str, str]) -> str:
    """Return a text with its Japanese dates, times and ways to meet as they are written in a language."""

    def write(found: re.Match[str]) -> str:
        weekday = _JAPANESE_WEEKDAYS.index(found["weekday"])
        day = _day(int(found["month"]), int(found["day"]), weekday, language)
        hours = "–".join(filter(None, (found["begin"], found["end"])))
        method = f" ({texts[_METHODS[found['method']]]})" if found["method"] else ""
        return (f"{day}{_between(language)}{hours}" if hours else day) + method

    return _WRITTEN.sub(write, text)


def _between(language: str) -> str:
    return ", " if language == "en" else " "


def _day(month: int, day: int, weekday: int, language: str) -> str:
    name = _WEEKDAYS[language][weekday]
    if language == "en":
        return f"{name} {day} {_MONTHS[month - 1]}"
    return f"{month}월 {day}일({name})" if language == "ko" else f"{month}月{day}日({name})"
