"""Runs of many texts at once against those of one: `bot.nlu.many_runs`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import danger_model, many_runs
from tests.bot.nlu.contract_texts import STRANGE_TEXTS

TEXTS = ["死にたい", "", "家賃はいくらですか", "家賃", "😀と ABC", "ああああああ", *STRANGE_TEXTS.values()]


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[::-1], [""], ["家"]])
def test_each_text_has_the_runs_that_it_has_alone(texts):
    found = many_runs.matrix(texts)

    assert found.shape == (len(texts), danger_model.BUCKETS)
    assert [row.indices.tolist() for row in found] == [danger_model.runs(text) for text in texts]


def test_each_row_has_unit_length():
    found = many_runs.matrix(TEXTS)

    assert np.allclose(found.multiply(found).sum(axis=1), 1.0, atol=1e-5)
    assert found.dtype == np.float32
