from __future__ import annotations

import pytest

from desk.text import folding


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("空き家はありますか", "空き家"),
        ("大雪がこわい", "雪"),
        ("スキー場の近くがいい", "すきー"),
        ("すきーがしたい", "スキー"),
        ("ｽｷｰﾊﾞｽはある？", "スキーバス"),
        ("リフォ-ムの補助", "リフォーム"),
        ("ラ―メン", "らーめん"),
        ("コンピュータの仕事", "コンピューター"),
        ("ＩＴの会社", "it"),
        ("Wi-Fiはありますか", "ｗｉ－ｆｉ"),
        ("は\u3099すの時間", "ばす"),
        ("家賃は５万円まで", "5万円"),
        ("㈱小樽", "(株)"),
        ("ヴィンテージ", "ゔぃんてーじ"),
        ("髙橋です", "高橋"),
        ("𠮷野家", "吉野家"),
        ("葛\U000e0100城市", "葛城"),
        ("０９０－１２３４－５６７８", "09012345678"),
        ("09012345678", "1234-5678"),
        ("OT-1125-12", "OT112512"),
        ("OT-1125-12", "ot-1125-12"),
        ("受付番号はＯＴ－１１２５－１２です", "1125-12"),
    ],
)
def test_a_word_is_recognised_however_it_was_written(written: str, query: str) -> None:
    (word,) = folding.words(query)

    assert word in folding.fold(written)


@pytest.mark.parametrize(
    ("written", "query"), [("いしや", "いしゃ"), ("5-7万円", "57万円"), ("好き", "スキー"), ("空家", "空き家")]
)
def test_another_word_stays_another_word(written: str, query: str) -> None:
    (word,) = folding.words(query)

    assert word not in folding.fold(written)


def test_words_are_split_at_any_space_and_kept_once() -> None:
    assert folding.words("　犬　ネコ イヌ いぬ ") == ["犬", "ねこ", "いぬ"]
    assert folding.words("　") == []


def test_an_excerpt_shows_the_text_as_it_was_written() -> None:
    pieces = folding.excerpt("市内の㈱で、ｽｷｰﾊﾞｽの運転", folding.words("スキーバス"))

    assert pieces == [("市内の㈱で、", False), ("ｽｷｰﾊﾞｽ", True), ("の運転", False)]


def test_a_long_text_is_cut_around_the_first_hit() -> None:
    pieces = folding.excerpt("あ" * 100 + "雪" + "い" * 100 + "雪", ["雪"])

    assert pieces == [
        ("…", False),
        ("あ" * folding.EXCERPT_BEFORE, False),
        ("雪", True),
        ("い" * folding.EXCERPT_AFTER, False),
        ("…", False),
    ]


def test_overlapping_words_are_marked_without_losing_a_character() -> None:
    pieces = folding.excerpt("子育て支援金", ["子育て", "育て支援", "金"])

    assert "".join(text for text, _ in pieces) == "子育て支援金"
    assert [text for text, is_hit in pieces if is_hit] == ["子育て", "支援", "金"]


def test_no_hit_gives_no_excerpt() -> None:
    assert folding.excerpt("犬", ["猫"]) is None
