"""The language of a message: `bot.nlu.language`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.nlu.language import detect, reply_language
from tests.bot.nlu.contract_texts import QUESTIONS, STRANGE_TEXTS

ROWS = Path(__file__).resolve().parents[3] / "data" / "danger" / "training" / "languages.jsonl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("家賃はいくらですか", "ja"),
        ("移住支援金 申請", "ja"),
        ("UIJ", "ja"),
        ("119", "ja"),
        ("ﾔﾁﾝ", "ja"),
        ("How much is the rent?", "en"),
        ("I don’t want to live anymore", "en"),
        ("我想在小樽租房子", "zh-Hans"),
        ("小樽的房租是多少钱？", "zh-Hans"),
        ("我不想活了，請幫幫我", "zh-Hant"),
        ("從小樽到新千歲機場要多久", "zh-Hant"),
        ("오타루에서 일자리를 찾고 있어요", "ko"),
        ("mou shinitai desu", "romaji"),
        ("otaru no yachin wa ikura desu ka", "romaji"),
        ("冬天雪会下到多深？", "zh-Hans"),
        ("保育園留學一次要住幾天", "zh-Hant"),
        ("Сколько стоит аренда?", "other"),
        ("ฉันอยากย้ายไปอยู่โอตารุ", "other"),
        ("Ich suche eine Wohnung in Otaru", "other"),
        ("Tôi muốn sống ở Otaru", "other"),
        ("Gostaria de saber sobre trabalho em Otaru", "other"),
    ],
)
def test_language_by_script_and_words(text, language):
    assert detect(text) == language


def test_nearly_every_line_of_strangers_is_told_apart():
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
    wrong = [row["text"] for row in rows if detect(row["text"]) != row["language"]]

    assert len(rows) > 700
    assert len(wrong) <= len(rows) * 0.01


@pytest.mark.parametrize("question", [q for group in QUESTIONS.values() for q in group])
def test_japanese_questions_are_japanese(question):
    assert detect(question) == "ja"


@pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=list(STRANGE_TEXTS))
def test_any_text_has_a_language_of_reply(text):
    assert reply_language(detect(text)) in {"ja", "en", "zh-Hans", "zh-Hant", "ko"}


def test_romaji_is_answered_in_japanese_and_other_languages_in_english():
    assert reply_language("romaji") == "ja"
    assert reply_language("other") == "en"


@pytest.mark.parametrize(
    ("text", "before", "language"),
    [
        ("OK", "en", "en"),
        ("119", "ko", "ko"),
        ("UIJ", "ja", "ja"),
        ("房租", "zh-Hans", "zh-Hans"),
        ("公共住宅", "zh-Hant", "zh-Hant"),
        ("家賃は？", "en", "ja"),
        ("How much?", "zh-Hans", "en"),
        ("월세", "en", "ko"),
    ],
)
def test_what_shows_no_language_is_of_the_talk_so_far(text, before, language):
    assert detect(text, before) == language
