"""Two requests in one message: `bot.nlu.clauses`."""

from __future__ import annotations

import pytest

from bot.nlu.clauses import clauses


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        ("仕事はありますか？保育園は入れますか？", ["仕事はありますか", "保育園は入れますか"]),
        ("家賃はいくらですか\n病院はありますか", ["家賃はいくらですか", "病院はありますか"]),
        ("家賃はいくらですか。それと病院はありますか", ["家賃はいくらですか", "病院はありますか"]),
        ("仕事を探していて、あと、住まいも相談したい", ["仕事を探していて", "住まいも相談したい"]),
        ("移住支援金の金額と、空き家バンクの使い方", ["移住支援金の金額", "空き家バンクの使い方"]),
        (
            "移住支援金はいくらですか、家賃相場も知りたい",
            ["移住支援金はいくらですか", "家賃相場も知りたい"],
        ),
        (
            "移住支援金の条件、ちなみに年齢制限もありますか",
            ["移住支援金の条件", "年齢制限もありますか"],
        ),
    ],
)
def test_message_with_two_requests_has_two_pieces(message, pieces):
    assert clauses(message) == pieces


@pytest.mark.parametrize(
    "message",
    ["保育園と学校のことを知りたい", "冬の暮らしはどうですか", "家賃や光熱費を知りたいです"],
)
def test_message_with_one_request_is_one_piece(message):
    assert clauses(message) == [message]


def test_greeting_before_a_request_is_no_piece():
    assert clauses("どうも。仕事を探しています") == ["仕事を探しています"]


@pytest.mark.parametrize("message", ["", "こんにちは", "！？", "。。。"])
def test_message_too_short_for_a_request_has_no_piece(message):
    assert clauses(message) == []


def test_long_letter_has_four_pieces_at_most():
    assert len(clauses("家賃はいくらですか。" * 10)) == 4
