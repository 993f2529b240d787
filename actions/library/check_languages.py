"""Whether the files of `data/languages` have one set of keys, a title for every answer, and the same blanks to fill."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from actions import languages

_BLANK = re.compile(r"\{([a-z_]+)\}")
_PLACE = re.compile(r"\{\d\}")
_FEWEST = 2
_SECTIONS = ("texts", "choices", "topics", "notices", "acts", "form", "booking", "chat", "titles")


def faults(labels: Collection[str], folder: Path | None = None) -> Iterator[str]:
    """Yield `file: key: reason` for each fault."""
    folder = folder or languages.folder()
    files = {language: _read(folder / f"{language}.yml") for language in languages.TRANSLATED}
    for section in _SECTIONS:
        wanted: Collection[str] = (
            labels if section == "titles" else {key for file in files.values() for key in file.get(section) or {}}
        )
        for language, file in files.items():
            found: Mapping[str, Any] = file.get(section) or {}
            for key in sorted(set(wanted) - set(found)):
                yield f"languages/{language}.yml: {section}.{key}: expected a text, it is missing"
            for key in sorted(set(found) - set(wanted)):
                yield f"languages/{language}.yml: {section}.{key}: expected a key of the other files"
            for key, text in found.items():
                if not isinstance(text, str) or not text.strip():
                    yield f"languages/{language}.yml: {section}.{key}: expected a text, got {text!r}"
    english = files["en"].get("texts") or {}
    for language, file in files.items():
        for key, text in (file.get("texts") or {}).items():
            blanks, wanted_blanks = set(_BLANK.findall(str(text))), set(_BLANK.findall(str(english.get(key, ""))))
            if blanks != wanted_blanks:
                yield f"languages/{language}.yml: texts.{key}: expected the blanks {sorted(wanted_blanks)}, got {sorted(blanks)}"
        for words, text in (file.get("chat") or {}).items():
            if sorted(_PLACE.findall(words)) != sorted(_PLACE.findall(str(text))):
                yield f"languages/{language}.yml: chat.{words}: expected its blanks, got {text!r}"
    yield from _questions(labels, _read(folder / "questions.yml"))


def _questions(labels: Collection[str], asked: Mapping[str, Any]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for label, of in asked.items():
        if label not in labels:
            yield f"languages/questions.yml: {label}: expected a label of labels.txt"
        for language in ("en", "zh", "ko"):
            lines = of.get(language) or []
            if len(lines) < _FEWEST:
                yield f"languages/questions.yml: {label}.{language}: expected at least {_FEWEST} questions"
            for line in lines:
                if owner.setdefault(line.lower(), label) != label:
                    yield f"languages/questions.yml: {label}: 「{line}」 stands under {owner[line.lower()]} too"


def _read(path: Path) -> Mapping[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}
