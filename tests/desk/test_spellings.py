from __future__ import annotations

import pytest

from desk.text import spellings


def test_ways_are_folded_as_the_searched_texts_are() -> None:
    assert "斉唱" in spellings.of("斉唱")
    assert "齊唱" not in spellings.of("せいしょう")


@pytest.mark.parametrize("word", ["雪", "zzz", "", "かぜ薬と犬", "a_b"])
def test_what_is_not_listed_stays(word: str) -> None:
    assert word in spellings.of(word)


def test_words_typed_together_are_read_as_words() -> None:
    assert {"引越補助金", "引越し補助金", "ひっこし補助金"} <= set(spellings.of("引っ越し補助金"))
    assert "お試し住宅" in spellings.of("おためし住宅")


def test_no_way_holds_another_one() -> None:
    ways = spellings.of("引越し")

    assert "引越" in ways
    assert not [(way, other) for way in ways for other in ways if way != other and way in other]


def test_a_query_is_looked_for_in_few_ways_the_likely_first() -> None:
    ways = spellings.of("子供の引越し補助")

    assert len(ways) <= spellings.MOST
    assert any(way in "子供の引越し補助" for way in ways)


def test_a_sentence_is_looked_for_as_it_is() -> None:
    pasted = "引っ越しと申し込みと打ち合わせと空き家のことを聞きたい"

    assert spellings.of(pasted) == (pasted,)
