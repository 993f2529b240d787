from __future__ import annotations

import pytest

from desk.conversation import contacts


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("電話は090-1234-5678です", "電話は【電話番号】です"),
        ("０９０ー１２３４ー５６７８", "【電話番号】"),
        ("09012345678へ", "【電話番号】へ"),
        ("(0134)22-1111まで", "【電話番号】まで"),
        ("03(1234)5678", "【電話番号】"),
        ("+81 90-1234-5678 です", "【電話番号】 です"),
        ("+81 (0)90-1234-5678", "【電話番号】"),
        ("電話番号は22-1111", "電話番号は【電話番号】"),
        ("TARO.yamada+x@example.co.jp です", "【メール】 です"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "【メール】"),
        ("a@example.jp と 090-1234-5678", "【メール】 と 【電話番号】"),
        ("㍿ひと旗 ﾃﾞﾝﾜ 090 1234 5678", "㍿ひと旗 ﾃﾞﾝﾜ 【電話番号】"),
    ],
)
def test_contacts_are_hidden_and_the_rest_stays_as_written(written: str, shown: str) -> None:
    assert contacts.hidden(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "市役所は0134-32-4111です",
        "家賃は50000円、300-2000万円の融資",
        "2026-11-24 10:00に伺います",
        "2026年11月24日から2027年3月31日",
        "受付番号はOT-1124-01です",
        "１０：３０〜１２：００",
        "築1990年、100平米、㎡あたり",
        "price@",
        "〒047-0024 小樽市花園",
    ],
)
def test_what_is_no_contact_is_left(text: str) -> None:
    assert contacts.hidden(text) == text
