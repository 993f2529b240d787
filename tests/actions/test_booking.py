"""Offering times: what the desk is asked, and what is said of its answer."""

from __future__ import annotations

import asyncio
import datetime
import json
from pathlib import Path

import pytest

from actions import booking, booking_wish, desk_request, replies, times_reply
from actions.library.shelf import SHELF
from actions.replies import BOOKING
from tests.actions.test_actions import situation

WIRE = Path(__file__).resolve().parents[1] / "wire"
NOW = datetime.datetime.fromisoformat("2026-11-24T10:00:00+09:00")


def wire(name: str):
    return json.loads((WIRE / f"appointment_{name}.json").read_text(encoding="utf-8"))


def when(text: str, **change):
    return booking_wish.when(situation(text, **change), NOW)


def offered(fits: str = "yes", text: str = "明日の午後", **slot):
    answer = wire("offer_response")
    answer["fits"] = fits
    answer["slots"][0] |= slot
    return booking.offered(booking.read_offer(answer), when(text))


def test_the_request_is_the_wires() -> None:
    where = situation("明日の午後、オンラインで", conversation_id="c_3q2-7wYkQm2x0cZp5fG1tA")

    assert booking.request(where, booking_wish.when(where, NOW)) == wire("offer_request")


def test_the_latest_times_are_asked_for_and_called_so() -> None:
    where = situation("一番遅い時間で")

    assert booking.request(where, booking_wish.when(where, NOW))["latest"]
    words = offered(text="一番遅い時間で")[0]["text"]
    assert "いちばん遅く" in words
    assert "ご希望" not in words


@pytest.mark.parametrize(("fits", "key"), [("yes", "times_offered"), ("day", "times_other"), ("no", "times_other")])
def test_other_languages_are_told_as_well_whether_the_wish_is_free(fits: str, key: str) -> None:
    assert offered(fits)[0]["say"][0] == key


def test_a_page_is_asked_for_as_the_wire_says() -> None:
    expected = wire("link_request")
    chosen = {"begin": expected["begin"], "method": expected["method"]}

    assert booking.link_request(situation("", conversation_id=expected["conversation_id"], chosen=chosen)) == expected


def test_the_clock_is_the_one_given_with_the_turn() -> None:
    late = when("明日", sent_at="2026-12-31T23:30:00+09:00")

    assert late.windows[0].days.first == datetime.date(2027, 1, 1)


def test_times_are_offered_as_choices_that_fit_line() -> None:
    words, choices = offered()

    assert "ご希望に合う" in words["text"]
    first, *_, last = choices["choices"]
    assert first["label"] == "11月25日(水) 13:00"
    assert len(first["label"]) <= 20
    assert first["payload"] == '/choose_slot{"begin": "2026-11-25T13:00+09:00"}'
    assert last["payload"] == replies.ASK_PERSON.payload


def test_a_method_that_was_said_or_is_the_only_one_is_chosen_already() -> None:
    said = offered(text="明日の午後、電話で")[1]["choices"][0]["payload"]
    only = offered(methods=["online"])[1]["choices"][0]["payload"]

    assert '"method": "phone"' in said
    assert '"method": "online"' in only


@pytest.mark.parametrize(("fits", "words"), [("day", "同じ日の"), ("no", "1月23日(土)まで"), ("yes", "ご希望に合う")])
def test_what_does_not_fit_is_said(fits: str, words: str) -> None:
    assert words in offered(fits)[0]["text"]


def test_without_a_time_it_says_how_to_write_one() -> None:
    assert "来週の火曜の午後" in offered(text="予約したい")[0]["text"]


def test_a_day_that_is_over_is_asked_back() -> None:
    assert "過ぎている" in booking.ask_back(when("11月20日"), "11月20日")[0]["text"]


def test_seven_oclock_is_asked_back_and_the_tap_answers_it() -> None:
    choices = booking.ask_back(when("明日の7時"), "明日の7時")[1]["choices"]
    wish = json.loads(choices[1]["payload"].removeprefix("/request_booking"))["wish"]

    tapped = when("夜（午後）", chosen={"wish": wish}, intent="request_booking")

    assert tapped.ask is None
    assert tapped.windows[0].hours.begin == datetime.time(19)


