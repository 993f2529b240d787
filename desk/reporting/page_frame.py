"""The frame of the report pages: which period and channel, the way from screen to screen, definitions, tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.content.service import Published
from desk.hours.calendar import Calendar
from desk.http.problems import Problem
from desk.office import frame
from desk.office.session import CurrentSession, Desk
from desk.reporting import history, names, periods
from desk.reporting.figures import Rate
from desk.reporting.periods import Period
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
class View:
    """What a page shows: whose, when, which channel; `answers` are those published now."""

    session: Session
    reader: ReportReader
    answers: Published
    calendar: Calendar
    period: Period
    chosen: str
    channel: str | None
    today: date
    now: datetime

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
    return View(current, reader, answers, desk.calendar(), found, chosen, channel or None, today, now)


CurrentView = Annotated[View, Depends(view)]


def page(
    shown: View,
    path: str,
    body: str,
    *terms: str,
    status: int = 200,
    said: str = "",
    pick: bool = True,
    title: str = "",
) -> HTMLResponse:
    """Return a screen; `body` is HTML, `terms` are those of `names.DEFINITIONS` that it uses."""
    title = title or dict(SCREENS)[path]
    screens = [(shown.address(other), name) for other, name in SCREENS]
    channel = names.CHANNELS.get(shown.channel or "", "すべての経路")
    head = (
        frame.tabs("集計", screens, dict(SCREENS).get(path, ""), kind="noprint")
        + (_picker(shown, path) if pick else "")
        + f'<p class="period"><strong>{escape(shown.period.name)}</strong>（{channel}・{periods.japanese(shown.today)} 現在）</p>'
    )
    return frame.page(
        shown.session,
        title,
        head + body + definitions(*terms),
        status=status,
        said=said,
        section="集計",
    )


def _picker(shown: View, path: str) -> str:
    months = [periods.month(shown.today.year, shown.today.month - back) for back in range(_PRESET_MONTHS)]
    year = periods.fiscal_year_of(shown.today)
    presets = [(f"{of.first:%Y-%m}", of.name) for of in months]
    presets += [(f"fy{y}", periods.fiscal_year(y).name) for y in (year, year - 1, year - 2)]
    chosen = shown.chosen or presets[0][0]
    if chosen not in dict(presets):
        presets.append((chosen, shown.period.name))
    return (
        f'<form method="get" action="{ROOT}{path}" class="row noprint">'
        f"<label>期間<select name=period>{_options(presets, chosen)}</select></label>"
        f"<label>経路<select name=channel>{_options([('', 'すべて'), *names.CHANNELS.items()], shown.channel or '')}</select></label>"
        "<button type=submit>表示</button></form>"
        f'<details class="noprint"><summary>日付で選ぶ</summary><form method="get" action="{ROOT}{path}" class="row">'
        f'<label>この日から<input type="date" name="first" value="{shown.period.first}" required></label>'
        f'<label>この日まで<input type="date" name="last" value="{shown.period.last}" required></label>'
        f'<input type="hidden" name="channel" value="{escape(shown.channel or "")}"><button type=submit>表示</button></form></details>'
    )


def _options(choices: Iterable[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(name)}</option>'
        for value, name in choices
    )


def definitions(*terms: str) -> str:
    """Return what the words of the page mean, in full on paper."""
    found = "".join(f"<dt>{term}</dt><dd>{names.DEFINITIONS[term]}</dd>" for term in ("対象", *terms))
    return f'<details class="definitions" open><summary>ⓘ ことばと数え方</summary><dl>{found}</dl></details>'


def figures(items: Mapping[str, tuple[str, str]]) -> str:
    """Return big numbers: {name: (number, what stands behind it)}."""
    found = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(number)}"
        + (f'<span class="n">{escape(behind)}</span>' if behind else "")
        + "</dd></div>"
        for name, (number, behind) in items.items()
    )
    return f'<dl class="figures">{found}</dl>'


def rate(of: Rate) -> tuple[str, str]:
    """Return a rate and its n; the rate is hidden where too few stand behind it."""
    percent = of.percent
    return ("―" if percent is None else f"{percent:.1f}%"), f"{of.part} / {of.whole}（n={of.whole}）"


def number_table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table whose cells after the first are numbers; everything is escaped."""
    head = "".join(
        f'<th scope="col"{" class=number" if position else ""}>{escape(name)}</th>'
        for position, name in enumerate(heads)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f'<td class="number">{escape(str(cell))}</td>' for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="numbers"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, *pieces: str) -> str:
    """Return what is shown when asked for: a long table behind its chart."""
    return f"<details><summary>{escape(summary)}</summary>{''.join(pieces)}</details>"


def section(title: str, *pieces: str) -> str:
    """Return a part of a page under a heading."""
    return f"<section><h2>{escape(title)}</h2>{''.join(pieces)}</section>"
