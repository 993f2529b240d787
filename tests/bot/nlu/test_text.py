"""One spelling for many: `bot.nlu.text`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.text import (
    MAX_CHARACTERS,
    has_words,
    is_japanese,
    is_kana_only,
    normalise,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ｱﾊﾟｰﾄ", "アパート"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("カ\u3099ス", "ガス"),
        ("４５歳", "45歳"),
        ("Ｏｔａｒｕ　ＣＩＴＹ", "otaru city"),
        ("①", "1"),
        ("㍿", "株式会社"),
        ("家賃　は　いくら", "家賃 は いくら"),
        ("\r\n家賃は\t\nいくら\n", "家賃は いくら"),
        ("家賃\x00は", "家賃 は"),
        ("家賃\ufeffは", "家賃 は"),
        ("\ud83d家賃", "?家賃"),
        ("すごーーい", "すごーい"),
        ("すご〜〜い", "すごーい"),
        ("アパート", "アパート"),
        ("9時〜17時", "9時〜17時"),
        ("安い！！！", "安い!"),
        ("えっ？？？", "えっ?"),
        ("住みたい・・・", "住みたい・"),
        ("笑wwww", "笑w"),
        ("<b>家賃</b>は", "家賃 は"),
        ("家賃<br/>相場", "家賃 相場"),
        ("", ""),
        (" \u3000\n", ""),
    ],
)
def test_normalise_reads_as(typed, read):
    assert normalise(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("<家賃>", "<家賃>"), ("5<10、20>15", "5<10、20>15"), ("＜助けて＞", "<助けて>")],
)
def test_words_in_angle_brackets_are_no_tags(typed, read):
    assert normalise(typed) == read


def test_normalise_reads_no_further_than_the_bound():
    assert normalise("あ" * MAX_CHARACTERS + "家賃") == "あ" * MAX_CHARACTERS


@given(st.text(max_size=60))
def test_normalise_never_raises_and_gives_one_line(text):
    read = normalise(text)

    assert "\n" not in read
    assert read == read.strip()
    assert "  " not in read


@pytest.mark.parametrize("text", ["家賃", "a", "1", "１", "ﾔﾁﾝ", "?家", "한"])
def test_text_with_a_letter_or_digit_has_words(text):
    assert has_words(text)


@pytest.mark.parametrize("text", ["", " \u3000", "！？…", "🏠👨‍👩‍👧", "\x00", "\ud800", "「」"])
def test_text_without_letters_has_no_words(text):
    assert not has_words(text)


@pytest.mark.parametrize("text", ["か", "カ", "ｶ", "家", "House か"])
def test_kana_or_kanji_is_japanese(text):
    assert is_japanese(text)


@pytest.mark.parametrize("text", ["", "rent", "123", "오타루", "аренда", "🏠", "、。"])
def test_other_writing_is_not_japanese(text):
    assert not is_japanese(text)


@pytest.mark.parametrize("message", ["いえをかりたい", "ゆきかきが、しんぱいです！", "あぱーとをさがしています"])
def test_kana_only(message):
    assert is_kana_only(message)


@pytest.mark.parametrize("message", ["", "いくら？", "家をかりたいです", "アパート", "Wi-Fiはある？"])
def test_not_kana_only(message):
    assert not is_kana_only(message)
