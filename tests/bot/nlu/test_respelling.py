"""Kana words in their usual kanji: `bot.nlu.respelling`."""

from __future__ import annotations

import pytest

from bot.nlu.morphology import analyse
from bot.nlu.respelling import respell
from tests.bot.nlu.contract_texts import STRANGE_TEXTS


@pytest.mark.parametrize(
    ("typed", "respelt"),
    [
        ("おっとになぐられています", "殴られ"),
        ("ころされるかもしれない", "殺される"),
        ("まいにちつらい", "辛い"),
        ("くるしくてたまらない", "苦しく"),
        ("家賃はいくらですか", "家賃は"),
    ],
)
def test_kana_becomes_kanji_and_keeps_its_ending(typed, respelt):
    assert respelt in respell(typed, analyse(typed))


@pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=list(STRANGE_TEXTS))
def test_any_text_can_be_respelt(text):
    assert isinstance(respell(text, analyse(text)), str)


def test_what_has_kanji_stays_as_it_is():
    text = "夫に殴られています。1,000円、ABC!"

    assert respell(text, analyse(text)) == text
