"""The report of the last month by mail, to those of the office who chose it: once, on the month's first mornings of opening."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from desk.conversation.ports import Clock
from desk.hours.calendar import Calendar
from desk.mail.service import Way
from desk.notices.service import DIGEST_FOR, NoticeStore, Told, digest_day
from desk.reporting import figures as count
from desk.reporting import history, names, periods
from desk.reporting.figures import Figures
from desk.reporting.monthly_notes import MonthlyNote, MonthlyNotes, month_of
from desk.reporting.periods import Period
from desk.reporting.rates import Rate, Spread
from desk.reporting.reader import ReportReader

# A desk that was down on the first morning tells on the next one; whoever chooses it later has the page.
MORNINGS = 3
READERS = frozenset({"supervisor", "manager"})


class MonthlyMail:
    """One per process; of several that look at the same time, one tells."""

    def __init__(
        self,
        notices: NoticeStore,
        reader: ReportReader,
        notes: MonthlyNotes,
        calendar: Callable[[], Calendar],
        clock: Clock,
        *,
        base_url: str,
        at: time,
    ) -> None:
        """Take the ports; `at` is the Japanese time from which on it is sent."""
        self._notices, self._reader, self._notes = notices, reader, notes
        self._calendar, self._clock = calendar, clock
        self._base_url, self._at = base_url, at

    def write_report(self) -> None:
        """Write the letters that are due now."""
        now, calendar = self._clock.now(), self._calendar()
        period = due(calendar, now, self._at)
        if period is None:
            return
        key = f"monthly:{period.first:%Y-%m}"
        told = self._notices.told([key])
        to = [
            one
            for one in self._notices.readers(now)
            if one.has_logged_in
            and one.role in READERS
            and one.settings.by_mail
            and one.settings.has_monthly
            and (key, one.id) not in told
        ]
        if not to:
            return
        # Counted only when somebody waits for it: a month is many rows.
        before = periods.before(period)
        rows = figures_of(
            self._figures(period, calendar),
            self._figures(before, calendar),
            [kind for _, kind, _ in self._reader.outcomes(period.since, period.until)],
        )
        note = self._notes.of(month_of(period) or "")
        subject, text = letter(period, rows, note, self._base_url)
        self._notices.tell([Told(key, one.id, None, Way.MAIL, one.email, subject, text) for one in to], now)

    def _figures(self, period: Period, calendar: Calendar) -> Figures:
        talks = self._reader.talks(period.since, period.until)
        return count.figures(history.cohort(talks, period), calendar.business_minutes)


def due(calendar: Calendar, now: datetime, at: time) -> Period | None:
    """Return the month whose report is due now: the last one, on the first mornings of opening of the next."""
    if digest_day(calendar, now, at, for_long=DIGEST_FOR) is None:
        return None
    today = periods.local(now).date()
    opened = sum(bool(calendar.slots_of(date(today.year, today.month, day))) for day in range(1, today.day + 1))
    return periods.month(today.year, today.month - 1) if opened <= MORNINGS else None


def figures_of(found: Figures, before: Figures, ticked: Sequence[str]) -> list[tuple[str, str]]:
    """Return the (name, value) pairs that the letter tells, as the report's pages name and hide them."""

    def counted(number: int, earlier: int, unit: str) -> str:
        return f"{number}{unit}（前の月 {earlier}{unit}）"

    def share(of: Rate) -> str:
        return f"{'―' if of.percent is None else f'{of.percent:.1f}%'}（{of.part} / {of.whole}）"

    def wait(of: Spread) -> str:
        return "―" if of.median is None else f"{of.median:g}分"

    return [
        ("利用（セッション）", counted(found.sessions, before.sessions, "回")),
        ("質問", counted(found.questions, before.questions, "件")),
        ("回答率", share(found.answered)),
        ("解決率", share(found.resolved)),
        ("相談員への引き継ぎ", counted(found.cases, before.cases, "件")),
        ("うち相談員が受け取った", counted(found.taken, before.taken, "件")),
        ("時間外（伝言）", counted(found.out_of_hours, before.out_of_hours, "件")),
        ("受け取りまで（中央値・受付時間内）", wait(found.waits)),
        *((f"成果：{name}", f"{sum(one == kind for one in ticked)}件") for kind, name in names.RESULTS.items()),
    ]


def letter(period: Period, rows: Sequence[tuple[str, str]], note: MonthlyNote | None, base_url: str) -> tuple[str, str]:
    """Return (subject, text): figures, the office's own words about the month, where the whole report is."""
    month = f"{period.first:%Y-%m}"
    last = period.until - timedelta(days=1)
    lines = [
        f"{period.name}（1日から{last.day}日まで）の相談のまとめです。",
        "",
        *(f"{name}：{value}" for name, value in rows),
        "",
        *([f"所見（{note.written_by}）：", note.text, ""] if note else []),
        "月次報告（A4で印刷できます）：",
        f"{base_url}/console/reports/monthly?period={month}",
        "表計算ソフト用のファイル：",
        f"{base_url}/console/reports/files?period={month}",
        "",
        "母数が10未満の割合は「―」と書いています。相談の内容とお名前は書いていません。",
        f"このメールの設定：{base_url}/console/notices",
    ]
    return f"【移住相談】{period.name}の月次報告", "\n".join(lines) + "\n"
