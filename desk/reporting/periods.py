"""Periods in Japanese time: days, months, fiscal years that begin in April. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desk.text.times import JAPAN

FISCAL_YEAR_BEGINS = 4
# Beyond it a page would take minutes; the council asks for a year.
LONGEST_DAYS = 3 * 366


@dataclass(frozen=True)
class Period:
    """Whole Japanese days.

    Attributes:
        first: First day.
        last: Last day, included.
        name: 2026年11月, 2026年度 …
    """

    first: date
    last: date
    name: str

    @property
    def since(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), JAPAN)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), JAPAN)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def has(self, moment: datetime) -> bool:
        """Whether a moment falls into it."""
        return self.since <= moment < self.until


def month(year: int, number: int) -> Period:
    """Return a month; `number` may run over (13 is January of the next year)."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    following = date(year + number // 12, number % 12 + 1, 1)
    return Period(date(year, number, 1), following - timedelta(days=1), f"{year}年{number}月")


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year of a day: 31 March 2027 is in 2026."""
    return day.year if day.month >= FISCAL_YEAR_BEGINS else day.year - 1


def fiscal_year(year: int) -> Period:
    """Return a fiscal year (年度), with its name in the era as well."""
    first = date(year, FISCAL_YEAR_BEGINS, 1)
    last = date(year + 1, FISCAL_YEAR_BEGINS, 1) - timedelta(days=1)
    era = f"（令和{year - 2018}年度）" if year > 2018 else ""
    return Period(first, last, f"{year}年度{era}")


def before(period: Period) -> Period:
    """Return the period of the same kind before: the month, the fiscal year, or as many days."""
    if period == month(period.first.year, period.first.month):
        return month(period.first.year, period.first.month - 1)
    if period == fiscal_year(period.first.year):
        return fiscal_year(period.first.year - 1)
    last = period.first - timedelta(days=1)
    return days(last - timedelta(days=period.days - 1), last)


def so_far(period: Period, today: date) -> Period:
    """Return the part of a period that has passed, today included: a running month is compared with as many days."""
    return days(period.first, today) if period.first <= today < period.last else period


def like(period: Period, today: date) -> Period:
    """Return the same days of the period before: 1–25 November is compared with 1–25 October, not with a whole month."""
    whole, part = before(period), so_far(period, today)
    if part == period:
        return whole
    return days(whole.first, min(whole.first + timedelta(days=part.days - 1), whole.last))


def year_before(period: Period, today: date) -> Period:
    """Return the same days a year earlier; 29 February becomes the 28th."""
    part = so_far(period, today)
    is_whole_month = period == part == month(period.first.year, period.first.month)
    if is_whole_month:
        return month(period.first.year - 1, period.first.month)
    return days(_year_earlier(part.first), _year_earlier(part.last))


def _year_earlier(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def days(first: date, last: date) -> Period:
    """Return any stretch of days.

    Raises:
        ValueError: The last day is before the first, or it is too long.
    """
    if not first <= last or (last - first).days >= LONGEST_DAYS:
        raise ValueError("expected a first and a last day at most three years apart")
    return Period(first, last, f"{japanese(first)}から{japanese(last)}まで")


def japanese(day: date) -> str:
    """Return 2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def read(text: str, today: date) -> Period:
    """Read what a page's address says: `2026-11`, `fy2026`, `2026-11-01..2026-11-24`, nothing for this month.

    Raises:
        ValueError: It says something else.
    """
    if not text:
        return month(today.year, today.month)
    if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        year, number = int(found[1]), int(found[2])
        if 2000 <= year <= 2200 and 1 <= number <= 12:
            return month(year, number)
    if (found := re.fullmatch(r"fy(\d{4})", text)) and 2000 <= int(found[1]) <= 2200:
        return fiscal_year(int(found[1]))
    first, dots, last = text.partition("..")
    if dots:
        return days(date.fromisoformat(first), date.fromisoformat(last))
    raise ValueError(f"expected 2026-11, fy2026 or 2026-11-01..2026-11-24, got {text[:40]!r}")


def months(period: Period) -> list[Period]:
    """Return the months that a period touches, in order."""
    year = period.first.year
    last = (period.last.year - year) * 12 + period.last.month
    return [month(year, number) for number in range(period.first.month, last + 1)]


def local(moment: datetime) -> datetime:
    """Return a moment in Japanese time."""
    return moment.astimezone(JAPAN)
