"""`GET /api/web/words/{tag}`: the chat's own words in another language, which its screen fetches when a talk turns to it.

The texts are those of `data/languages` (section `chat`, by the Japanese words; `make check` compares their keys); やさしい日本語 stands in
`easy_words.py`. With them go the titles of the answers (section `titles`, by the title as it is published), which are offered while
somebody types and stand in the talk when they are tapped. Every screen gets the same: they may be kept for an hour.
"""

from __future__ import annotations

import functools
import pathlib
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from typing_extensions import TypedDict

from desk.channels.web.easy_words import EASY
from desk.content.service import Answers
from desk.http.problems import Problem
from desk.text import pack, yaml_text

router = APIRouter(prefix="/api/web", tags=["web"])
Language = Literal["en", "zh-Hans", "zh-Hant", "ko", "ja-easy"]
_BY_FIRST: dict[str, Language] = {"en": "en", "ko": "ko"}
# Where Chinese is written in traditional characters.
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_KEPT = "public, max-age=3600"


class ScreenWords(TypedDict):
    """The chat's own words.

    Attributes:
        words: By the Japanese words; {0}, {1} … stand for what is filled in, in the order of the Japanese.
        unreviewed: What is said of a translation that nobody has read; empty where somebody has.
    """

    language: str
    words: dict[str, str]
    unreviewed: str


@router.get("/words/{tag}")
def words(tag: Annotated[str, Path(max_length=40)], response: Response, published: Answers) -> ScreenWords:
    """Return the words of a language, by whatever tag a page names it (en-US, zh-TW); 404 where the town's assistant does not speak it."""
    language = named(tag)
    found = of(language, str(pack.folder())) if language else None
    if language is None or found is None:
        raise Problem(404, "not_offered", "この言語はありません。")
    response.headers["cache-control"] = _KEPT
    titles = titles_of(language, str(pack.folder()))
    said = {entry.title: titles[label] for label, entry in published.snapshot.entries.items() if label in titles}
    return {**found, "words": {**said, **found["words"]}}


def named(tag: str) -> Language | None:
    """Return the language of a BCP 47 tag, None for one that is not spoken here; Japanese is the page's own."""
    if tag == "ja-easy":
        return "ja-easy"
    first, *more = tag.lower().replace("_", "-").split("-")
    if first == "zh":
        return "zh-Hant" if _TRADITIONAL.intersection(more) and "hans" not in more else "zh-Hans"
    return _BY_FIRST.get(first)


@functools.cache
def titles_of(language: str, folder: str) -> dict[str, str]:
    """Return the titles of answers in a language by their labels; none in plain Japanese, where the title itself is read."""
    file = pathlib.Path(folder) / "languages" / f"{language}.yml"
    found: dict[str, str] = yaml_text.load(file.read_text(encoding="utf-8"))["titles"] if file.exists() else {}
    return found


@functools.cache
def of(language: str, folder: str) -> ScreenWords | None:
    """Return the words of a language in a pack's folder, None where that has none."""
    if language == "ja-easy":
        return {"language": language, "words": EASY, "unreviewed": ""}
    file = pathlib.Path(folder) / "languages" / f"{language}.yml"
    if not file.exists():
        return None
    found: dict[str, Any] = yaml_text.load(file.read_text(encoding="utf-8"))
    mark = "" if found["reviewed_by"] else str(found["texts"]["unreviewed"])
    return {"language": language, "words": found["chat"], "unreviewed": mark}
