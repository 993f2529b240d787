"""One appointment in the office: see it, move it, cancel it, note how it ended; and making one for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.accounts.models import Session
from desk.appointments import links, rules, seats, service
from desk.appointments.mails import Office
from desk.appointments.models import METHOD_NAMES, STATUS_NAMES, Appointment, Method, Person, Status
from desk.appointments.office_commands import DEEDS
from desk.appointments.office_dependencies import (
    Appointments,
    OfficeNow,
    address,
    found_or_problem,
    read_wish,
    show,
)
from desk.appointments.office_times import Free, calendar
from desk.appointments.person import masked, masked_name, purpose
from desk.appointments.person import read as read_person
from desk.appointments.seats import SlotTaken
from desk.appointments.service import NotPossible
from desk.appointments.store import SqlBookings
from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, Talks, audited
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_TAKEN = "その時間は、さきほどうまりました。べつの時間を選んでください。"
CaseId = Annotated[str, "the case it is made from"]


@router.get("/appointments/new")
def new_appointment(
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
    case: CaseId = "",
) -> HTMLResponse:
    """Show the form to make an appointment for somebody, from a case or from a telephone call."""
    with appointments.read() as tx:
        free = _free(tx, desk.clock.now(), office_now(), first=current.account.id)
    return _new_page(current, free, {}, case)


@router.post("/appointments/new")
def make_appointment(
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    store: Talks,
    appointments: Appointments,
    office_now: OfficeNow,
) -> Response:
    """Make it; the person is told in the chat and by mail as if they had made it themselves."""
    now, wish, case_id = desk.clock.now(), read_wish(fields), fields.get("case", "")
    with store.read() as talk:
        case = talk.case(case_id) if case_id else None
    filled = read_person(
        {**fields, "consent": "yes" if fields.get("told") else ""},
        wish[0] if wish else Method.ONLINE,
        now,
    )
    problem = "" if wish else "日時を選んでください。"
    problem = problem or "　".join(filled.problems.values())
    conversation_id = case.conversation_id if case else None
    if not problem and wish is not None and filled.person is not None:
        method, begin, account_id = wish
        try:
            with appointments.write() as tx:
                code = links.make(tx, now, conversation_id)
                link = links.resolve(tx, code, now)
                made = service.book(
                    tx,
                    link,
                    method,
                    begin,
                    filled.person,
                    now,
                    office_now(),
                    code=code,
                    account_id=account_id,
                    made_by=current.account.id,
                    case_id=case.id if case else None,
                )
        except SlotTaken:
            problem = _TAKEN
        else:
            if conversation_id:
                desk.bell.ring(conversation_id)
            return RedirectResponse(address(f"/{made.id}", said="made"), 303)
    with appointments.read() as tx:
        free = _free(tx, now, office_now(), first=current.account.id, **_wished(fields))
    return _new_page(current, free, fields, case_id, problem)


@router.get("/appointments/{appointment_id}")
def show_appointment(
    appointment_id: str,
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
    said: str = "",
) -> HTMLResponse:
    """Show an appointment; the contact is masked."""
    words = {"made": "予約を作り、本人にお知らせしました。", "done": "予約への変更を保存しました。"}.get(said, "")
    return _page(current, desk.clock.now(), appointments, office_now(), appointment_id, said=words)


@router.post("/appointments/{appointment_id}/person")
def show_appointment_person(
    appointment_id: str,
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
) -> HTMLResponse:
    """Show the contact and the topic whole; a POST, so that the log has an entry each time."""
    now = desk.clock.now()
    return _page(current, now, appointments, office_now(), appointment_id, is_whole=True)


@router.post("/appointments/{appointment_id}")
def change_appointment(
    appointment_id: str,
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    appointments: Appointments,
    office_now: OfficeNow,
) -> Response:
    """Do what `do` says: move, cancel, done, no_show, url, notice."""
    do = DEEDS.get(fields.get("do", ""))
    if do is None:
        raise Problem(422, "unknown_deed", "できない操作です。")
    now, here, problem = desk.clock.now(), office_now(), ""
    changed: Appointment | None = None
    try:
        with appointments.write() as tx:
            found = found_or_problem(tx, appointment_id)
            # Noticing is no change of the appointment itself, and a page may be old.
            if fields.get("do") != "notice" and fields.get("sequence") != str(found.sequence):
                raise NotPossible("この予約は、さきほど変わりました。いまの内容を確かめてください。")
            changed = do(tx, found, fields, now, here, current.account.id)
    except (NotPossible, ValueError) as refused:
        problem = str(refused)
    except SlotTaken:
        problem = _TAKEN
    if problem:
        return _page(current, now, appointments, here, appointment_id, status=409, said=problem)
    if changed is not None and changed.chat:
        desk.bell.ring(changed.chat)
    if fields.get("do") == "notice":
        return RedirectResponse(address(said="noticed"), 303)
    return RedirectResponse(address(f"/{appointment_id}", said="done"), 303)


def _free(tx: SqlBookings, now: datetime, here: Office, **shown: str) -> Free:
    """Return everything that is free; `shown`: what of it stands first (`office_times.calendar`)."""
    return calendar(seats.free(tx, list(rules.days_ahead(now)), now, here.opening), tx.consultants(), **shown)


def _wished(fields: Mapping[str, str]) -> dict[str, str]:
    return {"method": fields.get("method", ""), "chosen": fields.get("slot", "")}


def _new_page(current: Session, free: Free, fields: Mapping[str, str], case_id: str, problem: str = "") -> HTMLResponse:
    return show(
        current,
        "appointments/office_new.html",
        title="予約を作る",
        tab="予約を作る",
        status=422 if problem else 200,
        said=problem,
        free=free,
        values={name: fields.get(name, "") for name in ("name", "contact", "topic")},
        case_id=case_id,
        purpose=purpose(),
    )


def _page(
    current: Session,
    now: datetime,
    appointments: Appointments,
    here: Office,
    appointment_id: str,
    *,
    status: int = 200,
    said: str = "",
    is_whole: bool = False,
) -> HTMLResponse:
    with appointments.read() as tx:
        found = found_or_problem(tx, appointment_id)
        names = tx.consultants()
        can_change = found.status.stands and found.begin > now
        why = rules.concern(found, tx.availability(), here.opening, names) if can_change else None
        free = _free(tx, now, here, first=found.account_id, method=found.method) if can_change else None
    rows = [
        ("日時", times.span(found.begin, found.end)),
        ("状態", STATUS_NAMES[found.status]),
        ("担当", names.get(found.account_id, "（閉じたアカウント）")),
        ("方法", METHOD_NAMES[found.method]),
        ("場所・入口", found.place or found.meeting_url or "―"),
        ("作った人", found.maker),
        *_person_rows(found.person, is_whole),
    ]
    return show(
        current,
        "appointments/office_appointment.html",
        title=f"予約 {found.receipt}",
        status=status,
        said=said,
        concern=why,
        rows=rows,
        found=found,
        path=address(f"/{found.id}"),
        week=address(week=f"{found.begin.astimezone(JAPAN):%Y-%m-%d}"),
        is_masked=found.person is not None and not is_whole,
        can_change=can_change,
        is_online=found.method is Method.ONLINE,
        can_finish=not can_change and found.status is not Status.CANCELLED and found.begin <= now,
        free=free,
    )


def _person_rows(person: Person | None, is_whole: bool) -> list[tuple[str, str]]:
    if person is None:
        return [("お名前・連絡先", "消去しました")]
    rows = [
        ("お名前（呼び名）", person.name if is_whole else masked_name(person)),
        ("連絡先", person.contact if is_whole else masked(person)),
    ]
    if is_whole or not person.topic:
        rows.append(("聞きたいこと", person.topic or "（なし）"))
    return rows
