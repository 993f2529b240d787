"""Where a learner begins: `bot.nlu.start`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import start
from bot.nlu.label_model import LabelModel
from bot.nlu.morphology import analyse
from bot.nlu.reading_model import ReadingModel, reading
from bot.nlu.start import Start

KEPT = Start(["a", "b"], ["x", "y", "z"], np.arange(6, dtype=np.float16).reshape(3, 2), np.array([7, 8], np.float32))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(start, "_folder", [tmp_path / "cache"])
    return tmp_path / "cache"


def test_what_has_another_place_keeps_its_weight_and_what_is_new_has_none() -> None:
    weights, bias = KEPT.of(["new", "b", "a"], ["z", "new", "x"], -1.0)

    assert weights.tolist() == [[0, 0, 0], [5, 0, 1], [4, 0, 0]]
    assert bias.tolist() == [-1, 8, 7]


def test_what_was_written_is_read(folder: Path) -> None:
    assert start.read("labels") is None

    start.write("labels", KEPT)
    found = start.read("labels")

    assert found is not None
    assert (found.labels, found.columns) == (KEPT.labels, KEPT.columns)
    assert np.array_equal(found.weights, KEPT.weights)
    assert np.array_equal(found.bias, KEPT.bias)
    assert start.read("readings") is None


@pytest.mark.parametrize("damage", ["cut off", "of other sizes", "not numbers"])
def test_a_broken_file_is_none(damage: str, folder: Path) -> None:
    start.write("labels", KEPT)
    [file] = folder.iterdir()
    if damage == "cut off":
        file.write_bytes(file.read_bytes()[:-50])
    elif damage == "of other sizes":
        start.write("labels", Start(["a"], KEPT.columns, KEPT.weights, KEPT.bias))
    else:
        start.write("labels", Start(KEPT.labels, KEPT.columns, KEPT.weights * np.float16("nan"), KEPT.bias))

    assert start.read("labels") is None


def test_a_folder_that_cannot_be_written_is_left_alone(folder: Path) -> None:
    folder.write_text("no folder")

    start.write("labels", KEPT)

    assert start.read("labels") is None


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_folder", [])
    monkeypatch.chdir(tmp_path)
    start.write("labels", KEPT)

    assert start.read("labels") is None
    assert not list(tmp_path.iterdir())


class TestAfterAChange:
    """A training that begins from the last one says what one from scratch says."""

    TEXTS = (
        "家を借りたい",
        "借家を探す",
        "家を買いたい",
        "除雪が心配",
        "雪かきは大変",
        "除雪車は来ますか",
        "支援金の額",
        "支援金はいくら",
    )
    LABELS = ("home", "home", "home", "snow", "snow", "snow", "money", "money")

    def test_labels(self) -> None:
        rows = np.random.default_rng(0).normal(size=(400, 30)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        labels = [str(number) for number in np.argmax(rows[:, :6] + 0.1 * rows[:, 6:12], axis=1)]
        before = LabelModel.fit(rows[:-1], [*labels[1:-1], labels[0]], 10.0, 1.2)

        found = LabelModel.fit(rows, labels, 10.0, 1.2, before.as_start())

        whole = LabelModel.fit(rows, labels, 10.0, 1.2)
        assert np.abs(before.weights - whole.weights).max() > 0.1
        for row in rows:
            one, other = found.scores(row), whole.scores(row)
            assert one.label == other.label
            assert one.confidence == pytest.approx(other.confidence, abs=0.003)

    def test_readings(self) -> None:
        spoken = [reading(analyse(text)) for text in self.TEXTS]
        before = ReadingModel.fit(spoken[2:], self.LABELS[2:], 0.5)

        found = ReadingModel.fit(spoken, self.LABELS, 0.5, before.as_start(sorted(set(self.LABELS))))

        whole = ReadingModel.fit(spoken, self.LABELS, 0.5)
        assert found.index == whole.index
        assert found.weights == pytest.approx(whole.weights, abs=1e-3)
        assert found.bias == pytest.approx(whole.bias, abs=1e-3)
