from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.reporting import history, periods
from desk.reporting.history import InputKind, Said, Talk


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        ("2027-03-31T23:59:59.999999+09:00", 2026),
        ("2027-04-01T00:00:00+09:00", 2027),
        ("2027-03-31T15:00:00+00:00", 2027),
        ("2027-03-31T14:59:59+00:00", 2026),
        ("2027-01-01T00:00:00+09:00", 2026),
    ],
)
def test_a_fiscal_year_ends_with_march_in_japan(moment: str, year: int) -> None:
    inside = [y for y in (2025, 2026, 2027) if periods.fiscal_year(y).has(at(moment))]

    assert inside == [year]
    assert periods.fiscal_year_of(periods.local(at(moment)).date()) == year


def test_a_japanese_day_begins_at_fifteen_hours_utc() -> None:
    day = periods.days(date(2026, 11, 24), date(2026, 11, 24))

    assert not day.has(at("2026-11-23T14:59:59+00:00"))
    assert day.has(at("2026-11-23T15:00:00+00:00"))
    assert day.has(at("2026-11-24T14:59:59+00:00"))
    assert not day.has(at("2026-11-24T15:00:00+00:00"))


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (periods.month(2027, 1), periods.month(2026, 12)),
        (periods.month(2028, 3), periods.month(2028, 2)),
        (periods.fiscal_year(2026), periods.fiscal_year(2025)),
        (
            periods.days(date(2026, 11, 8), date(2026, 11, 14)),
            periods.days(date(2026, 11, 1), date(2026, 11, 7)),
        ),
    ],
)
def test_the_period_before_is_of_the_same_kind(period: periods.Period, earlier: periods.Period) -> None:
    assert periods.before(period) == earlier


@pytest.mark.parametrize(
    ("period", "today", "like", "year_before"),
    [
        # A running month is compared with as many days.
        (periods.month(2026, 11), date(2026, 11, 25), ("2026-10-01", "2026-10-25"), ("2025-11-01", "2025-11-25")),
        (periods.month(2026, 3), date(2026, 3, 30), ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-30")),
        # One that is over, with the whole one.
        (periods.month(2026, 10), date(2026, 11, 25), ("2026-09-01", "2026-09-30"), ("2025-10-01", "2025-10-31")),
        (periods.month(2025, 2), date(2026, 1, 1), ("2025-01-01", "2025-01-31"), ("2024-02-01", "2024-02-29")),
        (periods.fiscal_year(2026), date(2026, 6, 30), ("2025-04-01", "2025-06-30"), ("2025-04-01", "2025-06-30")),
        (
            periods.days(date(2028, 2, 29), date(2028, 2, 29)),
            date(2028, 3, 1),
            ("2028-02-28", "2028-02-28"),
            ("2027-02-28", "2027-02-28"),
        ),
    ],
)
def test_like_is_compared_with_like(
    period: periods.Period, today: date, like: tuple[str, str], year_before: tuple[str, str]
) -> None:
    def days(found: periods.Period) -> tuple[str, str]:
        return found.first.isoformat(), found.last.isoformat()

    assert days(periods.like(period, today)) == like
    assert days(periods.year_before(period, today)) == year_before


def test_a_leap_february_has_29_days_and_a_fiscal_year_its_12_months() -> None:
    assert periods.month(2028, 2).last == date(2028, 2, 29)
    assert [of.first.month for of in periods.months(periods.fiscal_year(2027))] == [
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        1,
        2,
        3,
    ]
    assert periods.fiscal_year(2026).name == "2026年度（令和8年度）"


@pytest.mark.parametrize(
    "text",
    [
        "2026-13",
        "fy99999",
        "x",
        "2026-11-24..",
        "2026-11-24..2026-11-23",
        "2020-01-01..2026-01-01",
        "2026-02-30..2026-03-01",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        periods.read(text, date(2026, 11, 24))


def talk(*minutes: float) -> Talk:
    begin = at("2026-11-24T23:00:00+09:00")
    said = tuple(Said(n, "user", begin + timedelta(minutes=m), "x", InputKind.TYPED) for n, m in enumerate(minutes))
    return Talk("c", "web", said)


@pytest.mark.parametrize(
    ("minutes", "count"),
    [((0,), 1), ((0, 29.99), 1), ((0, 30), 2), ((0, 29, 58, 87), 1), ((0, 31, 62), 3), ((), 0)],
)
def test_half_an_hour_of_silence_ends_a_session(minutes: tuple[float, ...], count: int) -> None:
    assert len(history.sessions(talk(*minutes))) == count


def test_a_session_over_midnight_belongs_to_the_day_it_began() -> None:
    first, second = (periods.days(date(2026, 11, d), date(2026, 11, d)) for d in (24, 25))
    over = talk(50, 70)

    assert [len(s.said) for s in history.cohort([over], first)] == [2]
    assert history.cohort([over], second) == []
