"""Days and times as they are written where another language is read, by Japan's clock; pure but for `data/dates.yml`, by which `desk.appointments.page_language` writes them alike."""

from __future__ import annotations

import datetime
import functools
import re
import zoneinfo
from collections.abc import Mapping
from typing import Any

import yaml

from actions.city import SHIPPED

JAPAN = zoneinfo.ZoneInfo("Asia/Tokyo")
_JAPANESE_WEEKDAYS = "月火水木金土日"
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
    day = _day(found.month, found.day, found.weekday(), language)
    return f"{day}{_forms()[language]['between']}{found.hour}:{found.minute:02d}"


def rewritten(text: str, language: str, texts: Mapping[str, str]) -> str:
    """Return a text with its Japanese dates, times and ways to meet as they are written in a language."""

    def write(found: re.Match[str]) -> str:
        weekday = _JAPANESE_WEEKDAYS.index(found["weekday"])
        day = _day(int(found["month"]), int(found["day"]), weekday, language)
        hours = "–".join(filter(None, (found["begin"], found["end"])))
        method = f" ({texts[_METHODS[found['method']]]})" if found["method"] else ""
        return (f"{day}{_forms()[language]['between']}{hours}" if hours else day) + method

    return _WRITTEN.sub(write, text)


def _day(month: int, day: int, weekday: int, language: str) -> str:
    form = _forms()[language]
    named = form["months"][month - 1] if "months" in form else month
    return str(form["day"].format(month=named, day=day, weekday=form["weekdays"][weekday]))


@functools.cache
def _forms() -> Any:
    return yaml.safe_load((SHIPPED / "dates.yml").read_text(encoding="utf-8"))
