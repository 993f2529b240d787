"""Days and times as the page of booking that is open says them, in its language and by Japan's clock."""

from __future__ import annotations

import functools
from datetime import date, datetime
from typing import Any

from desk.appointments import page_language
from desk.appointments.page_language import EASY, JAPANESE
from desk.settings import PROJECT
from desk.text import times, yaml_text

_EASY_WEEKDAYS = ("げつ", "か", "すい", "もく", "きん", "ど", "にち")
_EASY_DAYS = {
    1: "ついたち",
    2: "ふつか",
    3: "みっか",
    4: "よっか",
    5: "いつか",
    6: "むいか",
    7: "なのか",
    8: "ようか",
    9: "ここのか",
    10: "とおか",
    14: "じゅうよっか",
    20: "はつか",
    24: "にじゅうよっか",
}


def day(found: date) -> str:
    """Return Mon 7 Dec, 12月7日(周一), 12월 7일(월) or 12月7日(月)."""
    language = page_language.page().language
    if language == EASY:
        return page_language.say(_easy_day(found))
    if language == JAPANESE:
        return times.day(found)
    form = _forms()[language]
    month = form["months"][found.month - 1] if "months" in form else found.month
    return str(form["day"].format(month=month, day=found.day, weekday=form["weekdays"][found.weekday()]))


@functools.cache
def _forms() -> Any:
    return yaml_text.load((PROJECT / "data" / "dates.yml").read_text(encoding="utf-8"))


def moment(found: datetime) -> str:
    """Return Mon 7 Dec, 10:00, by Japan's clock."""
    local = found.astimezone(times.JAPAN)
    between = _forms().get(page_language.page().language, {}).get("between", " ")
    return day(local.date()) + f"{between}{local.hour}:{local.minute:02d}"


def span(begin: datetime, end: datetime) -> str:
    """Return Mon 7 Dec, 10:00–11:00, by Japan's clock."""
    return moment(begin) + hours(begin, end).removeprefix(_hour(begin))


def plain_span(begin: datetime, end: datetime) -> str:
    """Return the same for where no readings can stand above."""
    if page_language.page().language == EASY:
        return page_language.plainly(_easy_day(begin.astimezone(times.JAPAN).date())) + f" {hours(begin, end)}"
    return span(begin, end)


def hours(begin: datetime, end: datetime) -> str:
    """Return 10:00–11:00."""
    between = "〜" if page_language.page().language in {JAPANESE, EASY} else "–"
    return f"{_hour(begin)}{between}{_hour(end)}"


def _hour(found: datetime) -> str:
    local = found.astimezone(times.JAPAN)
    return f"{local.hour}:{local.minute:02d}"


def _easy_day(found: date) -> str:
    weekday = f"{times.WEEKDAYS[found.weekday()]}《{_EASY_WEEKDAYS[found.weekday()]}》"
    # Digits bear no readings, so of 4日 the whole (よっか) stands behind.
    reading = _EASY_DAYS.get(found.day)
    day_of_month = f"{found.day}日（{reading}）" if reading else f"{found.day}日《にち》"
    return f"{found.month}月《がつ》{day_of_month}({weekday})"
