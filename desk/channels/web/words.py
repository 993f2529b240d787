"""`GET /api/web/words/{language}`: the chat's own words in another language, which its screen fetches when a talk turns to it.

The texts are those of `data/languages` (section `chat`, by the Japanese words; `make check` compares their keys); やさしい日本語 stands in
`easy_words.py`. Every screen gets the same: they may be kept for an hour.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Literal

import yaml
from fastapi import APIRouter, Response
from typing_extensions import TypedDict

from desk.channels.web.easy_words import EASY
from desk.http.problems import Problem
from desk.text import pack

router = APIRouter(prefix="/api/web", tags=["web"])
Language = Literal["en", "zh-Hans", "zh-Hant", "ko", "ja-easy"]
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


@router.get("/words/{language}")
def words(language: Language, response: Response) -> ScreenWords:
    """Return the words of a language; 404 where the town's assistant does not speak it."""
    found = of(language, str(pack.folder()))
    if found is None:
        raise Problem(404, "not_offered", "この言語はありません。")
    response.headers["cache-control"] = _KEPT
    return found


@functools.cache
def of(language: str, folder: str) -> ScreenWords | None:
    """Return the words of a language in a pack's folder, None where that has none."""
    if language == "ja-easy":
        return {"language": language, "words": EASY, "unreviewed": ""}
    file = Path(folder) / "languages" / f"{language}.yml"
    if not file.exists():
        return None
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    mark = "" if found["reviewed_by"] else str(found["texts"]["unreviewed"])
    return {"language": language, "words": found["chat"], "unreviewed": mark}
