"""What an open page of the office has to know of cases: one's news and calls, and what colleagues have in hand."""

from __future__ import annotations

from fastapi import APIRouter

from desk.accounts import service as accounts
from desk.cases import views
from desk.cases.schemas import Colleague, Colleagues, Pulse
from desk.cases.store import Store
from desk.office.session import Accounts, CurrentSession, Desk

router = APIRouter(prefix="/api/console", tags=["console"])


@router.get("/pulse")
def pulse(current: CurrentSession, desk: Desk, store: Store) -> Pulse:
    """Return what an open page of the office has to know; that it asks keeps its owner's presence."""
    me = current.account.id
    return {
        "news": [views.news(found) for found in store.news(me, desk.clock.now())],
        "calls": len(store.calls(me)),
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
