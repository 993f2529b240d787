"""The frame of the report pages: which period and channel, the way from screen to screen, definitions, sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.assistant.service import Sketches
from desk.content.service import Published
from desk.hours.calendar import Calendar
from desk.http.problems import Problem
from desk.office import frame
from desk.office.session import CurrentSession, Desk
from desk.reporting import history, names, periods
from desk.reporting.charts import Chart
from desk.reporting.periods import Period
from desk.reporting.rates import Rate
from desk.reporting.reader import ReportReader

ROOT = "/console/reports"
SCREENS = (
    ("", "相談の動き"),
    ("/handover", "解決・引き継ぎ"),
    ("/hours", "曜日と時間帯"),
    ("/satisfaction", "満足度"),
    ("/answers", "回答ごとの成績"),
    ("/unanswered", "答えられなかった質問"),
    ("/results", "成果"),
    ("/files", "出力"),
)
_PRESET_MONTHS = 13


@dataclass(frozen=True)
class NumberTable:
    """Numbers under a caption; the first cell of each row names it, and below the heads in `words` stand words."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Section:
    """A part of a screen, shown in this order; `figures` is {name: (number, what stands behind it)}.

    Attributes:
        title: Its heading.
        words: What is said before the numbers.
        figures: The big numbers.
        chart: The picture of the numbers.
        tables: The numbers themselves.
        is_folded: The tables are shown when asked for, behind the chart.
    """

    title: str
    words: str = ""
    figures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    chart: Chart | None = None
    tables: Sequence[NumberTable] = ()
    is_folded: bool = False


@dataclass(frozen=True)
class View:
    """What a page shows: whose, when, which channel; `answers` are those published now, `sketches` tell what texts mean."""

    session: Session
    reader: ReportReader
    answers: Published
    calendar: Calendar
    period: Period
    chosen: str
    channel: str | None
    today: date
    now: datetime
    sketches: Sketches

    def talks(self, period: Period | None = None) -> list[history.Talk]:
        """Return the conversations of a period."""
        of = period or self.period
        return self.reader.talks(of.since, of.until, self.channel)

    def cohort(self, period: Period | None = None) -> list[history.Session]:
        """Return the sessions of a period."""
        of = period or self.period
        return history.cohort(self.talks(of), of)

    def address(self, path: str, **more: str) -> str:
        """Return the address of a screen for the same period and channel."""
        chosen = {"period": self.chosen, "channel": self.channel or "", **more}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return ROOT + path + (f"?{query}" if query else "")


def view(
    current: CurrentSession,
    desk: Desk,
    period: Annotated[str, Query(max_length=40)] = "",
    channel: Annotated[str, Query(max_length=32)] = "",
    first: Annotated[str, Query(max_length=10)] = "",
    last: Annotated[str, Query(max_length=10)] = "",
) -> View:
    """Read the page's address; a period that cannot be read is refused in words."""
    now = desk.clock.now()
    today = periods.local(now).date()
    chosen = f"{first}..{last}" if first and last and not period else period
    try:
        found = periods.read(chosen, today)
    except ValueError:
        raise Problem(422, "bad_period", "期間を読み取れません。月・年度・日付を選び直してください。") from None
    reader, answers = desk.of(ReportReader), desk.of(Published)
    sketches = desk.of(Sketches)
    return View(current, reader, answers, desk.calendar(), found, chosen, channel or None, today, now, sketches)


CurrentView = Annotated[View, Depends(view)]


def page(
    shown: View,
    path: str,
    template: str,
    *terms: str,
    status: int = 200,
    said: str = "",
    has_picker: bool = True,
    title: str = "",
    **values: Any,
) -> HTMLResponse:
    """Return a screen made of a template that extends `reporting/frame.html`.

    Args:
        shown: What it shows.
        path: Which of `SCREENS` it belongs to.
        template: The template's name.
        terms: Those of `names.DEFINITIONS` that it uses.
        status: Status of the answer.
        said: What became of the act before.
        has_picker: Whether another period can be chosen here.
        title: Its heading, where it is not the screen's name.
        values: What the template uses besides.
    """
    screen = dict(SCREENS).get(path, "")
    presets, chosen = _presets(shown)
    return frame.show(
        shown.session,
        template,
        title=title or screen,
        status=status,
        said=said,
        section="集計",
        screens=[(shown.address(other), name) for other, name in SCREENS],
        screen=screen,
        has_picker=has_picker,
        address=ROOT + path,
        periods=presets,
        chosen=chosen,
        period=shown.period,
        channels=names.CHANNELS,
        channel=shown.channel or "",
        today=periods.japanese(shown.today),
        definitions={term: names.DEFINITIONS[term] for term in ("対象", *terms)},
        **values,
    )


def sections(shown: View, path: str, found: Sequence[Section], *terms: str) -> HTMLResponse:
    """Return a screen that is made of sections."""
    return page(shown, path, "reporting/sections.html", *terms, sections=found)


def _presets(shown: View) -> tuple[list[tuple[str, str]], str]:
    """Return the periods to choose from as (value, name), and the value that is chosen."""
    months = [periods.month(shown.today.year, shown.today.month - back) for back in range(_PRESET_MONTHS)]
    year = periods.fiscal_year_of(shown.today)
    presets = [(f"{of.first:%Y-%m}", of.name) for of in months]
    presets += [(f"fy{y}", periods.fiscal_year(y).name) for y in (year, year - 1, year - 2)]
    chosen = shown.chosen or presets[0][0]
    if chosen not in dict(presets):
        presets.append((chosen, shown.period.name))
    return presets, chosen


def rate(of: Rate) -> tuple[str, str]:
    """Return a rate and its n; the rate is hidden where too few stand behind it."""
    percent = of.percent
    return ("―" if percent is None else f"{percent:.1f}%"), f"{of.part} / {of.whole}（n={of.whole}）"
