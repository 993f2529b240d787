"""What may be done with a case: take it, hand it on, put it off, end it, open it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from fastapi import APIRouter, Depends

from desk import display_names
from desk.cases.access import refusal
from desk.cases.schemas import CaseStanding, CaseState, UndoableStanding
from desk.cases.store import CaseStore, Store
from desk.contact import parse
from desk.conversation import assignment, case_facts, ending, follow_up, passing_on
from desk.conversation.case_facts import Correction
from desk.conversation.holder import Refused
from desk.conversation.models import Case
from desk.conversation.open_case import UnknownCase
from desk.conversation.ports import Transaction
from desk.http.problems import Problem
from desk.office.schemas import Closing, Facts, Mute, PutOff, Transfer
from desk.office.session import Accounts, CurrentSession, Desk, audited, consultant
from desk.services import Services

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])
# A case may be closed without a word about how it ended.
_JUST_CLOSE = Closing()


@router.post("/{case_id}/claim")
def claim(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Take a case: one winner, the others get 409 `claimed_by_other`."""
    return _act(desk, store, case_id, lambda tx, now: assignment.claim(tx, case_id, consultant(current.account), now))


@router.post("/{case_id}/take-over")
def take_over(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> UndoableStanding:
    """Take a case from its owner (supervisors), who is told; can be undone for ten seconds."""
    me = consultant(current.account)
    return _can_undo(_act(desk, store, case_id, lambda tx, now: assignment.take_over(tx, case_id, me, now)))


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
        _act(
            desk,
            store,
            case_id,
            lambda tx, now: assignment.transfer(tx, case_id, me, colleague, now, note=note),
        )
    )


@router.post("/{case_id}/release")
def release(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> UndoableStanding:
    """Give a case back to the queue; it keeps its place; can be undone for ten seconds."""
    me = consultant(current.account)
    return _can_undo(_act(desk, store, case_id, lambda tx, now: assignment.release(tx, case_id, me, now)))


@router.post("/{case_id}/undo")
def undo(case_id: str, current: CurrentSession, desk: Desk, store: Store, accounts: Accounts) -> CaseStanding:
    """Take back one's own transfer, take-over or return to the queue, if nothing happened since."""
    me = consultant(current.account)
    names = {one.id: one.name for one in accounts.all() if one.role != "auditor"}
    return _act(desk, store, case_id, lambda tx, now: passing_on.undo(tx, case_id, me, names, now))


@router.post("/{case_id}/return")
def give_back(
    case_id: str, current: CurrentSession, desk: Desk, store: Store, body: Closing = _JUST_CLOSE
) -> CaseStanding:
    """Return the conversation to the bot, which is told what happened."""
    who = consultant(current.account)
    return _act(desk, store, case_id, lambda tx, now: ending.give_back(tx, case_id, who, now, body.ending))


@router.post("/{case_id}/close")
def close(case_id: str, current: CurrentSession, desk: Desk, store: Store, body: Closing = _JUST_CLOSE) -> CaseStanding:
    """Close a case, with a word of thanks or without."""
    who = consultant(current.account)
    return _act(
        desk,
        store,
        case_id,
        lambda tx, now: ending.close(tx, case_id, who, now, body.ending, is_silent=body.silent),
    )


@router.post("/{case_id}/mute")
def mute(case_id: str, body: Mute, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Let a person who only disturbs call nobody for some days; words of danger call all the same."""
    who, days = consultant(current.account), timedelta(days=body.days)
    return _act(desk, store, case_id, lambda tx, now: case_facts.mute(tx, case_id, who, now + days, now))


@router.post("/{case_id}/unmute")
def unmute(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Let a person call consultants again."""
    return _act(desk, store, case_id, lambda tx, now: case_facts.unmute(tx, case_id))


@router.post("/{case_id}/facts")
def correct_facts(case_id: str, body: Facts, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Correct what is known of a case: topic, what was told, name and contact, tags."""
    if body.topic is not None and body.topic not in display_names.topics():
        raise Problem(422, "unknown_topic", "話題を一覧から選んでください。")
    contact = None
    if body.contact and body.contact.strip():
        read = parse.contact(body.contact)
        if read.refused is not None:
            raise Problem(422, "bad_contact", parse.SAY[read.refused])
        contact = {"kind": read.kind, "value": read.value}
    told = {name: getattr(body, name) for name in case_facts.EDITABLE}
    slots = {name: words.strip() for name, words in told.items() if words is not None}
    change = Correction(
        body.topic, slots or None, body.name.strip() if body.name is not None else None, contact, body.tags
    )
    return _act(desk, store, case_id, lambda tx, now: case_facts.correct(tx, case_id, change)[0])


@router.post("/{case_id}/reopen")
def reopen(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Open a closed case again for oneself; the migrant is told nothing until somebody writes."""
    return _act(desk, store, case_id, lambda tx, now: follow_up.reopen(tx, case_id, consultant(current.account), now))


@router.post("/{case_id}/snooze")
def snooze(case_id: str, body: PutOff, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """Put a case off until a time, or note that an answer was promised until then."""
    who = consultant(current.account)
    return _act(
        desk,
        store,
        case_id,
        lambda tx, now: follow_up.snooze(tx, case_id, who, body.until, now, is_promise=body.promise),
    )


@router.post("/{case_id}/wake")
def wake(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> CaseStanding:
    """End a snooze, or tick off a promise."""
    return _act(desk, store, case_id, lambda tx, now: follow_up.wake(tx, case_id, consultant(current.account), now))


def _can_undo(done: CaseStanding) -> UndoableStanding:
    return {**done, "undo_seconds": int(passing_on.UNDO_WITHIN.total_seconds())}


def _act(desk: Services, store: CaseStore, case_id: str, do: Callable[[Transaction, datetime], Case]) -> CaseStanding:
    try:
        with store.write() as tx:
            case = do(tx, desk.clock.now())
    except (UnknownCase, Refused) as refused:
        raise refusal(refused, _owner_of(store, refused, case_id)) from None
    desk.bell.ring(case.conversation_id)
    return {"case_id": case.id, "state": cast("CaseState", case.state), "owner": case.owner}


def _owner_of(store: CaseStore, refused: Exception, case_id: str) -> str:
    """Return the name of who was faster; empty where that is not what was refused."""
    if not isinstance(refused, Refused) or refused.code != "claimed_by_other":
        return ""
    return next((str(item["owner_name"] or "") for item in store.items([case_id])), "")
