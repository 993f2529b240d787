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


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("引っ越す", ["春に引っ越します", "引越しの手伝い", "引っ越した後", "ひっこしたいです", "引越せるか"]),
        ("引っ越しました", ["引越す前に", "ひっこしの費用", "引っ越したら"]),
        ("住む", ["ここに住んで三年", "住みたい", "住まなくなった"]),
        ("住んでいる", ["住む所", "住みやすい"]),
        ("さがす", ["家を探しています", "仕事を捜さないと"]),
        ("家を探したい", ["家を探す", "家をさがしている"]),
        ("申し込む", ["申込みの方法", "もうしこみたい", "申し込めますか"]),
    ],
)
def test_a_verb_is_found_in_any_of_its_forms(query: str, texts: list[str]) -> None:
    ways = spellings.of(query)

    assert len(ways) <= spellings.MOST
    assert [text for text in texts if not any(way in text for way in ways)] == []


@pytest.mark.parametrize(
    ("query", "text"), [("住む", "住宅の補助"), ("住む", "住所を変えた"), ("引っ越す", "引き受ける")]
)
def test_what_a_verb_shares_with_other_words_is_no_way_to_find_it(query: str, text: str) -> None:
    assert not any(way in text for way in spellings.of(query))


@pytest.mark.parametrize("query", ["住まいの補助", "空き家について", "雪かきの道具"])
def test_what_follows_a_noun_stays(query: str) -> None:
    assert any(way in query and way[-1] == query[-1] for way in spellings.of(query))
