"""In which language a page of booking is written, for the length of one request: its words, days and times.

The language stands in the address before the code (`/appointments/en~…`), so that links and forms of a page keep it without
a cookie; where none stands, it is that of the talk the link came from. What is kept and what consultants read stays Japanese.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from desk.appointments.easy_texts import EASY as EASY_TEXTS
from desk.http.templates import ENVIRONMENT
from desk.settings import PROJECT
from desk.text import readings, times

JAPANESE, EASY = "ja", "ja-easy"
NAMES = {
    JAPANESE: "日本語",
    EASY: "やさしい日本語",
    "en": "English",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "ko": "한국어",
}
TRANSLATED = frozenset(NAMES) - {JAPANESE}
# Stands between language and code, and in no code (`ids.code`).
_MARK = "~"
_FOLDER = PROJECT / "data" / "languages"
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
_READ = re.compile(r"《([^》]*)》")


@dataclass(frozen=True)
class Page:
    """What is open: its language, the code of its address without it, the query."""

    language: str = JAPANESE
    code: str = ""
    query: str = ""


_NO_PAGE = Page()
_page: ContextVar[Page] = ContextVar("page", default=_NO_PAGE)


def known(language: str) -> str | None:
    """Return a language that a page can be in, None for any other."""
    return language if language in NAMES else None


def divided(code: str) -> tuple[str | None, str]:
    """Return the language that stands before a code, None where none does, and the code."""
    language, mark, rest = code.partition(_MARK)
    return (language, rest) if mark and language in NAMES else (None, code)


def joined(language: str, code: str) -> str:
    """Return a code with a language before it."""
    return f"{language}{_MARK}{code}"


def use(language: str, code: str = "", query: str = "") -> None:
    """Let the pages of this request be in a language."""
    _page.set(Page(language if language in NAMES else JAPANESE, code, query))


@contextmanager
def written_in(language: str) -> Iterator[None]:
    """Write in a language for a while, whatever page is open."""
    before = _page.set(Page(language))
    try:
        yield
    finally:
        _page.reset(before)


def page() -> Page:
    """Return what is open."""
    return _page.get()


def others() -> list[tuple[str, str, str]]:
    """Return (address, name, code of the language) of the same page in each other language."""
    here = _page.get()
    query = f"?{here.query}" if here.query else ""
    return [
        (
            f"/appointments/{joined(code, here.code)}{query}" if here.code else f"/appointments?language={code}",
            name,
            code,
        )
        for code, name in NAMES.items()
        if code != here.language
    ]


def is_unreviewed() -> str:
    """Return what is said below a translation that nobody has read, nothing where there is none."""
    language = _page.get().language
    return "" if language in {JAPANESE, EASY} else _texts(language)[1]


def say(japanese: str, **values: Any) -> str:
    """Return words in the language of the page, as they are where they have no translation; blanks are filled."""
    shown = _in_language(japanese).format(**values) if values else _in_language(japanese)
    if _page.get().language != EASY:
        return shown
    # What a macro returns is known to be escaped already: it is joined with `+`, since an f-string forgets that.
    shown_above: str = _above()(readings.pairs(shown))
    return shown_above


@functools.cache
def _above() -> Any:
    macros: Any = ENVIRONMENT.get_template("appointments/readings.html").module
    return macros.above


def plainly(japanese: str) -> str:
    """Return words for where no readings can stand above: in brackets."""
    return _READ.sub(r"（\1）", _in_language(japanese))


def day(found: date) -> str:
    """Return Mon 7 Dec, 12月7日(周一), 12월 7일(월) or 12月7日(月)."""
    language = _page.get().language
    if language == EASY:
        return say(_easy_day(found))
    if language == JAPANESE:
        return times.day(found)
    form = _forms()[language]
    month = form["months"][found.month - 1] if "months" in form else found.month
    return str(form["day"].format(month=month, day=found.day, weekday=form["weekdays"][found.weekday()]))


@functools.cache
def _forms() -> Any:
    return yaml.safe_load((PROJECT / "data" / "dates.yml").read_text(encoding="utf-8"))


def moment(found: datetime) -> str:
    """Return Mon 7 Dec, 10:00, by Japan's clock."""
    local = found.astimezone(times.JAPAN)
    between = _forms().get(_page.get().language, {}).get("between", " ")
    return day(local.date()) + f"{between}{local.hour}:{local.minute:02d}"


def span(begin: datetime, end: datetime) -> str:
    """Return Mon 7 Dec, 10:00–11:00, by Japan's clock."""
    return moment(begin) + hours(begin, end).removeprefix(_hour(begin))


def plain_span(begin: datetime, end: datetime) -> str:
    """Return the same for where no readings can stand above."""
    if _page.get().language == EASY:
        return plainly(_easy_day(begin.astimezone(times.JAPAN).date())) + f" {hours(begin, end)}"
    return span(begin, end)


def hours(begin: datetime, end: datetime) -> str:
    """Return 10:00–11:00."""
    between = "〜" if _page.get().language in {JAPANESE, EASY} else "–"
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


def _in_language(japanese: str) -> str:
    language = _page.get().language
    if language == JAPANESE:
        return japanese
    if language == EASY:
        return EASY_TEXTS.get(japanese, japanese)
    return _texts(language)[0].get(japanese, japanese)


@functools.cache
def _texts(language: str) -> tuple[dict[str, str], str]:
    found: dict[str, Any] = yaml.safe_load((_FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return found["booking"], "" if found["reviewed_by"] else str(found["texts"]["unreviewed"])


def purpose() -> str:
    """Return the translation of what a person reads before they fill anything in, nothing where the page is Japanese."""
    language = _page.get().language
    return "" if language in {JAPANESE, EASY} else _texts(language)[0]["purpose"]
