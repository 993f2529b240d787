"""Times as they are written in other languages mean what the same words mean in Japanese."""

from __future__ import annotations

import pytest

from actions.when import foreign, wish
from tests.actions.when.test_wish import NOW


@pytest.mark.parametrize(
    ("text", "japanese"),
    [
        ("Next Tuesday afternoon, please", "来週の火曜の午後"),
        ("tomorrow at 10", "明日の10時"),
        ("Dec 3 at 2pm", "12月3日の午後2時"),
        ("the 3rd of December, after 14:00", "12月3日の14時以降"),
        ("the day after tomorrow, 10:30 a.m.", "明後日の10時半"),
        ("Thursday or Friday morning", "木曜か金曜の午前"),
        ("Wed 2-4pm", "水曜の14時~16時"),
        ("before 3 pm on Friday", "金曜の午後3時まで"),
        ("on weekdays", "平日"),
        ("下周二下午", "来週の火曜の午後"),
        ("明天上午10点", "明日の午前10時"),
        ("後天下午兩點半", "明後日の午後2時半"),
        ("12月3号", "12月3日"),
        ("週二或週四", "火曜か木曜"),
        ("다음 주 화요일 오후", "来週の火曜の午後"),
        ("내일 오전 10시", "明日の午前10時"),
        ("12월 3일 오후 2시 반", "12月3日の午後2時半"),
    ],
)
def test_it_means_the_same(text: str, japanese: str) -> None:
    found = wish.read(text, NOW)

    assert found.windows
    assert found.windows == wish.read(japanese, NOW).windows


@pytest.mark.parametrize(
    ("text", "ask"),
    [("yesterday at 10", "past"), ("February 30", "unread"), ("last week", "past"), ("어제 10시", "past")],
)
def test_what_cannot_be_is_asked_about(text: str, ask: str) -> None:
    assert wish.read(text, NOW).ask == ask


@pytest.mark.parametrize(
    "text",
    [
        "I'd like to make an appointment",
        "May I book a time?",
        "请预约",
        "예약하고 싶어요",
        "a sunny house in the monastery",
    ],
)
def test_words_without_a_time_name_none(text: str) -> None:
    assert wish.read(text, NOW).windows == ()


@pytest.mark.parametrize("text", ["来週の火曜の午後", "Zoomで明日", "土日以外"])
def test_japanese_stays_as_it_is(text: str) -> None:
    assert foreign.in_japanese(text) == text
