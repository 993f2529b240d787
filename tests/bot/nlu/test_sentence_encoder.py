"""Sentence vectors: `bot.nlu.sentence_encoder`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.sentence_encoder import DIMENSIONS, MAX_CHARACTERS, encode, encode_all
from tests.bot.nlu.contract_texts import STRANGE_TEXTS


@pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=list(STRANGE_TEXTS))
def test_vector_has_unit_length(text):
    vector = encode(text)

    assert vector.shape == (DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_vector_cannot_be_written_into():
    with pytest.raises(ValueError, match="read-only"):
        encode("家賃")[0] = 1.0


def test_batch_gives_the_vectors_of_its_texts():
    texts = ["家賃はいくらですか", "仕事", "小樽に移住したいです。家族は四人です。"]

    batch = encode_all(texts)

    assert batch.shape == (3, DIMENSIONS)
    assert np.allclose(batch, np.stack([encode(text) for text in texts]), atol=1e-5)


def test_batch_of_nothing_is_empty():
    assert encode_all([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(("typed", "meant"), [("ｱﾊﾟｰﾄ", "アパート"), ("４５歳", "45歳"), ("<b>家賃</b>", "家賃")])
def test_spellings_have_the_same_vector(typed, meant):
    assert np.array_equal(encode(typed), encode(meant))


def test_letters_past_the_bound_change_nothing():
    start = "家賃はいくら" * 40

    assert np.array_equal(encode(start[:MAX_CHARACTERS]), encode(start[:MAX_CHARACTERS] + "仕事"))


def test_paraphrase_lies_nearer_than_another_question():
    question, paraphrase, other = map(
        encode, ("家賃はいくらですか", "部屋を借りるのに毎月かかるお金", "保育園に入れますか")
    )

    assert question @ paraphrase > question @ other


def test_translation_lies_nearer_than_another_question():
    question, translation, other = map(encode, ("家賃はいくらですか", "How much is the rent?", "保育園に入れますか"))

    assert question @ translation > question @ other
