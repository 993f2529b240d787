"""What the detector sees of pieces, read sentence by sentence: `bot.nlu.danger_texts`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import danger_features, danger_model, ginza_vectors, morphology, sentence_encoder, word_vectors
from bot.nlu.danger_texts import Texts
from tests.bot.nlu.contract_texts import STRANGE_TEXTS

LETTER = "夫が怒鳴ります。\n子どもの前でも殴ります！もう逃げたいです。どこに相談できますか？？"


@pytest.fixture(scope="module", autouse=True)
def table() -> None:
    word_vectors.share(ginza_vectors.known())


def test_pieces_are_seen_as_when_a_message_is_read() -> None:
    kana = ["おっとに なぐられて います", "ﾀｽｹﾃ ｸﾀﾞｻｲ"]
    texts = [*danger_model.pieces(LETTER), "家賃はいくらですか", *kana, "", *STRANGE_TEXTS.values()]
    pieces = [text[: danger_model.MAX_CHARACTERS] for text in texts]

    found = Texts.of(pieces, {})

    rows = [found.numbers[piece] for piece in pieces]
    assert np.abs(found.dense[rows] - danger_features.made(pieces)).max() < 1e-5
    assert [found.spelt[row].indices.tolist() for row in rows] == [danger_model.runs(piece) for piece in pieces]


def test_words_that_are_known_are_not_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["家賃はいくらですか", "死にたい"]
    vectors = dict(zip(texts, sentence_encoder.encode_all(texts), strict=True))
    words = {text: morphology.analyse(text) for text in texts}
    wanted = Texts.of(texts, vectors)
    monkeypatch.setattr(morphology, "analyse", lambda text: pytest.fail(f"asked again: {text}"))

    found = Texts.of(texts, vectors, words)

    assert np.array_equal(found.dense, wanted.dense)
    assert (found.spelt != wanted.spelt).nnz == 0
