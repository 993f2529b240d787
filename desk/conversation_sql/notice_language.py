"""Notices of the desk beside the reader's language: the translation first, the Japanese with its numbers and names below.

The texts are those of `data/languages` (sections `notices` by kind, `acts` by what a button does); `make check` compares their keys.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import yaml

from desk.conversation.models import Part
from desk.settings import PROJECT

FOLDER = PROJECT / "data" / "languages"
TRANSLATED = ("en", "zh-Hans", "zh-Hant", "ko")
_ACT = "desk:"


def of_reply(parts: Sequence[Part]) -> str | None:
    """Return the language that a reply of the assistant is in; None for Japanese."""
    named = (str(part["language"]) for part in parts if part.get("language"))
    return next((language for language in named if language in TRANSLATED), None)


def beside(parts: Sequence[Part], language: str) -> list[Part]:
    """Return notices with their translation, and what can be tapped in the language; other parts as they are."""
    texts = _texts(language)
    return [_beside(part, texts, language) for part in parts]


def _beside(part: Part, texts: dict[str, dict[str, str]], language: str) -> Part:
    if part.get("type") == "notice" and part.get("kind") in texts["notices"]:
        return part | {"text": f"{texts['notices'][part['kind']]}\n{part['text']}", "language": language}
    if part.get("type") == "choices":
        return part | {"choices": [_choice(choice, texts) for choice in part["choices"]]}
    return part


def _choice(choice: dict[str, Any], texts: dict[str, dict[str, str]]) -> dict[str, Any]:
    act = str(choice.get("payload", ""))
    known = texts["acts"].get(act.removeprefix(_ACT)) if act.startswith(_ACT) else None
    return choice | {"label": known} if known else choice


@functools.cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return {"notices": found["notices"], "acts": found["acts"]}
