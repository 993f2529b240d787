from __future__ import annotations

import pytest

from desk.hours.rules import Rules, read, special_days, written
from desk.office import hours_form
from desk.office.hours_form import Unreadable

RULES = Rules(
    "mon 09:00-12:00 13:00-17:30/17:00; tue 09:00-12:00; sat 10:00-12:00",
    "2026-12-29 10:00-15:00/14:30 年末の臨時開所\n2027-05-06 臨時休業",
)


def test_what_is_written_reads_as_the_same_calendar() -> None:
    calendar = read(RULES)

    again = written(calendar.slots, special_days(RULES.days))

    assert again == RULES
    assert read(again) == calendar


def test_the_form_gives_back_what_it_was_filled_with() -> None:
    days = special_days(RULES.days)

    assert hours_form.read(hours_form.values_of(read(RULES).slots, days)) == RULES


def test_days_that_have_passed_are_kept() -> None:
    past = special_days("2026-01-05 臨時休業")
    fields = hours_form.values_of(read(RULES).slots, special_days(RULES.days))

    assert hours_form.read(fields, past).days.startswith("2026-01-05 臨時休業\n2026-12-29")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "少なくとも一つ"),
        ({"d0_0_begin": "09:00"}, "両方"),
        ({"d0_0_begin": "09:00", "d0_0_end": "soon"}, "時刻を読めません"),
        ({"d0_0_begin": "12:00", "d0_0_end": "09:00"}, "順に"),
        ({"d0_0_begin": "09:00", "d0_0_end": "12:00", "d0_0_last": "12:30"}, "順に"),
        (
            {
                "d0_0_begin": "09:00",
                "d0_0_end": "12:00",
                "d0_1_begin": "11:00",
                "d0_1_end": "13:00",
            },
            "重なって",
        ),
        ({"d0_0_begin": "09:00", "d0_0_end": "12:00", "s0_day": "2026-02-30"}, "日付を読めません"),
        (
            {
                "d0_0_begin": "09:00",
                "d0_0_end": "12:00",
                "s0_day": "2026-12-28",
                "s1_day": "2026-12-28",
            },
            "二度",
        ),
    ],
)
def test_a_field_that_cannot_be_read_is_named_in_japanese(fields: dict[str, str], words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        hours_form.read(fields)


def test_a_line_may_stand_for_days_in_a_row_and_comes_back_as_one() -> None:
    fields = hours_form.values_of(read(RULES).slots, [])
    fields |= {"s0_day": "2026-12-28", "s0_until": "2027-01-02", "s0_name": "移転", "s1_day": "2027-05-06"}

    days = special_days(hours_form.read(fields).days)
    again = hours_form.values_of(read(RULES).slots, days)

    assert [one.day.day for one in days] == [28, 29, 30, 31, 1, 2, 6]
    assert (again["s0_day"], again["s0_until"], again["s0_name"]) == ("2026-12-28", "2027-01-02", "移転")
    assert "s1_until" not in again
    assert hours_form.read(again) == hours_form.read(fields)


@pytest.mark.parametrize("until", ["2026-12-27", "2027-12-28", "x"])
def test_a_row_of_days_goes_from_early_to_late_and_ends(until: str) -> None:
    fields = hours_form.values_of(read(RULES).slots, []) | {"s0_day": "2026-12-28", "s0_until": until}

    with pytest.raises(Unreadable):
        hours_form.read(fields)


def test_a_line_can_be_deleted_and_a_weekday_be_as_monday() -> None:
    fields = hours_form.values_of(read(RULES).slots, special_days(RULES.days))
    fields |= {"s0_drop": "1", "d1_same": "1", "d2_same": "1"}

    rules = hours_form.read(fields)

    assert rules.days == "2027-05-06 臨時休業"
    slots = read(rules).slots
    assert slots[0] == slots[1] == slots[2]
    assert 3 not in slots
