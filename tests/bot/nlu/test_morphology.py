"""Japanese words: `bot.nlu.morphology`."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu import morphology, user_dictionary
from bot.nlu.morphology import (
    MissingPackage,
    analyse,
    fingerprint,
    installed_version,
)
from tests.bot.nlu.contract_texts import STRANGE_TEXTS

each_text = pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=list(STRANGE_TEXTS))
# What confuses offsets: beyond the BMP, combining, half-width, surrogate, control.
CONFUSING = "家賃いくらアｱﾟ゙\u3099カか㍿㌔１0aＡ「」、。！?ß" + (" \u3000\n\t\x00\u200b\u200d\ufeff🏠👨❄️\ud83d\udc00葛󠄀")


def surfaces(text, mode="A"):
    return [word.surface for word in analyse(text, mode)]


def word_of(text):
    (word,) = analyse(text)
    return word


@each_text
def test_offsets_slice_back_to_the_text(text):
    assert all(text[word.begin : word.end] == word.surface for word in analyse(text))


@given(st.text(st.sampled_from(CONFUSING), max_size=40))
def test_offsets_hold_for_any_mixture_of_confusing_letters(text):
    words = analyse(text)

    assert [text[word.begin : word.end] for word in words] == [word.surface for word in words]
    assert all(word.surface.strip() for word in words)
    assert all(left.end <= right.begin for left, right in itertools.pairwise(words))


@pytest.mark.parametrize("letter", ["ﷺ", "㍿", "👨", "漢"])
def test_a_row_of_letters_that_grow_when_made_normal_is_read_to_its_end(letter):
    text = letter * 10_000

    words = analyse(text)

    assert all(text[word.begin : word.end] == word.surface for word in words)
    assert words[-1].end == len(text)


def test_offsets_are_code_points_after_an_emoji_beyond_the_basic_plane():
    (word,) = [word for word in analyse("🏠家賃") if word.surface == "家賃"]

    assert (word.begin, word.end) == (1, 3)


def test_offsets_are_those_of_the_whole_text_past_the_first_piece():
    text = "、" * 9_000 + "家賃"

    word = analyse(text)[-1]

    assert (word.surface, word.begin, word.end) == ("家賃", 9_000, 9_002)


def test_zero_length_morphemes_are_dropped():
    assert surfaces("㍿の証明") == ["㍿", "の", "証明"]


def test_lone_surrogate_stays_in_the_surface_as_typed():
    assert surfaces("\ud83d家賃") == ["\ud83d", "家賃"]


@pytest.mark.parametrize("text", ["", " ", "\u3000\n\t"])
def test_text_without_words_has_none(text):
    assert analyse(text) == []


@pytest.mark.parametrize(
    ("typed", "normalized"),
    [("いくら", "幾ら"), ("ｱﾊﾟｰﾄ", "アパート"), ("引越し", "引っ越し"), ("１２３", "123")],
)
def test_spellings_share_their_normalised_form(typed, normalized):
    assert word_of(typed).normalized == normalized


def test_inflected_verb_keeps_its_dictionary_form():
    assert analyse("住みたい")[0].dictionary_form == "住む"


@pytest.mark.parametrize("text", ["家賃", "住む", "安い", "静か", "すぐ", "それ"])
def test_word_with_meaning_is_content(text):
    assert word_of(text).is_content


@pytest.mark.parametrize("text", ["は", "。", "「", "です", "🏠"])
def test_particle_or_mark_is_not_content(text):
    assert not word_of(text).is_content


def test_synonyms_of_one_group_share_its_id():
    assert set(word_of("住まい").synonyms) & set(word_of("住居").synonyms)


def test_short_mode_splits_what_the_long_mode_keeps():
    assert surfaces("外国人参政権", "A") == ["外国", "人", "参政", "権"]
    assert surfaces("外国人参政権", "C") == ["外国人参政権"]


def _listed():
    lines = user_dictionary.path().read_text(encoding="utf-8").splitlines()
    return [line.split(",") for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("word", [word for word, _, _ in _listed()])
def test_word_of_the_user_dictionary_is_one_word(word):
    assert surfaces(f"{word}について") == [word, *surfaces("について")]


@pytest.mark.parametrize(("word", "kind"), [("銭函", "固有名詞"), ("きっずてらす", "固有名詞"), ("継業", "普通名詞")])
def test_kind_of_the_user_dictionary_becomes_the_part_of_speech(word, kind):
    assert word_of(word).part_of_speech == ("名詞", kind)


def test_user_dictionary_lists_each_word_once():
    words = [word for word, _, _ in _listed()]

    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("package", ["sudachipy", "sudachidict-core"])
def test_fingerprint_names_the_version_of(package):
    assert installed_version(package) in fingerprint()


def test_version_of_a_missing_package_is_a_clear_error():
    with pytest.raises(MissingPackage, match="The package no-such-words is not installed; run `uv sync`"):
        installed_version("no-such-words")


def test_a_pack_without_words_of_its_own_is_analysed_all_the_same(monkeypatch, tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "dictionary.csv").write_text("# 語,カタカナの読み,種類（place・name・word）\n", "utf-8")
    monkeypatch.setenv("HITOHATA_PACK", str(tmp_path))
    for kept in (morphology._tokenizer, morphology._analysed):
        kept.cache_clear()
    try:
        assert surfaces("町までの行き方") == ["町", "まで", "の", "行き", "方"]
    finally:
        for kept in (morphology._tokenizer, morphology._analysed):
            kept.cache_clear()


def test_words_are_told_the_same_when_they_are_met_again(monkeypatch):
    texts = [
        "デイサービスとヤングケアラー",
        "ヤングケアラーとデイサービス",
        "二千円と2,000円",
        "２０００円とﾒﾙｶﾘ",
        "小樽に住む",
        "住んでいる小樽",
    ]
    known = [morphology._analyse(text, "A") for text in texts * 2]

    monkeypatch.setattr(morphology, "_MOST_ENTRIES", 1)
    told = morphology._tokenizer()[1]
    for text, words in zip(texts * 2, known, strict=True):
        told.clear()
        assert morphology._analyse(text, "A") == words
        assert len(told) == 1
