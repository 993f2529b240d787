"""The calendar of free times in the office's forms."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desk.appointments.models import Method, Slot
from desk.appointments.office_times import calendar
from desk.text.times import JAPAN

NAMES = {"a_sato": "佐藤", "a_suzuki": "鈴木"}
ALL = frozenset(Method)


def slot(begin: str, who: str = "a_sato", methods: frozenset[Method] = ALL) -> Slot:
    at = datetime.fromisoformat(begin).replace(tzinfo=JAPAN)
    return Slot(who, at, at + timedelta(hours=1), methods, "3階", 1)


def test_a_week_has_a_row_for_each_consultant_with_time_and_a_cell_for_each_day() -> None:
    slots = [slot("2026-11-24T10:00"), slot("2026-11-26T09:00", "a_suzuki", frozenset({Method.PHONE}))]

    (week,) = calendar(slots, NAMES)["weeks"]

    assert week["name"] == "11月23日(月)〜11月27日(金)"
    assert week["days"] == ["11月23日(月)", "11月24日(火)", "11月25日(水)", "11月26日(木)", "11月27日(金)"]
    assert [row["name"] for row in week["rows"]] == ["佐藤", "鈴木"]
    sato, suzuki = ([[choice["begin"] for choice in cell] for cell in row["cells"]] for row in week["rows"])
    assert sato == [[], ["10:00", "10:00", "10:00"], [], [], []]
    assert suzuki == [[], [], [], ["9:00"], []]
    (only,) = week["rows"][1]["cells"][3]
    assert only["value"] == "phone 2026-11-26T09:00 a_suzuki"
    assert only["whole"] == "11月26日(木) 9:00〜10:00　電話　鈴木"


def test_a_day_at_the_weekend_is_there_where_something_is_free() -> None:
    (week,) = calendar([slot("2026-11-28T10:00")], NAMES)["weeks"]

    assert week["days"][-1] == "11月28日(土)"


def test_ones_own_row_stands_on_top() -> None:
    (week,) = calendar([slot("2026-11-24T10:00"), slot("2026-11-24T10:00", "a_suzuki")], NAMES, first="a_suzuki")[
        "weeks"
    ]

    assert [row["name"] for row in week["rows"]] == ["鈴木", "佐藤"]


@pytest.mark.parametrize(
    ("chosen", "unfolded"),
    [
        ("", [True, False]),
        ("online 2026-12-01T10:00 a_sato", [False, True]),
        ("online 2026-12-08T10:00 a_sato", [True, False]),  # taken meanwhile
    ],
)
def test_the_week_of_what_was_chosen_is_unfolded_else_the_first(chosen: str, unfolded: list[bool]) -> None:
    found = calendar([slot("2026-12-01T10:00"), slot("2026-11-24T10:00")], NAMES, chosen=chosen)

    assert [week["is_open"] for week in found["weeks"]] == unfolded


@pytest.mark.parametrize(
    ("method", "shown"), [("", Method.ONLINE), ("phone", Method.PHONE), ("in_person", Method.ONLINE)]
)
def test_only_ways_that_somebody_offers_are_there(method: str, shown: Method) -> None:
    found = calendar([slot("2026-11-24T10:00", methods=frozenset({Method.ONLINE, Method.PHONE}))], NAMES, method=method)

    assert [way for way, _ in found["methods"]] == [Method.ONLINE, Method.PHONE]
    assert found["method"] == shown


def test_nothing_is_free() -> None:
    assert calendar([], NAMES) == {"methods": [], "method": None, "chosen": "", "weeks": []}
