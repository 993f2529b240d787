"""Linear support vector machines by Newton's method: `bot.nlu.margins`."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.svm import LinearSVC

from bot.nlu import margins

LABELS = 5


@pytest.fixture(scope="module")
def rows() -> sparse.csr_matrix:
    rows = sparse.random(300, 80, density=0.1, format="csr", dtype=np.float32, random_state=1)
    return sparse.csr_matrix(rows + sparse.csr_matrix(np.eye(300, 80, dtype=np.float32)), dtype=np.float32)


@pytest.fixture(scope="module")
def classes(rows: sparse.csr_matrix) -> np.ndarray:
    pulled = rows @ np.random.default_rng(2).normal(size=(80, LABELS))
    return np.asarray(pulled + np.random.default_rng(3).normal(scale=0.3, size=pulled.shape)).argmax(axis=1)


def test_the_optimum_is_that_of_scikit_learn(rows: sparse.csr_matrix, classes: np.ndarray) -> None:
    other = LinearSVC(C=0.5, tol=1e-8, max_iter=100_000, random_state=0).fit(rows, classes)

    weights, bias = margins.fit(rows, classes, 0.5)

    assert weights == pytest.approx(other.coef_, abs=1e-4)
    assert bias == pytest.approx(other.intercept_, abs=1e-4)


def test_where_it_begins_does_not_decide_where_it_ends(rows: sparse.csr_matrix, classes: np.ndarray) -> None:
    found = margins.fit(rows, classes, 0.5)
    few = margins.fit(rows[:290], classes[:290], 0.5)
    far = np.full_like(found[0], 3.0), np.full_like(found[1], 3.0)

    assert not np.allclose(few[0], found[0], atol=1e-2)
    for before in (few, far):
        weights, bias = margins.fit(rows, classes, 0.5, before)
        assert weights == pytest.approx(found[0], abs=1e-4)
        assert bias == pytest.approx(found[1], abs=1e-4)


def test_two_trainings_are_one(rows: sparse.csr_matrix, classes: np.ndarray) -> None:
    one, other = (margins.fit(rows, classes, 0.5) for _ in range(2))

    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1])
