"""The evaluation set of other languages is honest and complete."""

from __future__ import annotations

import collections
import json
from pathlib import Path

import pytest

from bot.evaluation import lines
from bot.nlu import foreign_lines
from bot.nlu.language import detect

PROJECT = Path(__file__).resolve().parents[3]
SETS = PROJECT / "benchmarks" / "evaluation"
ROWS = [json.loads(line) for line in (SETS / "languages.jsonl").read_text(encoding="utf-8").splitlines()]
NEAR_COPY = 0.8


def pieces(text: str) -> frozenset[str]:
    letters = "".join(letter for letter in text.lower() if letter.isalnum())
    return frozenset(letters[start : start + 3] for start in range(max(len(letters) - 2, 1)))


@pytest.mark.parametrize("name", ["languages.jsonl", "languages_strangers.jsonl", "visitors.jsonl"])
def test_no_line_or_near_copy_is_among_the_lines_learnt(name: str) -> None:
    learnt = [pieces(text) for text, _ in foreign_lines.read().pairs]
    asked = [question.text for question in lines.read(SETS / name) if detect(question.text) != "ja"]
    copied = [
        text
        for text in asked
        if any(len(own & other) >= NEAR_COPY * len(own | other) for own in [pieces(text)] for other in learnt)
    ]

    assert len(asked) > 20
    assert copied == []


def test_every_language_has_twenty_lines_with_labels_that_exist() -> None:
    counts = collections.Counter(row["language"] for row in ROWS)
    labels = set((PROJECT / "actions" / "library" / "labels.txt").read_text(encoding="utf-8").split())

    assert all(counts[language] >= 20 for language in ("en", "zh-Hans", "zh-Hant", "ko", "romaji"))
    assert {row["label"] for row in ROWS} - labels <= {"ordinary/any"}
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_language_of_each_line_is_told(row: dict[str, str]) -> None:
    assert detect(row["text"]) == row["language"]
