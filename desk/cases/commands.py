"""What may be done with a case: take it, hand it on, put it off, end it, open it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from fastapi import APIRouter, Depends

from desk.cases.access import refusal
from desk.cases.schemas import CaseStanding, CaseState, UndoableStanding
from desk.cases.store import CaseStore, Store
from desk.conversation import consultant_commands, follow_up, passing_on
from desk.conversation.consultant_commands import UnknownCase
from desk.conversation.holder import Refused
from desk.conversation.models import Case
from desk.conversation.ports import Transaction
from desk.http.problems import Problem
from desk.office.schemas import PutOff, Transfer
from desk.office.session import Accounts, CurrentSession, Desk, audited, consultant
from desk.services import Services

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])


@router.post("/{case_id}/claim")
def claim(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Take a case: one winner, the others get 409 `claimed_by_other`."""
    return _act(desk, store, lambda tx, now: consultant_commands.claim(tx, case_id, consultant(current.account), now))


@router.post("/{case_id}/take-over")
def take_over(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> UndoableStanding:
    """Take a case from its owner (supervisors), who is told; can be undone for ten seconds."""
    me = consultant(current.account)
    return _can_undo(_act(desk, store, lambda tx, now: consultant_commands.take_over(tx, case_id, me, now)))


@router.post("/{case_id}/transfer")
def transfer(
    case_id: str, body: Transfer, current: CurrentSession, desk: Desk, store: Store, accounts: Accounts
) -> UndoableStanding:
    """Hand a case to a colleague, who is told; can be undone for ten seconds."""
    to = accounts.by_id(body.account_id)
    if to is None or not to.is_active or to.role == "auditor":
        raise Problem(422, "unknown_account", "引き継ぐ相手が見つかりません。")
    me, colleague, note = consultant(current.account), consultant(to), body.note.strip()
    return _can_undo(
        _act(desk, store, lambda tx, now: consultant_commands.transfer(tx, case_id, me, colleague, now, note=note))
    )


@router.post("/{case_id}/release")
def release(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> UndoableStanding:
    """Give a case back to the queue; it keeps its place; can be undone for ten seconds."""
    me = consultant(current.account)
    return _can_undo(_act(desk, store, lambda tx, now: consultant_commands.release(tx, case_id, me, now)))


@router.post("/{case_id}/undo")
def undo(case_id: str, current: CurrentSession, desk: Desk, store: Store, accounts: Accounts) -> CaseStanding:
    """Take back one's own transfer, take-over or return to the queue, if nothing happened since."""
    me = consultant(current.account)
    names = {one.id: one.name for one in accounts.all() if one.role != "auditor"}
    return _act(desk, store, lambda tx, now: passing_on.undo(tx, case_id, me, names, now))


@router.post("/{case_id}/return")
def give_back(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Return the conversation to the bot, which is told what happened."""
    return _act(
        desk, store, lambda tx, now: consultant_commands.give_back(tx, case_id, consultant(current.account), now)
    )


@router.post("/{case_id}/close")
def close(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Close a case."""
    return _act(desk, store, lambda tx, now: consultant_commands.close(tx, case_id, consultant(current.account), now))


@router.post("/{case_id}/reopen")
def reopen(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Open a closed case again for oneself; the migrant is told nothing until somebody writes."""
    return _act(desk, store, lambda tx, now: follow_up.reopen(tx, case_id, consultant(current.account), now))


@router.post("/{case_id}/snooze")
def snooze(case_id: str, body: PutOff, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Put a case off until a time, or note that an answer was promised until then."""
    who = consultant(current.account)
    return _act(
        desk,
        store,
        lambda tx, now: follow_up.snooze(tx, case_id, who, body.until, now, is_promise=body.promise),
    )


@router.post("/{case_id}/wake")
def wake(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """End a snooze, or tick off a promise."""
    return _act(desk, store, lambda tx, now: follow_up.wake(tx, case_id, consultant(current.account), now))


def _can_undo(done: CaseStanding) -> UndoableStanding:
    return {**done, "undo_seconds": int(passing_on.UNDO_WITHIN.total_seconds())}


def _act(desk: Services, store: CaseStore, do: Callable[[Transaction, datetime], Case]) -> CaseStanding:
    try:
        with store.write() as tx:
            case = do(tx, desk.clock.now())
    except (UnknownCase, Refused) as refused:
        raise refusal(refused) from None
    desk.bell.ring(case.conversation_id)
    return {"case_id": case.id, "state": cast("CaseState", case.state), "owner": case.owner}
