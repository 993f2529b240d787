"""What an open page of the office has to know of cases: one's news and calls, and what colleagues have in hand."""

from __future__ import annotations

from fastapi import APIRouter

from desk.accounts import service as accounts
from desk.cases import list_views
from desk.cases.office_schemas import Colleague, Colleagues, Pulse
from desk.cases.store import Store
from desk.conversation.models import State
from desk.office.session import Accounts, CurrentSession, Desk

router = APIRouter(prefix="/api/console", tags=["console"])


@router.get("/pulse")
def pulse(current: CurrentSession, desk: Desk, store: Store) -> Pulse:
    """Return what an open page of the office has to know; that it asks keeps its owner's presence.

    `waiting` are the cases in the queue that call somebody, and the alerts: never a word of a migrant.
    """
    me, now = current.account.id, desk.clock.now()
    situation = desk.hours.situation()
    items = store.cases([State.QUEUED, State.ALERT])
    return {
        "news": [list_views.news(found) for found in store.news(me, now)],
        "calls": len(store.calls(me)),
        "open": situation.open,
        "opens_text": situation.opens_text,
        "on_duty": situation.on_duty,
        "duty": current.account.on_duty,
        "waiting": [
            {
                "case_id": item["case"].id,
                "receipt": item["case"].receipt,
                "is_danger": bool(item["case"].flags or item["marks"]),
            }
            for item in items
            if list_views.muted_until(item, now) is None
        ],
    }


@router.get("/accounts")
def colleagues(current: CurrentSession, desk: Desk, people: Accounts, store: Store) -> Colleagues:
    """Return the colleagues who may work on cases, who of them is 在席, and how many cases each has in hand."""
    now, held = desk.clock.now(), store.held_counts()
    found: list[Colleague] = [
        {
            "account_id": a.id,
            "name": a.name,
            "role": a.role,
            "present": accounts.is_present(a, now),
            "cases": held.get(a.id, 0),
        }
        for a in people.all()
        if a.role != "auditor"
    ]
    return {"accounts": found}
