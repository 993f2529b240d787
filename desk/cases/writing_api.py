"""What a consultant writes in a case: to the migrant, and as a note."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from desk.accounts.models import Account
from desk.cases import summary, views
from desk.cases.access import case_or_404, refusal
from desk.cases.message_schemas import CaseNote, SentSeq
from desk.cases.store import Store
from desk.conversation import answering
from desk.conversation.answering import NewerMessages
from desk.conversation.holder import Refused
from desk.conversation.open_case import UnknownCase
from desk.http.problems import Problem
from desk.office.schemas import Note, SendMessage
from desk.office.session import Accounts, CurrentSession, Desk, audited, consultant

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])


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
    desk.signal.send(message.conversation_id)
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
    desk.signal.send(case.conversation_id)
    return views.note(added)
