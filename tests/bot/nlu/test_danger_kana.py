"""Texts in kana alone are seen in their usual spelling: `bot.nlu.danger_kana`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu import danger_features, ginza_vectors, word_vectors
from bot.nlu.danger_kana import usual
from tests.bot.nlu.contract_texts import STRANGE_TEXTS


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("もう しに たい です", "もう死にたいです"),
        ("ｺﾛｽﾄｲﾜﾚﾃﾏｽ", "殺すと言われてます"),
        ("なぐられて います", "殴られています"),
        # Nothing to turn: kanji, other languages, kana that is usual.
        ("タスケテ 夫が", "タスケテ 夫が"),
        ("please help me", "please help me"),
        ("죽고 싶어요", "죽고 싶어요"),
        ("ありがとう", "ありがとう"),
        ("", ""),
    ],
)
def test_kana_alone_is_spelt_as_usual(typed: str, seen: str) -> None:
    assert usual(typed) == seen


def test_latin_words_stay_apart() -> None:
    assert usual("Wi Fi は どこ です か") == "Wi Fi はどこですか"


@pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=STRANGE_TEXTS)
def test_any_text_has_a_usual_spelling(text: str) -> None:
    assert isinstance(usual(text), str)


def test_kana_has_the_vectors_of_its_kanji() -> None:
    word_vectors.share(ginza_vectors.known())

    kana, kanji = danger_features.made(["なぐられて います", "殴られています"])

    assert np.abs(kana - kanji).max() < 1e-5
