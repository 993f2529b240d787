"""The console's event stream: which cases changed, and new messages and notes of the open ones."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from desk import sse
from desk.bell import ALL
from desk.console import views
from desk.console.session import CurrentSession, Desk, Store
from desk.console.store import ConsoleStore
from desk.conversation.models import State
from desk.services import Services

router = APIRouter(prefix="/api/console", tags=["console"])
_OPEN = (State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT)


@router.get("/events")
async def events(
    request: Request, current: CurrentSession, desk: Desk, store: Store
) -> StreamingResponse:
    """Stream `cases`, `message` and `note`; a client that was away reads the lists again."""
    account_id = current.account.id
    known: dict[str, dict[str, Any]] = await asyncio.to_thread(_look, desk, store, account_id)

    async def news() -> list[sse.Event]:
        nonlocal known
        seen, known = known, await asyncio.to_thread(_look, desk, store, account_id)
        return await asyncio.to_thread(_changes, store, seen, known)

    # Other processes' changes and presence are looked for at least every few seconds.
    return sse.stream(request, desk.bell, ALL, news, look_seconds=min(desk.look_seconds, 5.0))


def _look(desk: Services, store: ConsoleStore, account_id: str) -> dict[str, dict[str, Any]]:
    """Return what there is of each open case: state, owner, last number, notes."""
    store.seen(account_id, desk.clock.now())
    found: dict[str, dict[str, Any]] = {}
    items = store.cases(_OPEN)
    with store.read() as tx:
        for item in items:
            case = item["case"]
            conversation = tx.conversation(case.conversation_id)
            found[case.id] = {
                "conversation_id": case.conversation_id,
                "seq": conversation.last_seq if conversation else 0,
                "standing": (case.state, case.owner, tuple(case.flags), case.question),
                "notes": len(store.notes(case.id)),
                "typing": bool(desk.signs.who("user_typing", case.conversation_id)),
                "viewers": tuple(desk.signs.who("viewing", case.id)),
            }
    return found


def _changes(
    store: ConsoleStore, before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]
) -> list[sse.Event]:
    changed: list[sse.Event] = []
    for case_id in before.keys() | after.keys():
        old, new = before.get(case_id), after.get(case_id)
        if old == new:
            continue
        changed.append(("cases", {"case_id": case_id}, None))
        if new is None or old is None:
            continue
        if new["seq"] > old["seq"]:
            with store.read() as tx:
                fresh = tx.messages(new["conversation_id"], old["seq"])
            changed += [
                ("message", {"case_id": case_id, "message": views.message(found)}, None)
                for found in fresh
            ]
        if new["notes"] > old["notes"]:
            added = store.notes(case_id)[old["notes"] :]
            changed += [
                ("note", {"case_id": case_id, "note": views.note(found)}, None) for found in added
            ]
    return changed
