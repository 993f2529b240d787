"""Runs of kana are counted and weighed as scikit-learn's vectoriser does."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu import reading_model
from bot.nlu.kana_runs import Runs

_READINGS = ("やちんはいくら", "いえをかりたい", "いえをかいたい", "", "いいいいいえ", "a𠮷いえ", "𠮷いえ", "x")


def test_runs_are_those_of_the_vectoriser() -> None:
    wanted = TfidfVectorizer(analyzer=reading_model.terms, min_df=2, sublinear_tf=True, dtype=np.float32)
    matrix = wanted.fit_transform(_READINGS)
    found = Runs.of(_READINGS, 4)
    assert found.names == sorted(wanted.vocabulary_, key=wanted.vocabulary_.__getitem__)
    assert found.idf == pytest.approx(wanted.idf_, abs=1e-6)
    assert found.matrix.toarray() == pytest.approx(matrix.toarray(), abs=1e-6)
    assert found.idf.dtype == found.matrix.dtype == np.float32


def test_a_run_does_not_reach_into_the_next_reading() -> None:
    assert Runs.of(["あい", "うあい", "うえ"], 2).names == ["あ", "あい", "い", "う"]


def test_readings_that_share_nothing_have_no_runs() -> None:
    found = Runs.of(["あ", "い", ""], 4)
    assert found.names == []
    assert found.matrix.shape == (3, 0)
