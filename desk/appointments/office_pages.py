"""The office's week of appointments: who comes when, what needs a look, the export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from desk.appointments import office_week, rules, seats
from desk.appointments.models import METHOD_NAMES, STATUS_NAMES, Appointment, Method
from desk.appointments.office_dependencies import (
    HOME_NAME,
    Appointments,
    Here,
    address,
    show,
)
from desk.appointments.person import masked_name
from desk.http.download import download
from desk.office.session import CurrentSession, Desk, audited
from desk.text import times
from desk.text.csv_file import csv_file
from desk.text.times import JAPAN

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
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
_CLOSED = "（閉じたアカウント）"

Week = Annotated[str, "any day of the week, 2026-11-25"]


@router.get("/appointments")
def show_appointments(here: Here, week: Week = "", who: str = "", said: str = "") -> HTMLResponse:
    """Show a week as a calendar of consultants by days, the details below it, with what needs a look on top."""
    now, opening = here.now, here.office.opening
    monday = monday_of(week, now)
    begin, end = _midnight(monday), _midnight(monday + timedelta(days=7))
    with here.appointments.read() as tx:
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
    gone = sorted({item.account_id for item in found} - set(names))
    open_days = office_week.shown_days(monday, found, free)
    shown = [account_id for account_id in names if who in {"", account_id}] + ([] if who else gone)
    return show(
        here.current,
        "appointments/office_week.html",
        title=HOME_NAME,
        tab="予約の一覧",
        said={"made": "予約を作りました。", "noticed": "確認済みにしました。"}.get(said, ""),
        monday=monday,
        sunday=monday + timedelta(days=6),
        weeks=_weeks(monday, who),
        who=who,
        consultants=[("", "全員"), *names.items()],
        has_times=any(not item.blocks for item in availability),
        misfits=[(concerns[item.id], _row(item, names)) for item in coming if item.id in concerns],
        news=[_row(item, names) for item in news],
        days=[times.day(day) for day in open_days],
        people=[
            {
                "name": names.get(account_id, _CLOSED),
                "days": office_week.days_of(account_id, open_days, found, free),
            }
            for account_id in shown
        ],
        tables=[
            {"name": names.get(account_id, _CLOSED), "rows": rows}
            for account_id in shown
            if (rows := [_row(item, names, concerns) for item in found if item.account_id == account_id])
        ],
    )


@router.get("/appointments.csv")
def export_appointments(current: CurrentSession, appointments: Appointments, desk: Desk, month: str = "") -> Response:
    """Return a month as CSV for Excel (UTF-8 with BOM); no names, no contacts."""
    first = _month(month, desk.clock.now())
    after = (first + timedelta(days=32)).replace(day=1)
    with appointments.read() as tx:
        names = tx.consultants()
        found = tx.between(_midnight(first), _midnight(after))
    table = csv_file((_CSV_HEADS, [_line(item, names) for item in found]))
    return download(table, f"appointments-{first:%Y-%m}.csv", "text/csv")


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


def _weeks(monday: date, who: str) -> list[tuple[str, str]]:
    before, after = ((monday + timedelta(days=days)).isoformat() for days in (-7, 7))
    return [
        (address(week=before, who=who), "前の週"),
        (address(who=who), "今週"),
        (address(week=after, who=who), "次の週"),
    ]


def _row(item: Appointment, names: Mapping[str, str], concerns: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what the lists show of an appointment."""
    return {
        "address": address(f"/{item.id}"),
        "when": times.span(item.begin, item.end),
        "receipt": item.receipt,
        "consultant": names.get(item.account_id, ""),
        "person": masked_name(item.person) if item.person else "（消去済み）",
        "place": place(item),
        "kind": item.status.value,
        "status": STATUS_NAMES[item.status],
        "concern": (concerns or {}).get(item.id, ""),
    }


def _line(item: Appointment, names: Mapping[str, str]) -> list[str]:
    begin, end = item.begin.astimezone(JAPAN), item.end.astimezone(JAPAN)
    return [
        item.receipt,
        f"{begin:%Y-%m-%d}",
        f"{begin:%H:%M}",
        f"{end:%H:%M}",
        names.get(item.account_id, _CLOSED),
        METHOD_NAMES[item.method],
        item.place,
        STATUS_NAMES[item.status],
        item.maker,
        f"{item.created_at.astimezone(JAPAN):%Y-%m-%d %H:%M}",
    ]


def _month(text: str, now: datetime) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return now.astimezone(JAPAN).date().replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), JAPAN)
