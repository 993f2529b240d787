from __future__ import annotations

import pytest

from desk.conversation import personal


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("電話は090-1234-5678です", ("電話番号",)),
        ("０９０ー１２３４ー５６７８", ("電話番号",)),
        ("09012345678", ("電話番号",)),
        ("0134-22-1111まで", ("電話番号",)),
        ("03(1234)5678", ("電話番号",)),
        ("+81 90-1234-5678", ("電話番号",)),
        ("メールは taro.yamada@example.co.jp です", ("メールアドレス",)),
        ("〒0470024 小樽市花園", ("郵便番号",)),
        ("０４７－００２４", ("郵便番号",)),
        ("番号は 1234 5678 9018", ("マイナンバー",)),
        ("a@example.jp と 090-1234-5678", ("メールアドレス", "電話番号")),
    ],
)
def test_what_is_personal_is_found(text: str, kinds: tuple[str, ...]) -> None:
    found = personal.find(text)

    assert found is not None
    assert found.kinds == kinds
    assert not any(c.isdigit() for c in found.masked if c not in "①")


@pytest.mark.parametrize(
    "text",
    [
        "家賃は50000円くらい",
        "2026年11月24日に行きます",
        "300-2000万円の融資",
        "2026-11-24",
        "1234-5678-9012 という番号",
        "市役所は0134-32-4111ですか",
        "夫婦と子ども2人、30代です",
        "price@",
        "築1990年、100平米",
        "8:30-17:20",
    ],
)
def test_what_is_not_is_left(text: str) -> None:
    assert personal.find(text) is None


@pytest.mark.parametrize(
    ("text", "has_more"),
    [
        ("090-1234-5678", False),
        ("電話番号は090-1234-5678です", False),
        ("090-1234-5678 犬と住める家はありますか", True),
    ],
)
def test_whether_anything_is_left_to_answer(text: str, has_more: bool) -> None:
    found = personal.find(text)

    assert found is not None
    assert found.has_more is has_more


def test_the_check_digit() -> None:
    assert personal.is_individual_number("123456789018")
    assert not personal.is_individual_number("123456789012")
