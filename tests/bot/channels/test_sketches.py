"""What texts mean as signs: `bot.channels.sketches`, and the request for it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from bot.channels import sketches, wire
from bot.channels.sketches import BITS, Sketcher
from bot.channels.wire import TurnRefused
from bot.nlu.ground import Ground

WIRE = Path(__file__).resolve().parents[2] / "wire"
SAMPLE = json.loads((WIRE / "sketches_request.json").read_text(encoding="utf-8"))
ANSWER = json.loads((WIRE / "sketches_response.json").read_text(encoding="utf-8"))
DIMENSIONS = 24


def ground(seed: int = 0) -> Ground:
    """Labels along ten directions; a loud manner of asking, along the last direction, is the same for all."""
    chance = np.random.default_rng(seed)
    labels = [f"town/l{number % 10}" for number in range(400)]
    rows = chance.normal(0, 0.05, (400, DIMENSIONS)).astype(np.float32)
    for number in range(400):
        rows[number, number % 10] += 1
    rows[:, -1] = chance.normal(0, 3, 400)
    return Ground.fit(rows, labels)


def vector(text: str) -> np.ndarray:
    """Read `direction manner`."""
    direction, manner = text.split()
    found = np.zeros(DIMENSIONS, dtype=np.float32)
    found[int(direction)], found[-1] = 1, float(manner)
    return found


def apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_the_samples_are_read_and_of_the_promised_size() -> None:
    assert wire.parse_sketches(SAMPLE) == SAMPLE["texts"]
    assert [len(one) * 4 for one in ANSWER["sketches"]] == [BITS, BITS]


def test_what_is_asked_for_counts_and_how_it_is_asked_does_not() -> None:
    made = Sketcher(ground(), vector)
    quiet, loud, other = (made.sketch(text) for text in ("3 -3", "3 3", "4 3"))

    assert apart(quiet, loud) < apart(loud, other) / 2
    assert len(quiet) * 4 == BITS


def test_sketches_of_one_model_are_of_one_space() -> None:
    assert Sketcher(ground(), vector).space == Sketcher(ground(), vector).space
    assert Sketcher(ground(), vector).space != Sketcher(ground(1), vector).space


def test_a_model_without_the_classifier_is_named() -> None:
    processor = SimpleNamespace(graph_runner=SimpleNamespace(_instantiated_nodes={}))

    with pytest.raises(LookupError, match="LabelClassifier"):
        sketches.of(processor)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        ({}, "texts"),
        ({"texts": []}, "texts"),
        ({"texts": ["家"] * 33}, "texts"),
        ({"texts": [1]}, "texts"),
    ],
)
def test_what_cannot_be_used_is_named(body: object, field: str) -> None:
    with pytest.raises(TurnRefused) as refused:
        wire.parse_sketches(body)

    assert refused.value.field == field
