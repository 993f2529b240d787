"""The encoder for many texts against the package's own: `bot.nlu.bulk_encoder`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import bulk_encoder, danger_model
from tests.bot.nlu.test_quick_encoder import TEXTS, package  # noqa: F401 - a fixture

LETTER = "夫が怒鳴ります。子どもの前でも殴ります！もう逃げたいです。どこに相談できますか？お金もありません。"


def tokens_of(model, texts):
    return [model.sp.encode(text, out_type=int, add_bos=True, add_eos=True) for text in texts]


@pytest.mark.parametrize("most", [1, 40, bulk_encoder.MOST_TOKENS])
@pytest.mark.parametrize("texts", [TEXTS, danger_model.pieces(LETTER), ["家"], ["家賃は"] * 40, [*TEXTS, *TEXTS[::-1]]])
def test_each_text_has_the_vector_of_the_package(package, monkeypatch, texts, most):  # noqa: F811
    monkeypatch.setattr(bulk_encoder, "MOST_TOKENS", most)

    found = bulk_encoder.encode(package, tokens_of(package, texts))

    alone = np.vstack([package.encode([text]) for text in texts])
    assert float(np.abs(found - alone).max()) < 1e-6


def test_runs_that_texts_share_are_computed_once(package, monkeypatch):  # noqa: F811
    rows = []
    real = bulk_encoder._second
    monkeypatch.setattr(bulk_encoder, "_second", lambda *given: rows.append(len(given[4])) or real(*given))

    bulk_encoder.encode(package, tokens_of(package, [LETTER]))
    alone = list(rows)
    rows.clear()
    bulk_encoder.encode(package, tokens_of(package, [LETTER] * 50))

    assert rows == alone
