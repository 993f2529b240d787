"""A wish for a time that goes on from the wish before it."""

from __future__ import annotations

import datetime

import pytest

from actions import booking_wish, times_before
from actions.when.windows import JAPAN
from tests.actions.test_actions import situation

# A Tuesday morning.
NOW = datetime.datetime(2026, 11, 24, 10, tzinfo=JAPAN)


def windows(text: str, *said_before: str) -> list[tuple[str, str, list[int]]]:
    """The first day, the first hour and the weekdays of each window."""
    found = booking_wish.when(situation(text), NOW, said_before)
    asked = [window.as_dict() for window in found.windows]
    return [(str(one["since"])[5:10], str(one["from_time"]), list(one["weekdays"])) for one in asked]  # type: ignore[call-overload]


def test_another_day_keeps_the_hours() -> None:
    alone = windows("やっぱり金曜にできますか")
    gone_on = windows("やっぱり金曜にできますか", "木曜の午後がいい")

    assert [hour for _, hour, _ in alone] == ["00:00"] * len(alone)
    assert [(day, weekdays) for day, _, weekdays in gone_on] == [(day, weekdays) for day, _, weekdays in alone]
    assert {hour for _, hour, _ in gone_on} == {hour for _, hour, _ in windows("金曜の午後")}


def test_other_hours_keep_the_day() -> None:
    assert windows("午後は？", "木曜の午前がいい") == windows("木曜の午後がいい")


def test_a_way_to_meet_keeps_the_time_and_a_time_the_way_to_meet() -> None:
    by_phone = booking_wish.when(situation("電話で"), NOW, ["木曜の午後がいい"])

    assert by_phone.method == "phone"
    assert by_phone.windows == booking_wish.when(situation("木曜の午後がいい"), NOW).windows
    assert booking_wish.when(situation("金曜は？"), NOW, ["木曜の午後がいい", "電話で"]).method == "phone"
    assert windows("金曜は？", "木曜の午後がいい", "電話で") == windows("金曜の午後")


@pytest.mark.parametrize(
    "text",
    ["来週の月曜の午前", "いつでもいいです", "別の日はありますか", "金曜なら何時でも", "一番早い時間"],
)
def test_who_says_all_of_it_or_that_any_will_do_takes_nothing_along(text: str) -> None:
    assert (
        booking_wish.when(situation(text), NOW, ["木曜の午後がいい"]).windows
        == booking_wish.when(situation(text), NOW).windows
    )


def test_what_is_tapped_stands_for_itself() -> None:
    tapped = situation("朝（午前）", chosen={"wish": "金曜の午前"}, intent="request_booking")

    assert (
        booking_wish.when(tapped, NOW, ["木曜の午後"]).windows
        == booking_wish.when(situation("金曜の午前"), NOW).windows
    )


def user(text: str) -> dict:
    return {"event": "user", "text": text}


def bot(*payloads: str) -> dict:
    choices = [{"label": "", "payload": payload} for payload in payloads]
    return {"event": "bot", "data": {"custom": {"parts": [{"type": "choices", "choices": choices}]}}}


TIMES = bot('/choose_slot{"begin": "2026-11-26T13:00:00+09:00"}', "/request_human")


def test_only_messages_in_a_row_that_were_answered_by_times_are_gone_on_from() -> None:
    asked, now = user("木曜の午後がいい"), user("金曜は？")

    assert times_before.texts([asked, TIMES, now]) == ["木曜の午後がいい"]
    assert times_before.texts([asked, TIMES, user("水曜は？"), TIMES, now]) == ["木曜の午後がいい", "水曜は？"]
    assert times_before.texts([asked, TIMES, user("家賃は？"), bot("/request_human"), now]) == []
    assert times_before.texts([user("/request_booking"), TIMES, now]) == []
    assert times_before.texts([now]) == []


def test_later_times_are_those_of_the_days_wished_for_before() -> None:
    found = booking_wish.when(situation("その中で一番遅い時間"), NOW, ["来週の水曜"])

    assert found.latest
    assert found.windows == booking_wish.when(situation("来週の水曜"), NOW).windows
