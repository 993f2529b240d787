"""`POST /api/web/mine`: what the migrant of a talk has with the office, in one place: appointments, and what was asked of consultants.

A POST, because each answer makes new ways to the appointments' pages: only the hashes of their codes are kept.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from typing_extensions import TypedDict

from desk.appointments import booking_frame, links
from desk.appointments.booking_dependencies import Booking
from desk.appointments.models import METHOD_NAMES, Appointment
from desk.conversation.models import Case, State
from desk.conversation_sql.transaction import SqlStore
from desk.http import limits
from desk.http.budgets import too_many
from desk.services import ConversationId, part
from desk.text import times

router = APIRouter(prefix="/api/web", tags=["web"])
# As much of somebody's own words as tells one message from another.
LONGEST_QUESTION = 80
MOST_CASES = 10
_STATES = {
    State.QUEUED: "相談員を呼んでいます",
    State.CONSULTANT: "相談員が対応しています",
    State.MESSAGE_LEFT: "お預かりしています（相談員の返事を待っています）",
    State.CLOSED: "終わりました",
}


class OwnAppointment(TypedDict):
    """An appointment to come, with the addresses of its page."""

    receipt: str
    text: str
    method: str
    page_url: str
    change_url: str
    cancel_url: str
    calendar_url: str


class OwnMessage(TypedDict):
    """What was asked of consultants; `can_withdraw` while nobody has taken it up."""

    receipt: str
    text: str
    state: str
    question: str
    can_withdraw: bool


class Mine(TypedDict):
    """What a migrant has with the office, in one place; appointments to come by time, messages from the newest on."""

    appointments: list[OwnAppointment]
    messages: list[OwnMessage]


@router.post("/mine")
def mine(
    conversation_id: ConversationId,
    here: Booking,
    store: Annotated[SqlStore, Depends(part(SqlStore))],
) -> Mine:
    """Return the appointments and messages of a conversation; nothing of who they are leaves here."""
    if not here.budgets.allows(limits.OWN_LIST, conversation_id):
        raise too_many(limits.OWN_LIST)
    now, office = here.clock.now(), here.office()
    with here.store.write() as tx:
        appointments = [
            _appointment(item, office.address(links.make(tx, now, None, item)))
            for item in tx.standing_of(conversation_id, now)
        ]
    with store.read() as talk:
        cases = talk.cases_of(conversation_id, MOST_CASES)
    return {"appointments": appointments, "messages": [_message(case) for case in cases if case.state in _STATES]}


def _appointment(found: Appointment, address: str) -> OwnAppointment:
    return {
        "receipt": found.receipt,
        "text": times.span(found.begin, found.end),
        "method": METHOD_NAMES[found.method],
        "page_url": address,
        "change_url": booking_frame.address(address, change="1"),
        "cancel_url": booking_frame.address(address, cancel="1"),
        "calendar_url": f"{address}.ics",
    }


def _message(case: Case) -> OwnMessage:
    question = " ".join(case.question.split())
    return {
        "receipt": case.receipt,
        "text": times.moment(case.opened_at),
        "state": _STATES[case.state],
        "question": question if len(question) <= LONGEST_QUESTION else f"{question[:LONGEST_QUESTION]}…",
        "can_withdraw": case.state in {State.QUEUED, State.MESSAGE_LEFT},
    }
