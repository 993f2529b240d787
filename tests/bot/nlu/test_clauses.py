"""Two requests in one message: `bot.nlu.clauses`."""

from __future__ import annotations

import pytest

from bot.nlu.clauses import asks, clauses, is_behind_another


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


@pytest.mark.parametrize(
    "piece",
    ["家賃はいくらですか", "移住支援金はもらえるか", "補助のことも教えて", "料金を知りたい", "どんな仕事がある"],
)
def test_a_question_asks_by_its_form(piece):
    assert asks(piece)


@pytest.mark.parametrize(
    "piece",
    ["友人が先に引っ越しました", "仕事を探していて", "いつか小樽に住みたい", "家族で移住します", "移住支援金の条件"],
)
def test_what_leads_up_to_a_question_does_not_ask(piece):
    assert not asks(piece)


@pytest.mark.parametrize(
    ("text", "is_behind"),
    [
        ("ありがとう、あと病院のことも知りたい", True),
        ("はい。家賃はいくらですか", True),
        ("病院のことも知りたい", False),
        ("病院のことも知りたい。", False),
    ],
)
def test_a_piece_behind_thanks_counts_by_itself(text, is_behind):
    [piece] = clauses(text)

    assert is_behind_another(text, piece) is is_behind
