"""The office's week of appointments: who comes when, what needs a look, the export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.appointments import rules, seats
from desk.appointments.models import METHOD_NAMES, STATUS_NAMES, Appointment, Method, Slot
from desk.appointments.office_dependencies import (
    HOME,
    HOME_NAME,
    NO_TIMES,
    Appointments,
    OfficeNow,
    address,
    tabs,
)
from desk.conversation import contacts
from desk.office import frame
from desk.office.session import CurrentSession, Desk, audited
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_HEADS = ("日時（日本時間）", "受付番号", "お名前", "方法・場所", "状態", "確認すること")
_CSV_HEADS = (
    "受付番号",
    "日付",
    "始まり",
    "終わり",
    "担当",
    "方法",
    "場所",
    "状態",
    "作った人",
    "作った日時",
)
# Older and later appointments are on the pages of their weeks.
_CONCERN_DAYS = 120
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Week = Annotated[str, "any day of the week, 2026-11-25"]


@router.get("/appointments")
def show_appointments(
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
    week: Week = "",
    who: str = "",
    said: str = "",
) -> HTMLResponse:
    """Show a week, one table a consultant, with what needs a look on top."""
    now, opening = desk.clock.now(), office_now().opening
    monday = monday_of(week, now)
    begin, end = _midnight(monday), _midnight(monday + timedelta(days=7))
    with appointments.read() as tx:
        names = tx.consultants()
        availability = tx.availability()
        found = tx.between(begin, end)
        coming = tx.between(now, now + timedelta(days=_CONCERN_DAYS))
        news = tx.unnoticed()
        days = [monday + timedelta(days=ahead) for ahead in range(7)]
        free = seats.free(tx, days, now, opening)
    concerns = {
        item.id: why
        for item in (*coming, *found)
        if item.status.stands and item.begin > now and (why := rules.concern(item, availability, opening, names))
    }
    shown = [account_id for account_id in names if who in {"", account_id}]
    gone = sorted({item.account_id for item in found} - set(names))
    body = _navigation(monday, who, names)
    if not any(not item.blocks for item in availability):
        body += NO_TIMES
    body += _news(current, news, coming, concerns, names)
    for account_id in [*shown, *([] if who else gone)]:
        name = names.get(account_id, "（閉じたアカウント）")
        mine = [item for item in found if item.account_id == account_id]
        theirs = [slot for slot in free if slot.account_id == account_id]
        body += _table(name, mine, theirs, concerns)
    said = {"made": "予約を作りました。", "noticed": "確認済みにしました。"}.get(said, "")
    return frame.page(current, HOME_NAME, body, said=said)


@router.get("/appointments.csv")
def export_appointments(current: CurrentSession, appointments: Appointments, desk: Desk, month: str = "") -> Response:
    """Return a month as CSV for Excel (UTF-8 with BOM); no names, no contacts."""
    first = _month(month, desk.clock.now())
    after = (first + timedelta(days=32)).replace(day=1)
    with appointments.read() as tx:
        names = tx.consultants()
        found = tx.between(_midnight(first), _midnight(after))
    table = io.StringIO(newline="")
    lines = csv.writer(table)
    lines.writerow(_CSV_HEADS)
    lines.writerows([_harmless(cell) for cell in _line(item, names)] for item in found)
    return Response(
        "\ufeff" + table.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="appointments-{first:%Y-%m}.csv"',
            "cache-control": "no-store",
        },
    )


def monday_of(text: str, now: datetime) -> date:
    """Return the Monday of the week of a day, of today where it cannot be read."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = now.astimezone(JAPAN).date()
    return day - timedelta(days=day.weekday())


def place(appointment: Appointment) -> str:
    """Return how and where, short."""
    where = appointment.place or (
        "入口のURLなし" if appointment.method is Method.ONLINE and not appointment.meeting_url else ""
    )
    return METHOD_NAMES[appointment.method] + (f"（{where}）" if where else "")


