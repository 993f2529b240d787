"""The languages that replies are written in, with the approved texts of `data/languages`; pure but for the files."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "data" / "languages"
JAPANESE = "ja"
TRANSLATED = ("en", "zh-Hans", "zh-Hant", "ko")
# What a person can choose, each by the name that its readers know.
NAMES = {"ja": "日本語", "en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文", "ko": "한국어"}
# For consultants: in what a message was written.
JAPANESE_NAMES = {
    "en": "英語",
    "zh-Hans": "中国語（簡体字）",
    "zh-Hant": "中国語（繁体字）",
    "ko": "韓国語",
    "romaji": "日本語（ローマ字）",
    "other": "そのほかの言語",
}


@dataclasses.dataclass(frozen=True)
class Catalogue:
    """All texts of one language.

    Attributes:
        language: Its code.
        is_reviewed: Whether a person who reads the language has read them.
        texts: What is said, by key; with blanks such as {title}.
        choices: What is tapped, by key.
        topics: The first screen's topics, by key.
        titles: Of the answers, by label.
    """

    language: str
    is_reviewed: bool
    texts: Mapping[str, str]
    choices: Mapping[str, str]
    topics: Mapping[str, str]
    titles: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return a text with its blanks filled."""
        return self.texts[key].format(**values)


@functools.cache
def catalogue(language: str) -> Catalogue:
    """Return the texts of a language of `TRANSLATED`, read once; `make check` refuses what is incomplete."""
    found: Any = yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return Catalogue(
        language,
        bool(found.get("reviewed_by")),
        found["texts"],
        found["choices"],
        found["topics"],
        found["titles"],
    )
