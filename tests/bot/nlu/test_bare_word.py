"""A message of one bare noun: `bot.nlu.bare_word`."""

from __future__ import annotations

import pytest

from bot.nlu.bare_word import WordUse, bare_word
from bot.nlu.label_model import Scores
from bot.nlu.morphology import analyse

USES = WordUse.of(
    ["融資の条件", "融資の限度額", "融資を申し込む", "融資とは", "ＹＵＳＨＩ融資", "除雪が心配"],
    ["a/terms", "a/terms", "a/apply", "a/what", "a/what", "b/snow"],
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("融資", "融資"),
        ("融資。", "融資"),
        ("保育園", "保育園"),
        ("ﾍﾟｯﾄ", "ペット"),
        ("補助金", "補助金"),
    ],
)
def test_a_noun_alone_is_a_bare_word(text, word):
    assert bare_word(text, analyse(text)) == word


@pytest.mark.parametrize("text", ["", "？", "融資は", "家賃はいくら", "こんにちは", "地域おこし協力隊募集要項"])
def test_a_sentence_or_a_long_phrase_is_none(text):
    assert bare_word(text, analyse(text)) is None


def test_shares_are_those_of_the_questions_that_hold_the_word():
    assert USES.shares("融資") == {"a/terms": 0.4, "a/apply": 0.2, "a/what": 0.4}


def test_a_rare_word_has_none():
    assert USES.shares("除雪") == {}


def test_the_classifier_and_the_use_of_the_word_count_half_each():
    sure = Scores([("a/what", 0.9), ("b/snow", 0.1), ("a/terms", 0.0), ("a/apply", 0.0)], 0.5)

    tempered = USES.tempered(sure, "融資")

    assert tempered.ranking[:2] == [("a/what", pytest.approx(0.65)), ("a/terms", 0.2)]
    assert sum(chance for _, chance in tempered.ranking) == pytest.approx(1.0)
    assert tempered.nearness == 0.5


@pytest.mark.parametrize("word", [None, "除雪"])
def test_other_messages_keep_their_scores(word):
    sure = Scores([("a/what", 0.9), ("b/snow", 0.1)], 0.5)

    assert USES.tempered(sure, word) is sure


def test_loaded_uses_say_the_same(tmp_path):
    USES.save(tmp_path)

    assert WordUse.load(tmp_path).shares("融資") == USES.shares("融資")
