"""The cases as they are read: list, page, earlier messages, what is hidden."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query

from desk.attachments.service import Files
from desk.attachments.service import shown as shown_attachment
from desk.cases import danger_views, list_views, summary, views
from desk.cases.access import case_or_404, row, talk_or_409
from desk.cases.danger_api import DangerService
from desk.cases.list_schemas import CaseList
from desk.cases.list_store import CLOSED_AT_ONCE
from desk.cases.message_schemas import OlderMessages
from desk.cases.persons_api import KnownPersons
from desk.cases.schemas import CasePage, WholeCase
from desk.cases.store import Store
from desk.content.service import Published
from desk.conversation.danger import MarkState
from desk.conversation.holder import USE_STOPPED
from desk.conversation.models import Message, State
from desk.danger.queries import rules
from desk.deliveries.service import Aside, Letters, Outbox, Trouble, count_letters
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.office.session import CurrentSession, Desk, audited

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
