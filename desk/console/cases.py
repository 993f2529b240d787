"""The cases: list, page, and what may be done with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from desk import typing_signs
from desk.accounts.service import Account
from desk.console import answers, views
from desk.console.deliveries import Outbox
from desk.console.letters import Mailbox
from desk.console.schemas import Note, SendMessage, Transfer
from desk.console.session import CurrentSession, Desk, Store, audited, consultant
from desk.console.store import ConsoleStore
from desk.conversation import work
from desk.conversation.holder import Refused
from desk.conversation.models import Case, State
from desk.conversation.ports import Transaction
from desk.conversation.work import NewerMessages, UnknownCase
from desk.problems import Problem
from desk.services import Services

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])
_OPEN = (State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT)


@router.get("")
def list_cases(
    current: CurrentSession,
    desk: Desk,
    store: Store,
    outbox: Outbox,
    mailbox: Mailbox,
    state: State | None = None,
) -> dict[str, Any]:
    """Return the cases of a state, all open ones without; cries for help first, then the longest wait."""
    store.seen(current.account.id, desk.clock.now())
    wanted = [state] if state else list(_OPEN)
    rows = [_row(desk, item) for item in store.cases(wanted)]
    situation = desk.hours.situation()
    return {
        "cases": rows if state is State.CLOSED else views.order(rows),
        "open": situation.open,
        "opens_text": situation.opens_text,
        "on_duty": situation.on_duty,
        "stuck": outbox.count_stuck() + mailbox.count_stuck(),
    }


@router.get("/{case_id}")
def show(
    case_id: str, current: CurrentSession, desk: Desk, store: Store, outbox: Outbox
) -> dict[str, Any]:
    """Return a case: what is asked, the whole transcript with what the bot understood, the notes."""
    with store.read() as tx:
        case = _case(tx, case_id)
        conversation = tx.conversation(case.conversation_id)
        messages = tx.messages(case.conversation_id)
    found = [item for item in store.cases([case.state]) if item["case"].id == case.id]
    item = (
        found[0]
        if found
        else {"case": case, "owner_name": None, "last_text": "", "last_at": None, "unread": 0}
    )
    epoch = conversation.holder.epoch if conversation else 0
    labels = {str((m.understanding or {}).get("label")) for m in messages}
    labels |= {str(item["label"]) for item in case.understood} | {str(case.slots.get("last_label"))}
    ways = outbox.states(case.conversation_id)
    return {
        "titles": answers.titles(labels),
        "case": views.detail(case, _row(desk, item), epoch, store.earlier(case)),
        "messages": [views.message(m, ways.get(m.seq)) for m in messages],
        "notes": [views.note(n) for n in store.notes(case_id)],
        "typing": bool(desk.signs.who("user_typing", case.conversation_id)),
    }


@router.post("/{case_id}/contact")
def contact(case_id: str, current: CurrentSession, store: Store) -> dict[str, Any]:
    """Show the contact unmasked; a POST, so that auditors cannot and the log has an entry each time."""
    with store.read() as tx:
        return {"contact": _case(tx, case_id).contact}


@router.post("/{case_id}/claim")
def claim(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> dict[str, Any]:
    """Take a case: one winner, the others get 409 `claimed_by_other`."""
    return _act(
        desk, store, lambda tx, now: work.claim(tx, case_id, consultant(current.account), now)
    )


@router.post("/{case_id}/take-over")
def take_over(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> dict[str, Any]:
    """Take a case from its owner (supervisors)."""
    return _act(
        desk, store, lambda tx, now: work.take_over(tx, case_id, consultant(current.account), now)
    )


@router.post("/{case_id}/transfer")
def transfer(
    case_id: str, body: Transfer, current: CurrentSession, desk: Desk, store: Store
) -> dict[str, Any]:
    """Hand a case to a colleague."""
    to = store.by_id(body.account_id)
    if to is None or not to.is_active:
        raise Problem(422, "unknown_account", "引き継ぐ相手が見つかりません。")
    me, colleague = consultant(current.account), consultant(to)
    return _act(desk, store, lambda tx, now: work.transfer(tx, case_id, me, colleague, now))


@router.post("/{case_id}/return")
def give_back(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> dict[str, Any]:
    """Return the conversation to the bot, which is told what happened."""
    done = _act(
        desk, store, lambda tx, now: work.give_back(tx, case_id, consultant(current.account), now)
    )
    with store.read() as tx:
        case = _case(tx, case_id)
        summary = work.summary(case, tx.messages(case.conversation_id))
    store.add_return(case.conversation_id, summary, desk.clock.now())
    return done


@router.post("/{case_id}/close")
def close(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> dict[str, Any]:
    """Close a case."""
    return _act(
        desk, store, lambda tx, now: work.close(tx, case_id, consultant(current.account), now)
    )


@router.post("/{case_id}/messages", status_code=202)
def send(
    case_id: str, body: SendMessage, current: CurrentSession, desk: Desk, store: Store
) -> dict[str, int]:
    """Say something to the migrant; sending claims. 409 `newer_messages` if more arrived meanwhile."""
    try:
        with store.write() as tx:
            message = work.send(
                tx,
                case_id,
                consultant(current.account),
                body.text,
                body.client_id,
                desk.clock.now(),
                seen_seq=body.seen_seq,
                is_confirmed=body.confirm,
            )
    except NewerMessages as newer:
        raise Problem(409, "newer_messages", str(newer), seq=newer.seq) from None
    except (UnknownCase, Refused) as refused:
        raise _problem(refused) from None
    desk.signs.clear("consultant_typing", message.conversation_id)
    desk.bell.ring(message.conversation_id)
    return {"seq": message.seq}


@router.post("/{case_id}/notes", status_code=201)
def note(
    case_id: str, body: Note, current: CurrentSession, desk: Desk, store: Store
) -> dict[str, Any]:
    """Add an internal note; notes never leave the desk."""
    with store.read() as tx:
        case = _case(tx, case_id)
    account: Account = current.account
    added = store.add_note(case.id, account.id, account.name, body.text, desk.clock.now())
    desk.bell.ring(case.conversation_id)
    return views.note(added)


@router.post("/{case_id}/typing", status_code=204)
def typing(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> Response:
    """Let the migrant see that an answer is being written; only the owner's typing shows."""
    with store.read() as tx:
        case = _case(tx, case_id)
    if case.owner == current.account.id:
        desk.signs.give(
            "consultant_typing",
            case.conversation_id,
            current.account.name,
            typing_signs.TYPING_SECONDS,
        )
        desk.bell.ring(case.conversation_id)
    return Response(status_code=204)


