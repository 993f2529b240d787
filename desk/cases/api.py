"""The cases: list, page, what is said and noted."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Response

from desk.accounts.models import Account
from desk.attachments.service import Files
from desk.attachments.service import shown as shown_attachment
from desk.cases import danger_views, list_views, summary, views
from desk.cases.access import case_or_404, refusal, row, talk_or_409
from desk.cases.danger_api import DangerService
from desk.cases.list_schemas import CaseList
from desk.cases.list_store import CLOSED_AT_ONCE
from desk.cases.message_schemas import CaseNote, OlderMessages, SentSeq
from desk.cases.persons_api import KnownPersons
from desk.cases.schemas import CasePage, WholeCase
from desk.cases.store import Store
from desk.content.service import Published
from desk.conversation import answering
from desk.conversation.answering import NewerMessages
from desk.conversation.danger import MarkState
from desk.conversation.holder import USE_STOPPED, Refused
from desk.conversation.models import Message, State
from desk.conversation.open_case import UnknownCase
from desk.danger.queries import rules
from desk.deliveries.service import Aside, Letters, Outbox, Trouble, count_letters
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.office.schemas import Note, SendMessage
from desk.office.session import Accounts, CurrentSession, Desk, audited, consultant
from desk.signals import typing as typing_signs

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])
# More than fits on a screen, little enough to come and be drawn at once.
MESSAGES_AT_ONCE = 100
_OPEN = (State.ALERT, State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT)


@router.get("")
def list_cases(
    current: CurrentSession,
    desk: Desk,
    store: Store,
    outbox: Outbox,
    letters: Letters,
    trouble: Trouble,
    aside: Aside,
    state: State | None = None,
    before: datetime | None = None,
) -> CaseList:
    """Return the cases of a state, all open ones without; cries for help first, then the longest wait.

    Closed ones come page by page: those that were closed before a time.
    """
    me = current.account.id
    wanted = [state] if state else list(_OPEN)
    put_off = store.snoozes()
    calendar = desk.calendar()
    items = store.cases(wanted, before)
    is_closed = state is State.CLOSED
    rows = [row(desk, item, put_off, calendar) for item in (items[:CLOSED_AT_ONCE] if is_closed else items)]
    situation = desk.hours.situation()
    return {
        "cases": rows if is_closed else list_views.order(rows),
        "more": is_closed and len(items) > CLOSED_AT_ONCE,
        "closed": store.count_closed(),
        "open": situation.open,
        "opens_text": situation.opens_text,
        "on_duty": situation.on_duty,
        "stuck": outbox.count_stuck() + count_letters(letters, desk.clock.now()),
        "calls": [list_views.call(found) for found in store.calls(me)],
        "news": [list_views.news(found) for found in store.news(me, desk.clock.now())],
        "trouble": trouble,
        "aside": aside.count(),
    }


@router.get("/{case_id}")
def show(
    case_id: str,
    later: BackgroundTasks,
    current: CurrentSession,
    desk: Desk,
    store: Store,
    outbox: Outbox,
    files: Files,
    danger: DangerService,
    persons: KnownPersons,
    since: Annotated[int | None, Query(ge=0, le=LARGEST_NUMBER)] = None,
) -> CasePage:
    """Return a case: what is asked, the newest messages (from `since` on, where given), what the bot understood, the notes."""
    with store.read() as tx:
        case = case_or_404(tx, case_id)
        conversation = tx.conversation(case.conversation_id)
        marks = tx.marks(case.conversation_id)
        heard: list[Message] = []
        if case.state is State.ALERT:
            # The talk is with the bot: until somebody takes it up, only what is needed to decide that.
            standing = [mark.seq for mark in marks if mark.state is MarkState.OPEN]
            shown, has_older = rules.around(tx.messages(case.conversation_id), standing), False
        else:
            shown, has_older = tx.messages_before(case.conversation_id, None, MESSAGES_AT_ONCE)
            if since is not None and shown and since < shown[0].seq:
                shown = tx.messages_from(case.conversation_id, since)
                _, has_older = tx.messages_before(case.conversation_id, since, 0)
            heard = tx.understood_messages(case.conversation_id)
    [item] = store.items([case_id])
    if case.channel == "line":
        later.add_task(desk.mark_as_read, case.conversation_id)
    epoch = conversation.holder.epoch if conversation else None
    known = summary.of(case, heard)
    labels = {str((m.understanding or {}).get("label")) for m in shown}
    labels |= {str(item["label"]) for item in case.understood} | set(known["topics"])
    labels.add(str(case.slots.get("last_label")))
    ways, everywhere = outbox.states(case.conversation_id), persons.followed(case_id)
    return {
        "titles": desk.of(Published).titles(labels),
        "case": views.detail(
            case,
            row(desk, item, store.snoozes(), desk.calendar()),
            epoch,
            persons.cases(case),
            known,
        ),
        "messages": [views.message(m, ways.get(m.seq)) for m in shown],
        "has_older": has_older,
        "danger": danger_views.of_case(danger, marks),
        "attachments": {f.id: shown_attachment(f) for f in files.of(case.conversation_id)},
        "notes": [{**views.note(n), "everywhere": n["id"] in everywhere} for n in store.notes(case_id)],
        "person_notes": [
            {**views.note(n), "case_id": n["case_id"], "receipt": n["receipt"]} for n in persons.notes(case)
        ],
        "typing": bool(desk.signs.who("user_typing", case.conversation_id)),
    }


@router.get("/{case_id}/messages")
def older(
    case_id: str,
    current: CurrentSession,
    desk: Desk,
    store: Store,
    outbox: Outbox,
    before: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)],
) -> OlderMessages:
    """Return the messages before a number: a long conversation is read page by page."""
    with store.read() as tx:
        case = talk_or_409(tx, case_id)
        found, has_older = tx.messages_before(case.conversation_id, before, MESSAGES_AT_ONCE)
    ways = outbox.states(case.conversation_id)
    labels = {str((m.understanding or {}).get("label")) for m in found}
    return {
        "messages": [views.message(m, ways.get(m.seq)) for m in found],
        "has_older": has_older,
        "titles": desk.of(Published).titles(labels),
    }


@router.post("/{case_id}/contact")
def contact(case_id: str, current: CurrentSession, store: Store) -> WholeCase:
    """Show the contact, and the words that hold one, whole; a POST, so that the log has an entry each time."""
    with store.read() as tx:
        case = talk_or_409(tx, case_id)
        if tx.is_stopped(case.conversation_id):
            raise Problem(409, *USE_STOPPED)
        said = tx.messages(case.conversation_id)
        known = summary.of(case, tx.understood_messages(case.conversation_id))
    return views.whole(case, known, said, store.notes(case_id))


@router.post("/{case_id}/messages", status_code=202)
def send(case_id: str, body: SendMessage, current: CurrentSession, desk: Desk, store: Store) -> SentSeq:
    """Say something to the migrant; sending claims. 409 `newer_messages` if more arrived meanwhile."""
    try:
        with store.write() as tx:
            message = answering.send(
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
        raise refusal(refused) from None
    desk.signs.clear("consultant_typing", message.conversation_id)
    desk.signs.clear("writing", case_id)
    desk.bell.ring(message.conversation_id)
    return {"seq": message.seq}


@router.post("/{case_id}/notes", status_code=201)
def note(case_id: str, body: Note, current: CurrentSession, desk: Desk, store: Store, accounts: Accounts) -> CaseNote:
    """Add an internal note; notes never leave the desk. `@名前` calls a colleague, who sees it in the console."""
    with store.read() as tx:
        case = case_or_404(tx, case_id)
    me: Account = current.account
    colleagues = {other.id: other.name for other in accounts.all() if other.id != me.id}
    called = summary.called(body.text, colleagues)
    added = store.add_note(case.id, me.id, me.name, body.text, desk.clock.now(), called)
    desk.bell.ring(case.conversation_id)
    return views.note(added)


@router.post("/{case_id}/typing", status_code=204)
def typing(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> Response:
    """Let colleagues see that somebody writes a reply; the migrant sees the owner's typing only."""
    with store.read() as tx:
        case = case_or_404(tx, case_id)
    name = current.account.name
    desk.signs.give("writing", case_id, name, typing_signs.TYPING_SECONDS)
    if case.owner == current.account.id:
        desk.signs.give("consultant_typing", case.conversation_id, name, typing_signs.TYPING_SECONDS)
    desk.bell.ring(case.conversation_id)
    return Response(status_code=204)


@router.post("/{case_id}/news", status_code=204)
def see_news(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> Response:
    """Note that somebody has read what they were told of a case, without opening it."""
    store.see_news(current.account.id, case_id, desk.clock.now())
    return Response(status_code=204)


@router.post("/{case_id}/viewing", status_code=204)
def viewing(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> Response:
    """Let colleagues see who is looking; who looks has seen the notes that call them, and what they were told."""
    me, now = current.account, desk.clock.now()
    desk.signs.give("viewing", case_id, me.name, typing_signs.VIEWING_SECONDS)
    store.see_calls(me.id, case_id, now)
    store.see_news(me.id, case_id, now)
    return Response(status_code=204)
