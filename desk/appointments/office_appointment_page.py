"""One appointment in the office: see it, move it, cancel it, note how it ended; and making one for somebody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.appointments import booking, page_language
from desk.appointments.errors import NotPossible, SlotTaken
from desk.appointments.models import Method
from desk.appointments.office_appointment_view import free_times, new_page, page
from desk.appointments.office_commands import COMMANDS, Asked
from desk.appointments.office_dependencies import Here, address, found_or_problem, read_wish
from desk.appointments.person import read as read_person
from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import Talks, audited

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_TAKEN = "その時間は、さきほどうまりました。べつの時間を選んでください。"
CaseId = Annotated[str, "the case it is made from"]


@router.get("/appointments/new")
def new_appointment(here: Here, case: CaseId = "") -> HTMLResponse:
    """Show the form to make an appointment for somebody, from a case or from a telephone call."""
    with here.appointments.read() as tx:
        free = free_times(tx, here.now, here.office, first=here.current.account.id)
    return new_page(here.current, free, {}, case)


@router.post("/appointments/new")
def make_appointment(fields: Fields, here: Here, store: Talks) -> Response:
    """Make it; the person is told in the chat and by mail as if they had made it themselves."""
    wish, case_id = read_wish(fields), fields.get("case", "")
    with store.read() as talk:
        case = talk.case(case_id) if case_id else None
    filled = read_person(
        {**fields, "consent": "yes" if fields.get("told") else ""},
        wish[0] if wish else Method.ONLINE,
        here.now,
        page_language.known(fields.get("language", "")),
    )
    problem = "" if wish else "日時を選んでください。"
    problem = problem or "　".join(filled.problems.values())
    conversation_id, me = case.conversation_id if case else None, here.current.account.id
    if not problem and wish is not None and filled.person is not None:
        try:
            with here.appointments.write() as tx:
                made = booking.book_for(tx, case, wish, filled.person, here.now, here.office, me)
        except SlotTaken:
            problem = _TAKEN
        else:
            if conversation_id:
                here.desk.signal.send(conversation_id)
            return RedirectResponse(address(f"/{made.id}", said="made"), 303)
    with here.appointments.read() as tx:
        wished = {"method": fields.get("method", ""), "chosen": fields.get("slot", "")}
        free = free_times(tx, here.now, here.office, first=me, **wished)
    return new_page(here.current, free, fields, case_id, problem)


@router.get("/appointments/{appointment_id}")
def show_appointment(appointment_id: str, here: Here, said: str = "") -> HTMLResponse:
    """Show an appointment; the contact is masked."""
    words = {"made": "予約を作り、本人にお知らせしました。", "done": "予約への変更を保存しました。"}.get(said, "")
    return page(here, appointment_id, said=words)


@router.post("/appointments/{appointment_id}/person")
def show_appointment_person(appointment_id: str, here: Here) -> HTMLResponse:
    """Show the contact and the topic whole; a POST, so that the log has an entry each time."""
    return page(here, appointment_id, is_whole=True)


@router.post("/appointments/{appointment_id}")
def change_appointment(appointment_id: str, fields: Fields, here: Here) -> Response:
    """Do what `do` says: one of `COMMANDS`."""
    do = COMMANDS.get(fields.get("do", ""))
    if do is None:
        raise Problem(422, "unknown_deed", "できない操作です。")
    problem, changed = "", None
    try:
        with here.appointments.write() as tx:
            found = found_or_problem(tx, appointment_id)
            # Noticing is no change of the appointment itself, and a page may be old.
            if fields.get("do") != "notice" and fields.get("sequence") != str(found.sequence):
                raise NotPossible("この予約は、さきほど変わりました。いまの内容を確かめてください。")
            changed = do(Asked(tx, found, fields, here.now, here.office, here.current.account.id))
    except (NotPossible, ValueError) as refused:
        problem = str(refused)
    except SlotTaken:
        problem = _TAKEN
    if problem:
        return page(here, appointment_id, status=409, said=problem)
    if changed is not None and changed.chat:
        here.desk.signal.send(changed.chat)
    if fields.get("do") == "notice":
        return RedirectResponse(address(said="noticed"), 303)
    return RedirectResponse(address(f"/{appointment_id}", said="done"), 303)
