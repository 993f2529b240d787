from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.nlu import booking

HOW = "centre/centre_how_to"

ORDERS = json.loads((Path(__file__).resolve().parents[2] / "wire" / "orders.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "予約したいです",
        "相談の予約を取りたいのですが",
        "来週小樽に行くので、ついでに窓口で相談したい",
        "明日の１０時に相談できますか",
        "面談の日時を決めたい",
        "土日に空いていますか",
        "木曜の午後に話したい",
        "12月3日に伺ってもいいですか",
    ],
)
def test_a_wish_for_a_time_is_heard(text: str) -> None:
    assert booking.is_wish(text, HOW)


@pytest.mark.parametrize(
    "text",
    [
        "仕事終わりに電話で話したい",
        "来週の火曜にオンラインで相談したいです",
        "土曜に対面で相談できますか",
        "あしたの10時に電話もらえる？",
        "水曜の午後に電話をいただけますか",
    ],
)
@pytest.mark.parametrize("label", ["handoff/handoff_contact", "nursery/nursery_work", "life/hospital"])
def test_a_time_and_a_way_to_meet_alone_are_a_wish_whatever_it_was_taken_for(text: str, label: str) -> None:
    assert booking.is_wish(text, label)


def test_whether_a_time_is_to_be_had_is_a_wish_for_one() -> None:
    assert booking.is_wish("オンラインで面談の予約とれますか", booking.BOOKING)
    assert booking.is_wish("相談の予約って入れられますか", "centre/centre_how_to")
    assert not booking.is_wish("お試し住宅の予約は取れますか", "housing/trial_stay")


@pytest.mark.parametrize(
    "text", ["仕事終わりに電話で話したい病院", "夜に電話で相談できる病院はありますか", "明日電話で予約は必要ですか"]
)
def test_what_says_more_is_read_by_what_it_was_taken_for(text: str) -> None:
    assert not booking.is_wish(text, "life/hospital")


@pytest.mark.parametrize(
    "text",
    [
        "予約は必要ですか",
        "予約しないで行っても大丈夫？",
        "予約の方法を教えてください",
        "土日も相談窓口は開いていますか、予約なしで行けますか",
        "相談では何を聞かれますか",
        "予約をキャンセルしたい",
    ],
)
def test_a_question_about_booking_stays_a_question(text: str) -> None:
    assert not booking.is_wish(text, HOW)


@pytest.mark.parametrize("label", ["nursery/nursery_booking", "housing/trial_stay", "out_of_scope/oos_tourism"])
def test_other_things_that_are_booked_stay_what_they_are(label: str) -> None:
    assert not booking.is_wish("来週の火曜に予約したい", label)


@pytest.mark.parametrize(
    "text",
    [
        "じゃあ木曜の午後は？",
        "土日は?",
        "12月3日以降",
        "午前中がいいです",
        "オンラインで",
        "電話がいい",
        "別の日はありますか",
        "来週の月・水でお願いします",
        "仕事終わり",
        "年明けでも大丈夫ですか",
        "１５時ごろでお願いします",
        "来週中なら空いてますか",
        "正午ごろ",
        "一番遅い時間",
        "そのうちで一番遅いの",
        "木曜以外でお願いします",
        "ご飯時以外",
        "夜しか時間がとれない",
    ],
)
def test_after_an_offer_a_bare_time_goes_on(text: str) -> None:
    assert booking.goes_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "家賃はいくらですか",
        "冬は何月から雪が降りますか",
        "子どもが4月に小学校に入ります",
        "ありがとう",
        "除雪は朝何時に来ますか",
        "札幌まで電車で何時間かかりますか",
    ],
)
def test_after_an_offer_another_question_is_another_question(text: str) -> None:
    assert not booking.goes_on(text)


@pytest.mark.parametrize(
    "text", ["夜しか時間がとれない", "ご飯時以外", "14:00", "来週の火曜の午後がいいです", "オンラインで"]
)
def test_a_time_and_nothing_else(text: str) -> None:
    assert booking.is_only_a_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "明日の朝にはもういません",
        "10時に飛びます",
        "夜がこわい",
        "夜中に逝きます",
        "今夜やります",
        "もう今日まで",
        "仕事はありますか",
    ],
)
def test_a_time_and_something_more(text: str) -> None:
    assert not booking.is_only_a_time(text)


@pytest.mark.parametrize("order", ORDERS, ids=[order["text"] for order in ORDERS])
def test_after_an_offer_a_time_goes_on_whatever_is_said_beside_it(order: dict[str, str]) -> None:
    assert booking.goes_on(order["text"])


@pytest.mark.parametrize(
    "text",
    [
        "3日の10時で。家賃はいくらですか？",
        "3日に引っ越します。水道はどうすればいいですか",
        "田中です。家賃を知りたい",
        "電話番号は090-1234-5678です",
        "2人で住める家はありますか",
        "ゴミは何時に出せばいいですか。朝です",
    ],
)
def test_what_asks_something_beside_or_names_no_time_does_not_go_on(text: str) -> None:
    assert not booking.goes_on(text)
