"""Sections of the reports about use: compared with earlier days, by topic, by origin, by weekday and hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time, timedelta

from desk.hours.calendar import Calendar
from desk.reporting import charts, names, origins, periods
from desk.reporting import figures as count
from desk.reporting.figures import Figures
from desk.reporting.history import Session
from desk.reporting.page_frame import NumberTable, Section, View, rate
from desk.reporting.periods import Period
from desk.text import times

# Longer periods are shown by month.
MOST_DAYS_AS_DAYS = 62


class Compared:
    """The figures of the same days in the period before and a year earlier."""

    def __init__(self, shown: View) -> None:
        """Count them."""
        self._periods = {
            "前の期間": periods.like(shown.period, shown.today),
            "前の年": periods.year_before(shown.period, shown.today),
        }
        self._figures = {
            name: count.figures(shown.cohort(of), shown.calendar.business_minutes) for name, of in self._periods.items()
        }

    @property
    def words(self) -> str:
        """Say which days are compared."""
        named = "、".join(
            f"「{name}」は {periods.japanese(of.first)}から{periods.japanese(of.last)}まで"
            for name, of in self._periods.items()
        )
        return f"{named}の同じ日数です。"

    def of(self, number: Callable[[Figures], int]) -> str:
        """Return one number in both."""
        return "・".join(f"{name} {number(found)}" for name, found in self._figures.items())


def days_or_months(period: Period) -> list[tuple[str, Period]]:
    """Return the days of a short period, the months of a long one."""
    if period.days > MOST_DAYS_AS_DAYS:
        return [(f"{of.first.month}月", of) for of in periods.months(period)]
    days = [period.first + timedelta(days=n) for n in range(period.days)]
    return [(f"{day.month}/{day.day}", periods.days(day, day)) for day in days]


def topics_section(shown: View, cohort: Sequence[Session]) -> Section:
    """Return what was asked about, by topic, and how that moved over the months."""
    months = periods.months(shown.period)
    if len(months) == 1:
        months = [periods.month(months[0].first.year, months[0].first.month - back) for back in (2, 1, 0)]
    by_month = {
        f"{of.first.month}月": count.topics(
            [s for s in cohort if of.has(s.begin)] if of.first >= shown.period.first else shown.cohort(of)
        )
        for of in months
    }
    total = count.topics(cohort)
    named = {names.topic(topic): number for topic, number in total.most_common()}
    ordered = [*total, *sorted({t for found in by_month.values() for t in found} - set(total))]
    ordered.sort(key=lambda topic: (-total[topic], topic))
    return Section(
        "分野",
        words="" if named else "この期間の質問はありません。",
        chart=charts.bars("答えた質問の分野", named) if named else None,
        tables=[
            NumberTable(
                "分野の移り変わり",
                ["分野", *by_month],
                [[names.topic(t), *(found[t] for found in by_month.values())] for t in ordered],
            )
        ],
    )


def origins_section(cohort: Sequence[Session]) -> Section:
    """Return what people said of themselves before a hand-over."""
    return Section(
        "どこから・いつごろ・だれと・検討の段階",
        words="相談員に引き継いだ相談で、利用者が話したことから数えています。",
        tables=[
            NumberTable(name, [name, "相談"], sorted(counts.items(), key=lambda i: (-i[1], i[0])))
            for name, counts in origins.origins(cohort).items()
        ],
    )


def heat_section(shown: View, cohort: Sequence[Session], *, with_table: bool = True) -> Section:
    """Return the heat map, on the screen with its table; on paper its cells have the numbers."""
    grid = count.by_hour(cohort)
    outside = count.outside(cohort, shown.calendar.is_open)
    table = NumberTable(
        "曜日と時間帯（時）",
        ["曜日", *map(str, range(24)), "計"],
        [[times.WEEKDAYS[day], *row, sum(row)] for day, row in enumerate(grid)],
    )
    return Section(
        "利用者が書いた曜日と時間帯",
        figures={"受付時間外の割合": rate(outside)},
        chart=charts.heat("曜日と時間帯", grid, office_hours(shown.calendar)),
        tables=[table] if with_table else [],
    )


def office_hours(calendar: Calendar) -> list[list[bool]]:
    """Return the hours of each weekday of which a part belongs to the office."""
    return [
        [
            any(slot.begin < _end_of(hour) and time(hour) < slot.accepts_until for slot in calendar.slots.get(day, ()))
            for hour in range(24)
        ]
        for day in range(7)
    ]


def _end_of(hour: int) -> time:
    return time(hour, 59, 59, 999_999)
