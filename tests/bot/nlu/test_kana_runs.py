"""Runs of kana are counted and weighed as scikit-learn's vectoriser does."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu import reading_model
from bot.nlu.kana_runs import Runs
from bot.nlu.reading_model import ReadingModel

_READINGS = ("やちんはいくら", "いえをかりたい", "いえをかいたい", "", "いいいいいえ", "a𠮷いえ", "𠮷いえ", "x")


def test_runs_are_those_of_the_vectoriser() -> None:
    # A Counter is walked once for each run: `elements` repeats it as often as it stands there.
    wanted = TfidfVectorizer(
        analyzer=lambda spoken: reading_model.terms(spoken).elements(), min_df=2, sublinear_tf=True, dtype=np.float32
    )
    matrix = wanted.fit_transform(_READINGS)
    found = Runs.of(_READINGS, 4)
    assert found.names == sorted(wanted.vocabulary_, key=wanted.vocabulary_.__getitem__)
    assert found.idf == pytest.approx(wanted.idf_, abs=1e-6)
    assert found.matrix.toarray() == pytest.approx(matrix.toarray(), abs=1e-6)
    assert found.idf.dtype == found.matrix.dtype == np.float32


def test_a_run_does_not_reach_into_the_next_reading() -> None:
    assert Runs.of(["あい", "うあい", "うえ"], 2).names == ["あ", "あい", "い", "う"]


def test_a_reading_weighs_alike_when_learnt_and_when_read() -> None:
    readings = ["いろいろいろいろいえ", "いろはいえ", "やちん", "やちんいえ"]
    model = ReadingModel.fit(readings, ["a/a", "a/a", "b/b", "b/b"], 0.5)
    learnt = Runs.of(readings, 4).matrix.toarray()
    for row, spoken in enumerate(readings):
        rows, values = model.vector(spoken)
        assert learnt[row, rows] == pytest.approx(values, abs=1e-6)
        assert np.count_nonzero(learnt[row]) == len(rows)


def test_readings_that_share_nothing_have_no_runs() -> None:
    found = Runs.of(["あ", "い", ""], 4)
    assert found.names == []
    assert found.matrix.shape == (3, 0)
