"""What the desk itself says beside the reader's language: the translation first, the Japanese with its numbers and names below.

The texts are those of `data/languages` (sections `notices` by kind, `acts` by what a button does, `form` by its labels); `make check` compares their keys.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desk.conversation import handover_texts
from desk.conversation import texts as japanese
from desk.conversation.models import Part
from desk.settings import PROJECT
from desk.text import pack, yaml_text

FOLDER = PROJECT / "data" / "languages"
TRANSLATED = ("en", "zh-Hans", "zh-Hant", "ko")
# Plain Japanese, by whose readings a reply is known that was given in it.
EASY = "ja-easy"
_READING = re.compile(r"《([^》]*)》")
_ACT = "desk:"
_ASSISTANTS = {"/request_human": "ask_person", "/request_booking": "book"}
_CONSULTANT = "\0"


def of_reply(parts: Sequence[Part]) -> str | None:
    """Return the language that a reply of the assistant is in, `EASY` for やさしい日本語; None for Japanese."""
    named = (str(part["language"]) for part in parts if part.get("language"))
    found = next((language for language in named if language in TRANSLATED), None)
    return found or (EASY if any(part.get("easy_first") for part in parts) else None)


def says(parts: Sequence[Part]) -> bool:
    """Whether parts hold words of the desk's own that have a translation and are no notice, or a form, whose words are."""
    return any(
        part.get("type") == "form" or (part.get("type") == "text" and _key(str(part["text"])) is not None)
        for part in parts
    )


def beside(parts: Sequence[Part], language: str) -> list[Part]:
    """Return notices with their translation, and what can be tapped in the language; other parts as they are."""
    if language == EASY:
        return [_easy(part) for part in parts]
    texts = _texts(language)
    return [_beside(part, texts, language) for part in parts]


def _easy(part: Part) -> Part:
    """Return a part in やさしい日本語 where it has that: readings in brackets, which stand on any screen; none on buttons."""
    if part.get("type") == "choices":
        shown = [
            choice | {"label": _READING.sub("", choice.get("easy") or choice["label"])} for choice in part["choices"]
        ]
        return part | {"choices": shown}
    words = part.get("easy")
    return part | {"text": _READING.sub(r"（\1）", words), "easy_first": True} if words else part


def _key(words: str) -> str | None:
    before, _, after = str(handover_texts.go_on(_CONSULTANT, 0)[0]["text"]).partition(_CONSULTANT)
    is_going_on = words.startswith(before) and words.endswith(after)
    return "go_on" if is_going_on else _spoken(pack.folder()).get(words)


@functools.lru_cache(maxsize=4)
def _spoken(_pack: Path) -> dict[str, str]:
    """Return what the desk says in the assistant's name, with the key of its translation; its choices are the assistant's."""
    said = {
        "over": japanese.over(),
        "kept": handover_texts.kept(),
        "solved": japanese.resolved(True),
        "not_solved": japanese.resolved(False),
        "ask_anything": japanese.ask_anything(),
        "rated": handover_texts.rated(),
        "not_words": japanese.not_words(is_kept=False),
        "not_words_kept": japanese.not_words(is_kept=True),
    }
    return {str(parts[0]["text"]): key for key, parts in said.items()}


def _beside(part: Part, texts: dict[str, dict[str, str]], language: str) -> Part:
    kind = part.get("kind") if part.get("type") == "notice" else None
    if part.get("type") == "text":
        kind = _key(str(part["text"]))
    if kind in texts["notices"]:
        return _without_easy(part) | {"text": f"{texts['notices'][kind]}\n{part['text']}", "language": language}
    if part.get("type") == "choices":
        return part | {"choices": [_choice(choice, texts) for choice in part["choices"]]}
    if part.get("type") == "form":
        # The consent is kept with the Japanese notice, which stays in the part.
        said = f"{texts['form']['text']}\n{part['text']}"
        return part | {"text": said, "words": dict(texts["form"]), "language": language}
    return part


def _choice(choice: dict[str, Any], texts: dict[str, dict[str, str]]) -> dict[str, Any]:
    act = str(choice.get("payload", ""))
    if act.startswith("/choose_topic"):
        known = texts["topics"].get(json.loads(act.removeprefix("/choose_topic") or "{}").get("topic"))
    elif act.startswith(_ACT):
        # The number behind (desk:go_on:12, desk:rated:5:case) says which message or case is meant.
        name = act.removeprefix(_ACT)
        known = texts["acts"].get(name) or texts["acts"].get("_".join(name.split(":")[: 2 if "rated" in name else 1]))
    else:
        known = texts["choices"].get(_ASSISTANTS.get(act, ""))
    return _without_easy(choice) | {"label": known} if known else choice


def _without_easy(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != "easy"}


@functools.cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, Any] = yaml_text.load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    texts = {name: found[name] for name in ("notices", "acts", "choices", "topics", "form")}
    if not found["reviewed_by"]:
        texts["form"] = texts["form"] | {"unreviewed": found["texts"]["unreviewed"]}
    return texts
