"""The evaluation set is honest: no line, nor a near copy of one, is in the training data."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml

from bot.evaluation import lines

PROJECT = Path(__file__).resolve().parents[3]
SETS = PROJECT / "benchmarks" / "evaluation"
SET = SETS / "questions.jsonl"
ORDINARY = "ordinary/any"
# Share of common three-character pieces from which two lines count as copies of each other.
NEAR_COPY = 0.8


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def _pieces(text: str) -> frozenset[str]:
    plain = _plain(text)
    return frozenset(plain[i : i + 3] for i in range(max(len(plain) - 2, 1)))


@pytest.fixture(scope="module")
def training() -> list[str]:
    found = []
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [line.strip()[2:] for line in block["examples"].splitlines() if line.strip()]
    return found


@pytest.mark.parametrize("name", ["questions.jsonl", "safety.jsonl", "strangers.jsonl", "newcomers.jsonl"])
def test_no_line_or_near_copy_is_training_data(name: str, training: list[str]) -> None:
    known = {_plain(text) for text in training}
    pieces = [(text, _pieces(text)) for text in training]
    copied = []
    for question in lines.read(SETS / name):
        own = _pieces(question.text)
        near = [t for t, other in pieces if len(own & other) >= NEAR_COPY * len(own | other)]
        if _plain(question.text) in known or near:
            copied.append((question.text, near[:1]))

    assert copied == []


def test_every_label_is_asked_for_and_exists() -> None:
    labels = set((PROJECT / "actions" / "library" / "labels.txt").read_text().split())

    assert {question.label for question in lines.read(SET)} == labels


@pytest.mark.parametrize("path", sorted(SETS.glob("*.jsonl")), ids=lambda path: path.name)
def test_labels_exist(path: Path) -> None:
    labels = set((PROJECT / "actions" / "library" / "labels.txt").read_text().split())
    used = {label for q in lines.read(path) for label in (q.label, q.after) if label}

    assert used - labels <= {ORDINARY}


@pytest.mark.parametrize("path", sorted(SETS.glob("*.jsonl")), ids=lambda path: path.name)
def test_ids_are_unique(path: Path) -> None:
    ids = [question.id for question in lines.read(path)]

    assert len(ids) == len(set(ids))
