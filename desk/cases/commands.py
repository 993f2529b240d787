"""What may be done with a case: take it, hand it on, put it off, end it, open it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, cast

from fastapi import APIRouter, Depends

from desk import display_names
from desk.cases.access import refusal
from desk.cases.command_schemas import CaseStanding, UndoableStanding
from desk.cases.list_schemas import CaseState
from desk.cases.store import CaseStore, Store
from desk.contact import parse
from desk.conversation import assignment, case_facts, ending, follow_up, passing_on
from desk.conversation.case_facts import Correction
from desk.conversation.holder import Refused
from desk.conversation.models import Case, Consultant
from desk.conversation.open_case import UnknownCase
from desk.conversation.ports import Transaction
from desk.http.problems import Problem
from desk.office.schemas import Closing, Facts, Mute, PutOff, Transfer
from desk.office.session import Accounts, CurrentSession, Desk, audited, consultant
from desk.services import Services

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])
# A case may be closed without a word about how it ended.
_JUST_CLOSE = Closing()


@dataclass(frozen=True)
class Acting:
    """Who does something with which case; one transaction an act."""

    case_id: str
    me: Consultant
    desk: Services
    store: CaseStore

    def act(self, do: Callable[[Transaction, datetime], Case]) -> CaseStanding:
        """Do it, or refuse in words."""
        try:
            with self.store.write() as tx:
                case = do(tx, self.desk.clock.now())
        except (UnknownCase, Refused) as refused:
            raise refusal(refused, _owner_of(self.store, refused, self.case_id)) from None
        self.desk.signal.send(case.conversation_id)
        return {"case_id": case.id, "state": cast("CaseState", case.state), "owner": case.owner}

    def undoable(self, do: Callable[[Transaction, datetime], Case]) -> UndoableStanding:
        """Do what can be undone for some seconds."""
        return {**self.act(do), "undo_seconds": int(passing_on.UNDO_WITHIN.total_seconds())}


async def acting(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> Acting:
    """Return who asks, and of which case."""
    return Acting(case_id, consultant(current.account), desk, store)


Here = Annotated[Acting, Depends(acting)]


@router.post("/{case_id}/claim")
def claim(here: Here) -> CaseStanding:
    """Take a case: one winner, the others get 409 `claimed_by_other`."""
    return here.act(lambda tx, now: assignment.claim(tx, here.case_id, here.me, now))


@router.post("/{case_id}/take-over")
def take_over(here: Here) -> UndoableStanding:
    """Take a case from its owner (supervisors), who is told; can be undone for ten seconds."""
    return here.undoable(lambda tx, now: assignment.take_over(tx, here.case_id, here.me, now))


@router.post("/{case_id}/transfer")
def transfer(body: Transfer, here: Here, accounts: Accounts) -> UndoableStanding:
    """Hand a case to a colleague, who is told; can be undone for ten seconds."""
    to = accounts.by_id(body.account_id)
    if to is None or not to.is_active or to.role == "auditor":
        raise Problem(422, "unknown_account", "引き継ぐ相手が見つかりません。")
    colleague, note = consultant(to), body.note.strip()
    return here.undoable(lambda tx, now: assignment.transfer(tx, here.case_id, here.me, colleague, now, note=note))


@router.post("/{case_id}/release")
def release(here: Here) -> UndoableStanding:
    """Give a case back to the queue; it keeps its place; can be undone for ten seconds."""
    return here.undoable(lambda tx, now: assignment.release(tx, here.case_id, here.me, now))


@router.post("/{case_id}/undo")
def undo(here: Here, accounts: Accounts) -> CaseStanding:
    """Take back one's own transfer, take-over or return to the queue, if nothing happened since."""
    names = {one.id: one.name for one in accounts.all() if one.role != "auditor"}
    return here.act(lambda tx, now: passing_on.undo(tx, here.case_id, here.me, names, now))


@router.post("/{case_id}/return")
def give_back(here: Here, body: Closing = _JUST_CLOSE) -> CaseStanding:
    """Return the conversation to the bot, which is told what happened."""
    return here.act(lambda tx, now: ending.give_back(tx, here.case_id, here.me, now, body.ending))


@router.post("/{case_id}/close")
def close(here: Here, body: Closing = _JUST_CLOSE) -> CaseStanding:
    """Close a case, with a word of thanks or without."""
    return here.act(lambda tx, now: ending.close(tx, here.case_id, here.me, now, body.ending, is_silent=body.silent))


@router.post("/{case_id}/mute")
def mute(body: Mute, here: Here) -> CaseStanding:
    """Let a person who only disturbs call nobody for some days; words of danger call all the same."""
    days = timedelta(days=body.days)
    return here.act(lambda tx, now: case_facts.mute(tx, here.case_id, here.me, now + days, now))


@router.post("/{case_id}/unmute")
def unmute(here: Here) -> CaseStanding:
    """Let a person call consultants again."""
    return here.act(lambda tx, now: case_facts.unmute(tx, here.case_id))


@router.post("/{case_id}/facts")
def correct_facts(body: Facts, here: Here) -> CaseStanding:
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
    return here.act(lambda tx, now: case_facts.correct(tx, here.case_id, change)[0])


@router.post("/{case_id}/reopen")
def reopen(here: Here) -> CaseStanding:
    """Open a closed case again for oneself; the migrant is told nothing until somebody writes."""
    return here.act(lambda tx, now: follow_up.reopen(tx, here.case_id, here.me, now))


@router.post("/{case_id}/snooze")
def snooze(body: PutOff, here: Here) -> CaseStanding:
    """Put a case off until a time, or note that an answer was promised until then."""
    return here.act(
        lambda tx, now: follow_up.snooze(tx, here.case_id, here.me, body.until, now, is_promise=body.promise)
    )


@router.post("/{case_id}/wake")
def wake(here: Here) -> CaseStanding:
    """End a snooze, or tick off a promise."""
    return here.act(lambda tx, now: follow_up.wake(tx, here.case_id, here.me, now))


def _owner_of(store: CaseStore, refused: Exception, case_id: str) -> str:
    """Return the name of who was faster; empty where that is not what was refused."""
    if not isinstance(refused, Refused) or refused.code != "claimed_by_other":
        return ""
    return next((str(item["owner_name"] or "") for item in store.items([case_id])), "")
