"""Japanese in Latin letters: `bot.nlu.romaji`."""

from __future__ import annotations

import pytest

from bot.nlu import romaji


@pytest.mark.parametrize(
    ("written", "kana"),
    [
        ("akiya wo yasuku kaitai desu", "あきやをやすくかいたいです"),
        ("otaru no yachin wa ikura desu ka?", "おたるのやちんはいくらですか?"),
        ("Ijū shienkin no taishō", "いじゅうしえんきんのたいしょう"),
        ("hoikuen ryuugaku ni kyoumi ga arimasu", "ほいくえんりゅうがくにきょうみがあります"),
        ("shimbun de yomimashita", "しんぶんでよみました"),
        ("kon'ya tomaritai", "こんやとまりたい"),
        ("Sapporo e ikitai", "さっぽろへいきたい"),
        ("wi-fi wa arimasu ka", "うぃ-ふぃはありますか"),
        ("apartment wo karitai", "apartment をかりたい"),
        ("donna hito", "どんなひと"),
        ("matcha to chotto", "まっちゃとちょっと"),
    ],
)
def test_romaji_becomes_kana(written: str, kana: str) -> None:
    assert romaji.read(written) == kana


@pytest.mark.parametrize(
    "text", ["How much is the rent?", "家賃はいくらですか", "월세가 얼마예요", "UIJ", "", "我想租房子"]
)
def test_what_is_no_romaji_stays_as_it_is(text: str) -> None:
    assert romaji.read(text) == text