def _navigation(monday: date, who: str, names: Mapping[str, str]) -> str:
    before, after = ((monday + timedelta(days=days)).isoformat() for days in (-7, 7))
    options = "".join(
        f'<option value="{escape(account_id)}"{" selected" if account_id == who else ""}>{escape(name)}</option>'
        for account_id, name in names.items()
    )
    weeks = [
        (address(week=before, who=who), "前の週"),
        (address(who=who), "今週"),
        (address(week=after, who=who), "次の週"),
    ]
    sunday = monday + timedelta(days=6)
    return (
        tabs("予約の一覧")
        + f'<form method="get" action="{HOME}" class="row noprint"><input type="hidden" name="week" value="{monday}">'
        f'<label>担当<select name="who"><option value="">全員</option>{options}</select></label>'
        f'<button type="submit">表示する</button><a href="{HOME}.csv?month={monday:%Y-%m}">{monday.month}月を CSV で保存</a></form>'
        f"<h2>{times.day(monday)}〜{times.day(sunday)}</h2>" + frame.tabs("週", weeks, "", kind="noprint")
    )


def _news(
    current: Session,
    news: list[Appointment],
    coming: list[Appointment],
    concerns: Mapping[str, str],
    names: Mapping[str, str],
) -> str:
    """Return what needs a look: appointments that no longer fit the hours, and what migrants did lately."""
    lines = [
        f"<li><strong>{escape(concerns[item.id])}</strong>　{_link(item)}　{escape(names.get(item.account_id, ''))}</li>"
        for item in coming
        if item.id in concerns
    ]
    body = ""
    if lines:
        body += (
            '<section class="said" role="status"><h3>受付時間や担当の都合と合わなくなった予約</h3>'
            f"<ul>{''.join(lines)}</ul><p>本人と相談して、変更か取り消しをしてください。</p></section>"
        )
    if news:
        items = "".join(
            f"<li>{STATUS_NAMES[item.status]}　{_link(item)}　{escape(names.get(item.account_id, ''))}"
            + frame.form(
                current,
                address(f"/{item.id}"),
                '<input type="hidden" name="do" value="notice">',
                "確認した",
                kind="inline",
            )
            + "</li>"
            for item in news
        )
        body += f'<section><h3>新しい予約・変更・取り消し（{len(news)}件）</h3><ul class="news">{items}</ul></section>'
    return body


def _link(item: Appointment) -> str:
    return f'<a href="{address(f"/{item.id}")}">{times.span(item.begin, item.end)}（{escape(item.receipt)}）</a>'


def _table(
    name: str,
    found: list[Appointment],
    free: Iterable[Slot],
    concerns: Mapping[str, str],
) -> str:
    rows = "".join(
        f'<tr class="{item.status.value}"><th scope="row">{times.span(item.begin, item.end)}</th>'
        f'<td><a href="{address(f"/{item.id}")}">{escape(item.receipt)}</a></td>'
        f"<td>{escape(contacts.hidden(item.person.name) if item.person else '（消去済み）')}</td>"
        f"<td>{escape(place(item))}</td><td>{STATUS_NAMES[item.status]}</td>"
        f"<td>{escape(concerns.get(item.id, ''))}</td></tr>"
        for item in found
    )
    counts: dict[date, int] = {}
    for slot in free:
        day = slot.begin.astimezone(JAPAN).date()
        counts[day] = counts.get(day, 0) + 1
    left = "、".join(f"{times.day(day)} {count}" for day, count in sorted(counts.items()))
    table = frame.grid(name, _HEADS, rows, none="この週の予約はありません。")
    return f'<section>{table}<p class="small">あいている時間：{left or "なし"}</p></section>'


def _line(item: Appointment, names: Mapping[str, str]) -> list[str]:
    begin, end = item.begin.astimezone(JAPAN), item.end.astimezone(JAPAN)
    return [
        item.receipt,
        f"{begin:%Y-%m-%d}",
        f"{begin:%H:%M}",
        f"{end:%H:%M}",
        names.get(item.account_id, "（閉じたアカウント）"),
        METHOD_NAMES[item.method],
        item.place,
        STATUS_NAMES[item.status],
        "相談員" if item.made_by else "本人",
        f"{item.created_at.astimezone(JAPAN):%Y-%m-%d %H:%M}",
    ]


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _month(text: str, now: datetime) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return now.astimezone(JAPAN).date().replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), JAPAN)
