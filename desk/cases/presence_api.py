"""Who looks at a case, who writes in it, and what they have seen."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from desk.cases.access import case_or_404
from desk.cases.store import Store
from desk.office.session import CurrentSession, Desk, audited
from desk.signals import typing as typing_signs

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])


@router.post("/{case_id}/typing", status_code=204)
def typing(case_id: str, current: CurrentSession, desk: Desk, store: Store) -> Response:
    """Let colleagues see that somebody writes a reply; the migrant sees the owner's typing only."""
    with store.read() as tx:
        case = case_or_404(tx, case_id)
    name = current.account.name
    desk.signs.give("writing", case_id, name, typing_signs.TYPING_SECONDS)
    if case.owner == current.account.id:
        desk.signs.give("consultant_typing", case.conversation_id, name, typing_signs.TYPING_SECONDS)
    desk.signal.send(case.conversation_id)
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
