from __future__ import annotations

import numpy as np

from bot.evaluation import folds
from bot.evaluation.data_report import nearest_foreign


def unit(*rows: list[float]) -> np.ndarray:
    found = np.array(rows, dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_near_copies_are_never_split() -> None:
    chance = np.random.RandomState(3)
    originals = unit(*chance.normal(size=(40, 8)).tolist())
    copies = unit(*(originals + chance.normal(scale=0.01, size=originals.shape)).tolist())

    fold = folds.split(np.concatenate([originals, copies]), 5)

    assert (fold[:40] == fold[40:]).all()
    assert set(fold) == set(range(5))


def test_the_nearest_foreign_neighbour_has_another_label() -> None:
    encoded = unit([1, 0], [0.99, 0.1], [0.9, 0.4], [0, 1])
    labels = np.array(["a", "a", "b", "b"])

    cosine, first, second = nearest_foreign(encoded, labels)[0]

    assert {first, second} == {1, 2}
    assert cosine > 0.9
