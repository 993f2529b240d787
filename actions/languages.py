"""The languages that replies are written in, with the approved texts of the pack's `languages/`; pure but for the files."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from actions.city import pack

JAPANESE = "ja"
TRANSLATED = ("en", "zh-Hans", "zh-Hant", "ko")
# Japanese for whom Japanese is hard: chosen by hand, it is the slot's value; what is written then is Japanese like any other.
EASY = "ja-easy"
# What a person can choose, each by the name that its readers know.
NAMES = {
    "ja": "日本語",
    EASY: "やさしい日本語",
    "en": "English",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "ko": "한국어",
}
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


def folder() -> Path:
    """Return the folder of the pack's texts; they name its city, so that no other pack's can stand in for them."""
    return pack() / "languages"


def is_offered(language: str) -> bool:
    """Whether replies can be in a language other than Japanese: the pack has its texts."""
    return language in TRANSLATED and (folder() / f"{language}.yml").exists()


def catalogue(language: str) -> Catalogue:
    """Return the texts of a language that `is_offered`, read once; `make check` refuses what is incomplete."""
    return _read(folder() / f"{language}.yml", language)


@functools.cache
def _read(path: Path, language: str) -> Catalogue:
    found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Catalogue(
        language,
        bool(found.get("reviewed_by")),
        found["texts"],
        found["choices"],
        found["topics"],
        found["titles"],
    )