@pytest.mark.parametrize("text", ["来週の火曜と再来週の水曜", "12月32日の午後", "25時に"])
def test_where_a_piece_was_not_read_nothing_is_claimed(text: str) -> None:
    said, choices = booking.ask_back(when(text), text)

    assert "読み取れない" in said["text"]
    assert booking.SOONEST.payload in [choice["payload"] for choice in choices["choices"]]


def test_a_day_with_another_days_weekday_is_asked_about() -> None:
    said, choices = booking.ask_back(when("12月4日(木)の14時"), "12月4日(木)の14時")
    first, second, *_ = choices["choices"]

    assert "12月4日は金曜日です" in said["text"]
    assert [first["label"], second["label"]] == ["12月4日(金)", "12月3日(木)"]
    wished = json.loads(second["payload"].removeprefix("/request_booking"))
    tapped = when("12月3日(木)", chosen=wished, intent="request_booking")
    assert tapped.windows[0].days.first == datetime.date(2026, 12, 3)
    assert tapped.windows[0].hours.begin == datetime.time(14)


def test_an_hour_of_any_day_that_is_not_free_is_no_other_hour_of_one_day() -> None:
    parts = offered("day", "仕事終わりに電話で話したい")

    assert "同じ日" not in parts[0]["text"]
    assert "時間帯（電話）には、あいている時間がありません" in parts[0]["text"]
    assert replies.LEAVE_MESSAGE.payload in [choice["payload"] for choice in parts[1]["choices"]]


def test_the_label_of_a_tap_is_no_wish_for_a_time() -> None:
    assert when("いちばん早い時間を見る", intent="request_booking").windows == ()


def test_the_link_is_shown_to_tap_and_nothing_personal_is_asked_here() -> None:
    words, page, _ = booking.link(wire("link_response"))

    assert page["url"].startswith("https://desk.example.jp/appointments/")
    assert "ここには書かないで" in words["text"]
    assert "まだ決まっていません" in words["text"]


@pytest.mark.parametrize("answer", [None, [], {}, {"fits": "maybe", "slots": []}, {"fits": "yes"}])
def test_an_answer_that_cannot_be_read_is_none(answer: object) -> None:
    assert booking.read_offer(answer) is None
    assert booking.link(answer) is None


def test_the_entry_of_the_label_offers_times_when_chosen() -> None:
    assert replies.choose(SHELF.entry(BOOKING)).payload == "/request_booking"


def test_every_reply_reads_well_on_a_channel_without_parts() -> None:
    entry = SHELF.entry("handoff/handoff_contact")
    for parts in (booking.none_free(entry), booking.silent(entry), offered()):
        words, buttons = replies.plain(parts)
        assert words
        assert buttons


def test_what_was_asked_for_besides_can_be_chosen_before_the_times() -> None:
    shown = booking.beside(offered(), "housing/rent_cost", SHELF.all())

    assert "まず" in shown[0]["text"]
    first, second, *_ = shown[-1]["choices"]
    assert first["payload"] == '/choose{"label": "housing/rent_cost"}'
    assert second["label"] == "11月25日(水) 13:00"
    assert len({choice["id"] for choice in shown[-1]["choices"]}) == len(shown[-1]["choices"])


@pytest.mark.parametrize("second", [None, BOOKING, "no/such"])
def test_a_wish_for_times_alone_gets_the_times_alone(second: str | None) -> None:
    assert booking.beside(offered(), second, SHELF.all()) == offered()


ORDERS = json.loads((WIRE / "orders.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("order", ORDERS, ids=[order["text"] for order in ORDERS])
def test_a_time_is_read_whatever_is_said_beside_it(order: dict[str, str]) -> None:
    found = when(order["text"])

    assert found.windows
    assert found == when(order["time"])


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("電話番号は090-1234-5678です。3日の10時で", True),
        ("3日の10時で。taro@example.jp", True),
        ("3日の10時で、田中です", False),
    ],
)
def test_who_writes_a_contact_beside_a_time_is_told_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, text: str, is_told: bool
) -> None:
    async def answer(path: str, request: dict, identity: str) -> object:
        return wire("offer_response")

    monkeypatch.setattr(desk_request, "post", answer)

    parts = asyncio.run(times_reply.parts(situation(text, conversation_id="c_1", understanding={"label": BOOKING})))

    assert [part["type"] for part in parts] == ["text", *(["text"] if is_told else []), "choices"]
    assert ("「予約のページ」で入れてください" in parts[1].get("text", "")) is is_told
    assert "090" not in str(parts)
