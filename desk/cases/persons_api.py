"""Joining a person's conversations and parting them again, and the notes that follow a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from desk.cases import views
from desk.cases.access import case_or_404
from desk.cases.persons import CannotJoin, Persons, must_differ
from desk.cases.schemas import OtherCase
from desk.cases.store import CaseStore, Store
from desk.conversation.models import Case, State
from desk.http.problems import Problem
from desk.office.changes import Changes
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])
KnownPersons = Annotated[Persons, Depends(part(Persons))]


class Join(BaseModel):
    """The other case, by its receipt."""

    receipt: str = Field(min_length=1, max_length=20)


class Following(BaseModel):
    """Whether a note is shown in all cases of the person."""

    everywhere: bool


def _pair(case_id: str, body: Join, current: CurrentSession, store: Store, persons: KnownPersons) -> tuple[Case, Case]:
    return _both(store, persons, case_id, body.receipt)


Pair = Annotated[tuple[Case, Case], Depends(_pair)]


@router.get("/{case_id}/same-person")
def other_case(
    case_id: str,
    current: CurrentSession,
    store: Store,
    persons: KnownPersons,
    receipt: Annotated[str, Query(min_length=1, max_length=20)],
) -> OtherCase:
    """Return what a consultant looks at before joining: of the other case never the words, of its contact the ends."""
    case, other = _both(store, persons, case_id, receipt)
    with _refusing():
        must_differ(case, other)
    return _other(other)


@router.post("/{case_id}/same-person", status_code=201)
def join_person(pair: Pair, current: CurrentSession, desk: Desk, persons: KnownPersons, changes: Changes) -> OtherCase:
    """Say that another case is the same person's; nothing is sent, and each conversation keeps its way to the person."""
    case, other = pair
    with _refusing():
        persons.join(case, other, current.account.name, desk.clock.now())
    changes({}, {"まとめた相談": other.receipt})
    _signal(desk, case, other)
    return _other(other)


@router.post("/{case_id}/same-person/part")
def part_person(pair: Pair, current: CurrentSession, desk: Desk, persons: KnownPersons, changes: Changes) -> OtherCase:
    """Take back that another case is the same person's."""
    case, other = pair
    if not persons.part(case, other):
        raise Problem(409, "not_joined", "この2つの相談は、まとめられていません。")
    changes({"まとめた相談": other.receipt}, {})
    _signal(desk, case, other)
    return _other(other)


@router.post("/{case_id}/notes/{note_id}/everywhere", status_code=204)
def show_note_everywhere(
    case_id: str,
    note_id: int,
    body: Following,
    current: CurrentSession,
    desk: Desk,
    store: Store,
    persons: KnownPersons,
) -> Response:
    """Show a note in all cases of its person, or in its own alone."""
    with store.read() as tx:
        case = case_or_404(tx, case_id)
    if not persons.show_note(case_id, note_id, desk.clock.now(), everywhere=body.everywhere):
        raise Problem(404, "unknown_note", "このメモは見つかりません。")
    desk.signal.send(case.conversation_id)
    return Response(status_code=204)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except CannotJoin as refused:
        raise Problem(409, "cannot_join", str(refused)) from None


def _both(store: CaseStore, persons: Persons, case_id: str, receipt: str) -> tuple[Case, Case]:
    """Return the two cases, or refuse those of which nobody may see or use anything."""
    other_id = persons.case_with(receipt)
    with store.read() as tx:
        case = case_or_404(tx, case_id)
        other = tx.case(other_id) if other_id else None
        if other is None:
            raise Problem(404, "unknown_receipt", "この受付番号の相談は見つかりません。")
        for one in (case, other):
            if one.state is State.ALERT:
                raise Problem(409, "alert_only", "見守りの会話は、担当するまでまとめられません。")
            if tx.is_stopped(one.conversation_id) or tx.conversation(one.conversation_id) is None:
                raise Problem(409, "use_stopped", "消去または利用停止された相談は、まとめられません。")
    return case, other


def _other(case: Case) -> OtherCase:
    contact = views.masked(case.contact)
    return {
        "case_id": case.id,
        "receipt": case.receipt,
        "channel": case.channel,
        "topic": case.topic,
        "opened_at": case.opened_at.isoformat(),
        "contact": str(contact.get("value") or "") if contact else "",
    }


def _signal(desk: Desk, case: Case, other: Case) -> None:
    desk.signal.send(case.conversation_id)
    desk.signal.send(other.conversation_id)
