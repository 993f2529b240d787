"""Danger in the console: what stands in a case, marks set and lifted by hand, a supervisor called."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, BaseModel, Field

from desk.accounts.models import Account
from desk.cases import danger_views, views
from desk.cases.access import case_or_404
from desk.cases.command_schemas import Called, LiftedMarks
from desk.cases.danger_schemas import SetMarkAnswer
from desk.cases.list_schemas import CaseState
from desk.cases.message_schemas import Talk
from desk.cases.store import Store
from desk.conversation.models import State
from desk.danger import service
from desk.danger.queries import texts
from desk.danger.service import Danger, NothingToLift
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.mail.service import Way
from desk.notices.service import NoticeStore, Told
from desk.office.session import Accounts, CurrentSession, Desk, Talks, audited, consultant
from desk.services import part
from desk.settings import public_url

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])
LONGEST_REASON = 300
# Calls within a minute are one.
_CALL_MINUTES = 1


def _one_line(text: str) -> str:
    words = " ".join("".join(c if ord(c) >= 32 else " " for c in text).split())
    if not words:
        raise ValueError("expected a reason, got none")
    return words


Reason = Annotated[str, Field(max_length=LONGEST_REASON), AfterValidator(_one_line)]


class SetMark(BaseModel):
    """At which message of the migrant's, as what, and why."""

    seq: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
    kind: Literal["distress", "emergency"]
    subject: Literal[
        "suicide", "violence", "child", "care", "crisis", "medical", "fire", "crime", "accident", "other"
    ] = "other"
    reason: Reason


class Lift(BaseModel):
    """Which marks are taken away, all where None, and why."""

    marks: Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=200)] | None = None
    reason: Reason


DangerService = Annotated[Danger, Depends(part(Danger))]


@router.get("/{case_id}/talk")
def open_alert(case_id: str, current: CurrentSession, store: Store) -> Talk:
    """Return the whole talk of an alert before it is taken up; every opening is written down."""
    with store.read() as tx:
        case = case_or_404(tx, case_id)
        said = tx.messages(case.conversation_id)
    return {"messages": [views.message(message) for message in said]}


@router.post("/{case_id}/danger")
def set_danger(case_id: str, body: SetMark, current: CurrentSession, desk: Desk, store: Talks) -> SetMarkAnswer:
    """Mark a message of the migrant's by hand."""
    me = consultant(current.account)
    with store.write() as tx:
        case = case_or_404(tx, case_id)
        if case.state is State.CLOSED:
            raise Problem(409, "closed", "この相談は終了しています。")
        mark = service.set_by_hand(tx, case, body.seq, body.kind, body.subject, me, body.reason, desk.clock.now())
    if mark is None:
        message = "この発言には印を付けられません。利用者の発言で、まだ印のないものを選んでください。"
        raise Problem(409, "no_mark", message)
    desk.signal.send(case.conversation_id)
    return {"mark": danger_views.mark(mark)}


@router.post("/{case_id}/danger/lift")
def lift_danger(case_id: str, body: Lift, current: CurrentSession, desk: Desk, store: Talks) -> LiftedMarks:
    """Take marks away that were no danger; an alert without any is over."""
    me = consultant(current.account)
    try:
        with store.write() as tx:
            case = service.lift(tx, case_or_404(tx, case_id), body.marks, me, body.reason, desk.clock.now())
    except NothingToLift:
        raise Problem(409, "nothing_to_lift", texts.TOO_LATE) from None
    desk.signal.send(case.conversation_id)
    return {"case_id": case.id, "state": cast("CaseState", case.state), "flags": case.flags}


@router.post("/{case_id}/danger/call", status_code=202)
def call_supervisor(
    case_id: str,
    current: CurrentSession,
    desk: Desk,
    store: Store,
    people: Accounts,
    notices: Annotated[NoticeStore, Depends(part(NoticeStore))],
) -> Called:
    """Call the supervisors to a case: a note that calls them in their console, and an urgent mail."""
    me: Account = current.account
    now = desk.clock.now()
    with store.read() as tx:
        case = case_or_404(tx, case_id)
    chiefs = [one for one in people.all() if one.is_supervisor and one.id != me.id]
    if not chiefs:
        raise Problem(409, "nobody", "呼べる主任・管理者のアカウントがありません。電話で知らせてください。")
    store.add_note(case.id, me.id, me.name, texts.CALLED, now, [one.id for one in chiefs])
    address = f"{public_url(desk.settings)}/console#/cases/{case.id}"
    subject, text = texts.called(case.receipt, me.name, address)
    minute = int(now.timestamp()) // (60 * _CALL_MINUTES)
    notices.tell(
        [
            Told(f"call:{case.id}:{minute}", one.id, case.id, Way.MAIL, one.email, subject, text, is_urgent=True)
            for one in chiefs
        ],
        now,
    )
    desk.signal.send(case.conversation_id)
    return {"called": len(chiefs)}
