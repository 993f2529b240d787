"""The evaluation set is honest: no line, nor a near copy of one, is in the training data."""

from __future__ import annotations

import json
import math
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from bot.evaluation import lines

PROJECT = Path(__file__).resolve().parents[3]
SETS = PROJECT / "benchmarks" / "evaluation"
SET = SETS / "questions.jsonl"
ADDITIONS = SETS / "additions.jsonl"
TAUGHT = sorted((PROJECT / "data" / "danger" / "training").glob("*.jsonl"))
# What the reading of messages after an answer is fitted to.
TUNED = sorted((PROJECT / "data" / "follow_ups").glob("*.jsonl"))
ORDINARY = "ordinary/any"
# Share of common three-character pieces from which two lines count as copies of each other.
NEAR_COPY = 0.8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def _pieces(text: str) -> frozenset[str]:
    plain = _plain(text)
    return frozenset(plain[i : i + 3] for i in range(max(len(plain) - 2, 1)))


class Known:
    """Lines that were learnt, found again by what they have in common with another."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._plain = {_plain(text) for text in texts}
        self._pieces = [_pieces(text) for text in texts]
        # Most pairs of lines share nothing: only those that share a piece are compared.
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for number, pieces in enumerate(self._pieces):
            for piece in pieces:
                self._having[piece].append(number)

    def has(self, text: str) -> bool:
        return _plain(text) in self._plain

    def near(self, text: str) -> list[str]:
        """Return the first near copy, if there is one."""
        own = _pieces(text)
        # A near copy lacks a fifth of these pieces at most: one of the rarest fifth and one more it has.
        least = math.ceil(NEAR_COPY * len(own) - 1e-9)
        rarest = sorted(own, key=lambda piece: len(self._having.get(piece, ())))[: len(own) - least + 1]
        for number in sorted({number for piece in rarest for number in self._having.get(piece, ())}):
            common = len(own & self._pieces[number])
            if common >= NEAR_COPY * (len(own) + len(self._pieces[number]) - common):
                return [self._texts[number]]
        return []


@pytest.fixture(scope="module")
def training() -> Known:
    found = []
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), _LOADER)["nlu"]:  # noqa: S506 - a safe loader
            found += [line.strip()[2:] for line in block["examples"].splitlines() if line.strip()]
    return Known(found)


@pytest.fixture(scope="module")
def taught() -> Known:
    return Known(
        [json.loads(line)["text"] for path in TAUGHT for line in path.read_text(encoding="utf-8").splitlines()]
    )


def test_near_copies_are_found_as_by_comparing_all_pairs(training: Known) -> None:
    texts = training._texts[::150]
    some = Known(texts)
    changed = [text[1:] + "ね" for text in texts[::7]] + [text + "。" for text in texts[::11]]

    for text in [*changed, "海", "まったく別の話"]:
        own = _pieces(text)
        near = [t for t in texts if len(own & _pieces(t)) >= NEAR_COPY * len(own | _pieces(t))]
        assert some.near(text) == near[:1]
    assert any(some.near(text) for text in changed)


@pytest.mark.parametrize(
    "name",
    [
        "questions.jsonl",
        "safety.jsonl",
        "strangers.jsonl",
        "newcomers.jsonl",
        "visitors.jsonl",
        "guests.jsonl",
        "additions.jsonl",
        "perspective.jsonl",
        "negation.jsonl",
        "languages.jsonl",
        "languages_strangers.jsonl",
    ],
)
def test_no_line_or_near_copy_is_training_data(name: str, training: Known) -> None:
    assert _copied(SETS / name, training) == []


@pytest.mark.parametrize(
    "name",
    [*sorted(path.name for path in SETS.glob("danger_*.jsonl")), "safety.jsonl", "statements.jsonl", "controls.jsonl"],
)
def test_no_cry_or_its_harmless_neighbour_is_taught_by_its_own_words_or_nearly(name: str, taught: Known) -> None:
    assert _copied(SETS / name, taught) == []


def test_no_line_after_an_answer_is_tuned_on() -> None:
    tuned: defaultdict[str | None, list[str]] = defaultdict(list)
    for path in TUNED:
        for question in lines.read(path):
            tuned[question.after].append(question.text)
    known = {after: Known(texts) for after, texts in tuned.items()}
    asked = [q for path in SETS.glob("*.jsonl") for q in lines.read(path) if q.after in known]

    assert len(asked) > 400
    assert [q.text for q in asked if known[q.after].has(q.text) or known[q.after].near(q.text)] == []


def _copied(path: Path, known: Known) -> list[tuple[str, list[str]]]:
    texts = [question.text for question in lines.read(path)]
    return [(text, known.near(text)) for text in texts if known.has(text) or known.near(text)]


def test_every_label_is_asked_for_and_exists() -> None:
    labels = set((PROJECT / "actions" / "library" / "labels.txt").read_text().split())

    assert {q.label for path in (SET, ADDITIONS) for q in lines.read(path)} == labels


@pytest.mark.parametrize("path", [*sorted(SETS.glob("*.jsonl")), *TUNED], ids=lambda path: path.name)
def test_labels_exist(path: Path) -> None:
    labels = set((PROJECT / "actions" / "library" / "labels.txt").read_text().split())
    used = {label for q in lines.read(path) for label in (q.label, q.after, *q.alt) if label}

    assert used - labels <= {ORDINARY}


@pytest.mark.parametrize("path", [*sorted(SETS.glob("*.jsonl")), *TUNED], ids=lambda path: path.name)
def test_ids_are_unique(path: Path) -> None:
    ids = [question.id for question in lines.read(path)]

    assert len(ids) == len(set(ids))
