"""Reads what people ask in other languages, and the titles of the answers, from `data/languages`; pure but for the files."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from bot.nlu.known_labels import DANGERS

FOLDER = Path(__file__).resolve().parents[2] / "data" / "languages"
QUESTIONS = "questions.yml"
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ko")


class LinesBroken(ValueError):
    """A file of `data/languages` cannot be used; the message names it and the reason."""


@dataclasses.dataclass(frozen=True)
class Lines:
    """Texts with their labels, (text, label), and the titles by language and label."""

    pairs: tuple[tuple[str, str], ...]
    titles: dict[str, dict[str, str]]

    def of(self, labels: Collection[str]) -> Lines:
        """Return what is about these labels."""
        titles = {language: {k: v for k, v in of.items() if k in labels} for language, of in self.titles.items()}
        return Lines(tuple(pair for pair in self.pairs if pair[1] in labels), titles)


def files(folder: Path = FOLDER) -> list[Path]:
    """Return all files of a folder in a fixed order."""
    return sorted(folder.glob("*.yml"))


def read(folder: Path = FOLDER) -> Lines:
    """Return the lines of a folder.

    Raises:
        LinesBroken: A file is missing or has another shape.
    """
    titles = {language: _titles(folder / f"{language}.yml") for language in LANGUAGES}
    pairs = list(_questions(folder / QUESTIONS))
    # Danger has its own detector and its own answers.
    pairs += [(title, label) for of in titles.values() for label, title in of.items() if label not in DANGERS]
    return Lines(tuple(pairs), titles)


def _questions(path: Path) -> Iterator[tuple[str, str]]:
    for label, of in _mapping(path).items():
        if not isinstance(of, dict) or not set(of) <= {"en", "zh", "ko"}:
            raise LinesBroken(f"{path.name}: {label}: expected lists of en, zh and ko")
        for lines in of.values():
            if not isinstance(lines, list) or not all(isinstance(line, str) and line.strip() for line in lines):
                raise LinesBroken(f"{path.name}: {label}: expected lists of questions")
            yield from ((line, str(label)) for line in lines)


def _titles(path: Path) -> dict[str, str]:
    titles = _mapping(path).get("titles")
    if not isinstance(titles, dict):
        raise LinesBroken(f"{path.name}: titles: expected one for each label")
    return {str(label): str(title) for label, title in titles.items()}


def _mapping(path: Path) -> dict[str, object]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LinesBroken(f"{path.name}: expected YAML, got: {' '.join(str(error).split())}") from None
    if not isinstance(found, dict):
        raise LinesBroken(f"{path.name}: expected a mapping")
    return found