@router.post("/{case_id}/viewing", status_code=204)
def viewing(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> Response:
    """Let colleagues see who is looking."""
    desk.signs.give("viewing", case_id, current.account.name, typing_signs.VIEWING_SECONDS)
    store.seen(current.account.id, desk.clock.now())
    return Response(status_code=204)


search_router = APIRouter(prefix="/api/console", tags=["console"], dependencies=[Depends(audited)])


@search_router.get("/search")
def search(
    current: CurrentSession,
    desk: Desk,
    store: Store,
    q: Annotated[str, Query(min_length=1, max_length=80)],
) -> dict[str, Any]:
    """Find cases by words in questions, messages and notes."""
    rows = [
        _row(
            desk, {"case": case, "owner_name": None, "last_text": "", "last_at": None, "unread": 0}
        )
        for case in store.search(q)
    ]
    return {"cases": rows}


def _row(desk: Services, item: dict[str, Any]) -> dict[str, Any]:
    case: Case = item["case"]
    until = case.claimed_at or case.closed_at or desk.clock.now()
    minutes = desk.wait_minutes(case.waiting_since, until)
    return views.row(item, minutes, desk.signs.who("viewing", case.id))


def _act(
    desk: Services, store: ConsoleStore, do: Callable[[Transaction, datetime], Case]
) -> dict[str, Any]:
    try:
        with store.write() as tx:
            case = do(tx, desk.clock.now())
    except (UnknownCase, Refused) as refused:
        raise _problem(refused) from None
    desk.bell.ring(case.conversation_id)
    return {"case_id": case.id, "state": case.state.value, "owner": case.owner}


def _case(tx: Transaction, case_id: str) -> Case:
    case = tx.case(case_id)
    if case is None:
        raise Problem(404, "unknown_case", "この相談は見つかりません。")
    return case


def _problem(error: UnknownCase | Refused) -> Problem:
    if isinstance(error, UnknownCase):
        return Problem(404, "unknown_case", "この相談は見つかりません。")
    status = 403 if error.code in {"not_owner", "not_supervisor"} else 409
    return Problem(status, error.code, str(error))
