"""In which language a page of booking is written, for the length of one request; its days and times: `page_dates`.

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
from typing import Any

from desk.appointments.easy_texts import EASY as EASY_TEXTS
from desk.http.templates import ENVIRONMENT
from desk.settings import PROJECT
from desk.text import readings, yaml_text

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


def _in_language(japanese: str) -> str:
    language = _page.get().language
    if language == JAPANESE:
        return japanese
    if language == EASY:
        return EASY_TEXTS.get(japanese, japanese)
    return _texts(language)[0].get(japanese, japanese)


@functools.cache
def _texts(language: str) -> tuple[dict[str, str], str]:
    found: dict[str, Any] = yaml_text.load((_FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return found["booking"], "" if found["reviewed_by"] else str(found["texts"]["unreviewed"])


def purpose() -> str:
    """Return the translation of what a person reads before they fill anything in, nothing where the page is Japanese."""
    language = _page.get().language
    return "" if language in {JAPANESE, EASY} else _texts(language)[0]["purpose"]
