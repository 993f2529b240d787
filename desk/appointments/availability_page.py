"""When consultants can be booked: weekly rules, single days, absences; the meeting address and the calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.appointments import ids
from desk.appointments.availability_form import LENGTHS, LONGEST_PLACE, MOST_CAPACITY, read_availability
from desk.appointments.models import METHOD_NAMES, Availability, Method
from desk.appointments.office_dependencies import (
    LONGEST_URL,
    Appointments,
    OfficeNow,
    address,
    may_edit,
    read_url,
    show,
)
from desk.http.problems import Problem
from desk.office.changes import Changes
from desk.office.frame import Fields
from desk.office.session import CurrentSession, audited
from desk.text import times
from desk.text.pack import city

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
# What the form for another stretch of time begins with.
_USUAL = {
    "kind": "weekly",
    "day": "",
    "begin": "09:00",
    "end": "17:30",
    "minutes": "60",
    "capacity": "1",
}
_CHOICES = {
    "kind": [("weekly", "毎週"), ("once", "一日だけ加える"), ("block", "一日だけ予約を受けない")],
    "minutes": [(str(minutes), f"{minutes}分") for minutes in LENGTHS],
}


@router.get("/appointments/times")
def show_availability(
    current: CurrentSession, appointments: Appointments, office_now: OfficeNow, who: str = ""
) -> HTMLResponse:
    """Show a consultant's time, one's own at first."""
    return _page(current, appointments, who or current.account.id)


@router.post("/appointments/times")
def save_availability(
    fields: Fields, current: CurrentSession, appointments: Appointments, changes: Changes
) -> HTMLResponse:
    """Add a stretch of time; it holds at once."""
    account_id = _may(current, fields)
    items, problem = read_availability(fields, account_id)
    if not items:
        return _page(current, appointments, account_id, fields, 422, problem)
    with appointments.write() as tx:
        for item in items:
            tx.add_availability(item)
    changes({}, {"時間": "／".join(map(_words, items))})
    return _page(current, appointments, account_id, said="予約できる時間を保存しました。すぐに有効です。")


@router.post("/appointments/times/drop")
def drop_availability(
    fields: Fields, current: CurrentSession, appointments: Appointments, changes: Changes
) -> HTMLResponse:
    """Take a stretch of time away; appointments in it stay, and the list says so where they no longer fit."""
    account_id = _may(current, fields)
    number = fields.get("id", "")
    with appointments.write() as tx:
        before = {str(item.id): _words(item) for item in tx.availability() if item.account_id == account_id}
        done = number.isdecimal() and tx.drop_availability(int(number[:9]), account_id)
    if not done:
        return _page(current, appointments, account_id, status=409, said="その時間は、もう取り除かれています。")
    changes({"時間": before.get(number, "")}, {})
    said = "予約できる時間を取り除きました。すでに入っている予約は残っています。"
    return _page(current, appointments, account_id, said=said)


@router.post("/appointments/times/desk")
def save_appointment_desk(
    fields: Fields, current: CurrentSession, appointments: Appointments, office_now: OfficeNow, changes: Changes
) -> HTMLResponse:
    """Set the meeting address, or make a new secret address of the calendar, shown once."""
    account_id = _may(current, fields)
    if fields.get("do") == "feed":
        code = ids.code()
        with appointments.write() as tx:
            tx.set_desk(account_id, feed_hash=ids.code_hash(code))
        said = "カレンダーのアドレスを作りました。前のものは使えなくなります。"
        once = [f"{office_now().base_url}/calendar/{code}.ics"]
        return _page(current, appointments, account_id, said=said, once=once)
    url = read_url(fields.get("url", ""))
    if url is None:
        said = "https:// で始まるアドレスを書いてください。"
        return _page(current, appointments, account_id, fields, 422, said)
    with appointments.write() as tx:
        before = tx.meeting_url_of(account_id)
        tx.set_desk(account_id, meeting_url=url)
    changes({"会議のアドレス": before or ""}, {"会議のアドレス": url})
    return _page(current, appointments, account_id, said="会議のアドレスを保存しました。これからの予約に使います。")


def _may(session: Session, fields: Mapping[str, str]) -> str:
    account_id = fields.get("who", "")
    if not may_edit(session, account_id):
        raise Problem(403, "not_supervisor", "ほかの人の時間は、主任と管理者が変えられます。")
    return account_id


def _page(
    current: Session,
    appointments: Appointments,
    who: str,
    fields: Mapping[str, str] | None = None,
    status: int = 200,
    said: str = "",
    once: Sequence[str] = (),
) -> HTMLResponse:
    with appointments.read() as tx:
        names = tx.consultants()
        mine = [item for item in tx.availability() if item.account_id == who]
        url = tx.meeting_url_of(who)
    if who not in names:
        raise Problem(404, "unknown_account", "この相談員は見つかりません。")
    return show(
        current,
        "appointments/availability.html",
        title="予約できる時間",
        tab="予約できる時間",
        status=status,
        said=said,
        shown_once=once,
        leads_to=address("/times", who=who),
        who=who,
        name=names[who],
        others=[(address("/times", who=account_id), name) for account_id, name in names.items()],
        rows=[_row(item) for item in mine],
        can_edit=may_edit(current, who),
        path=address("/times"),
        values={**_USUAL, "place": city().centre_at, **(fields or {})},
        choices=_CHOICES,
        weekdays=[
            (number, name, bool(fields and fields.get(f"weekday_{number}")))
            for number, name in enumerate(times.WEEKDAYS)
        ],
        methods=[
            (method.value, name, not fields or bool(fields.get(f"method_{method.value}")))
            for method, name in METHOD_NAMES.items()
        ],
        longest_place=LONGEST_PLACE,
        most_capacity=MOST_CAPACITY,
        longest_url=LONGEST_URL,
        url=url,
    )


def _words(item: Availability) -> str:
    """Return a stretch of time in one line, as the log tells it."""
    row = _row(item)
    return " ".join([row["when"], *(cell for cell in row["cells"] if cell)])


def _row(item: Availability) -> dict[str, Any]:
    """Return what the table shows of a stretch of time."""
    cells = ["不在（予約を受けない）", "", "", ""]
    if not item.blocks:
        methods = "・".join(METHOD_NAMES[method] for method in Method if method in item.methods)
        cells = [methods, item.place, f"{item.minutes}分", f"{item.capacity}人"]
    return {
        "id": item.id,
        "when": times.day(item.day) if item.day else f"毎週{times.WEEKDAYS[item.weekday or 0]}曜日",
        "cells": [f"{item.begin:%H:%M}〜{item.end:%H:%M}", *cells],
    }
