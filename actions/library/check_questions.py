"""Whether the training questions are distinct, enough, and such that Rasa reads them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

FEWEST_QUESTIONS = 25


def faults(folder: Path, expected: list[str]) -> list[str]:
    """Return all faults of the questions in a folder, one line each."""
    lines = list(_read_lines(folder))
    return [*_line_faults(lines), *_question_faults(expected, _by_label(lines))]


def _read_lines(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Return (file, intent, line) of all training questions, as they stand."""
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                if line.strip():
                    yield path.name, block["intent"], line


def _line_faults(lines: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Name the lines that Rasa leaves out of the training, with no more than a warning."""
    for name, intent, line in lines:
        if not line.startswith("- "):
            yield f"data/nlu/{name}: {intent}: expected `- question`, indented like the lines above, got {line!r}"


def _by_label(lines: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Return the training questions by label; intents without a slash are commands, not labels."""
    found: dict[str, list[str]] = {}
    for _, intent, line in lines:
        if "/" in intent:
            found.setdefault(intent, []).append(line.strip()[1:].strip())
    return found


def _question_faults(expected: list[str], found: Mapping[str, list[str]]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for label, lines in found.items():
        if label not in expected:
            yield f"data/nlu: {label}: expected a label of labels.txt"
        seen = Counter(_plain(line) for line in lines)
        for line, count in seen.items():
            if count > 1:
                yield f"data/nlu: {label}: expected distinct questions, got {count} times 「{line}」"
            other = owner.setdefault(line, label)
            if other != label:
                yield f"data/nlu: {label}: expected a question under one label, 「{line}」 is under {other} as well"
    for label in expected:
        count = len({_plain(line) for line in found.get(label, [])})
        if count < FEWEST_QUESTIONS:
            yield f"data/nlu: {label}: expected at least {FEWEST_QUESTIONS} distinct questions, got {count}"


def _plain(line: str) -> str:
    kept = unicodedata.normalize("NFKC", line).lower()
    return "".join(character for character in kept if unicodedata.category(character)[0] in "LN")
