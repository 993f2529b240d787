"""The evaluation set is honest: no line, nor a near copy of one, is in the training data."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import yaml

from bot.evaluation import lines

PROJECT = Path(__file__).resolve().parents[3]
SETS = PROJECT / "benchmarks" / "evaluation"
SET = SETS / "questions.jsonl"
ADDITIONS = SETS / "additions.jsonl"
# Written after the sets of quiet cries; the older rows and `danger_blind.jsonl` had not seen each other.
TAUGHT = [
    PROJECT / "data" / "danger" / "training" / f"{name}.jsonl"
    for name in ("quiet", "neighbours", "veiled", "circumstances", "everyday", "asked", "despair", "home", "slang")
]
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


@pytest.mark.parametrize(
    "name",
    [
        "questions.jsonl",
        "safety.jsonl",
        "strangers.jsonl",
        "newcomers.jsonl",
        "visitors.jsonl",
        "additions.jsonl",
        "perspective.jsonl",
    ],
)
def test_no_line_or_near_copy_is_training_data(name: str, training: list[str]) -> None:
    assert _copied(SETS / name, training) == []


@pytest.mark.parametrize(
    "name",
    [
        "danger_blind.jsonl",
        "danger_oblique.jsonl",
        "danger_fresh.jsonl",
        "danger_visitors.jsonl",
        "danger_strangers.jsonl",
    ],
)
def test_no_quiet_cry_is_taught_by_its_own_words_or_nearly(name: str) -> None:
    taught = [json.loads(line)["text"] for path in TAUGHT for line in path.read_text(encoding="utf-8").splitlines()]

    assert _copied(SETS / name, taught) == []


def _copied(path: Path, training: list[str]) -> list[tuple[str, list[str]]]:
    known = {_plain(text) for text in training}
    pieces = [(text, _pieces(text)) for text in training]
    copied = []
    for question in lines.read(path):
        own = _pieces(question.text)
        near = [t for t, other in pieces if len(own & other) >= NEAR_COPY * len(own | other)]
        if _plain(question.text) in known or near:
            copied.append((question.text, near[:1]))
    return copied


def test_every_label_is_asked_for_and_exists() -> None:
    labels = set((PROJECT / "actions" / "library" / "labels.txt").read_text().split())

    assert {q.label for path in (SET, ADDITIONS) for q in lines.read(path)} == labels


@pytest.mark.parametrize("path", sorted(SETS.glob("*.jsonl")), ids=lambda path: path.name)
def test_labels_exist(path: Path) -> None:
    labels = set((PROJECT / "actions" / "library" / "labels.txt").read_text().split())
    used = {label for q in lines.read(path) for label in (q.label, q.after) if label}

    assert used - labels <= {ORDINARY}


@pytest.mark.parametrize("path", sorted(SETS.glob("*.jsonl")), ids=lambda path: path.name)
def test_ids_are_unique(path: Path) -> None:
    ids = [question.id for question in lines.read(path)]

    assert len(ids) == len(set(ids))
