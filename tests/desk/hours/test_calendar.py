from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desk.hours.calendar import parse
from desk.hours.desk_hours import expected_wait
from desk.text import times
from desk.text.times import JAPAN

USUAL = parse("mon-fri 09:00-12:00 13:00-17:30/17:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24 08:59", False),
        ("2026-11-24 09:00", True),
        ("2026-11-24 11:59", True),
        ("2026-11-24 12:00", False),  # lunch
        ("2026-11-24 13:00", True),
        ("2026-11-24 16:59", True),
        ("2026-11-24 17:00", False),  # last acceptance
        ("2026-11-23 10:00", False),  # 勤労感謝の日
        ("2026-11-22 10:00", False),  # Sunday
        ("2026-09-22 10:00", False),  # 国民の休日, between two holidays
        ("2026-05-06 10:00", False),  # 振替休日
        ("2027-03-22 10:00", False),  # 振替休日 of 春分の日
        ("2026-12-28 10:00", True),
        ("2026-12-29 10:00", False),
        ("2027-01-01 10:00", False),
        ("2027-01-04 10:00", True),
        ("2028-01-03 10:00", False),
        ("2028-02-11 10:00", False),
        ("2028-02-29 10:00", True),
    ],
)
def test_open_or_closed(moment: str, is_open: bool) -> None:
    assert USUAL.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24 12:30", "11月24日(火) 13:00"),
        ("2026-11-24 17:10", "11月25日(水) 9:00"),
        ("2026-11-20 18:00", "11月24日(火) 9:00"),
        ("2026-12-28 17:30", "1月4日(月) 9:00"),
    ],
)
def test_the_next_opening_skips_weekends_holidays_and_the_turn_of_the_year(moment: str, opens: str) -> None:
    assert times.moment(USUAL.next_opening(at(moment))) == opens


def test_a_closure_of_the_centres_own_counts() -> None:
    closed = parse("mon-fri 09:00-17:00", ["2026-11-24"])

    assert not closed.is_open(at("2026-11-24 10:00"))


def test_waits_count_only_while_it_is_open() -> None:
    friday, tuesday = at("2026-11-20 17:00"), at("2026-11-24 09:10")

    assert USUAL.business_minutes(friday, tuesday) == 30 + 10


def test_business_minutes_never_run_backwards() -> None:
    moment = at("2026-11-24 10:00")

    assert USUAL.business_minutes(moment, moment - timedelta(hours=1)) == 0


@pytest.mark.parametrize("text", ["mon 9-12", "someday 09:00-12:00", "mon 12:00-09:00", "mon 09:00-12:00/13:00"])
def test_slots_that_cannot_be_read_are_named(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse(text)


@pytest.mark.parametrize(
    ("minutes", "band"), [([], None), ([1] * 4, None), ([1] * 5, 5), ([7] * 6, 10), ([90] * 9, 120), ([200] * 9, None)]
)
def test_the_wait_is_a_band_and_nothing_is_said_without_knowing(minutes: list[float], band: int | None) -> None:
    assert expected_wait(minutes) == band
