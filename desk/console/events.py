"""The console's event stream: which cases changed, and new messages and notes of the open ones."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Request
from fastapi.responses import StreamingResponse

from desk import sse
from desk.accounts import service as accounts
from desk.bell import ALL
from desk.console import views
from desk.console.deliveries import Deliveries, Outbox
from desk.console.session import CurrentSession, Desk, Store
from desk.console.store import ConsoleStore
from desk.conversation.models import State
from desk.services import Services

router = APIRouter(prefix="/api/console", tags=["console"])
_OPEN = (State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT)


@router.get("/events")
async def events(
    request: Request,
    current: CurrentSession,
    desk: Desk,
    store: Store,
    outbox: Outbox,
    hitohata_session: Annotated[str, Cookie()] = "",
) -> StreamingResponse:
    """Stream `cases`, `message` and `note`; a client that was away reads the lists again.

    The stream ends with the session: at the next look after a log-out, a closed account or a session grown old.
    """
    account_id = current.account.id
    known: dict[str, dict[str, Any]] = await asyncio.to_thread(
        _look, desk, store, outbox, account_id
    )

    async def news() -> list[sse.Event]:
        nonlocal known
        session = await asyncio.to_thread(
            accounts.session, store, hitohata_session, desk.clock.now()
        )
        if session is None:
            raise sse.Ended
        seen, known = known, await asyncio.to_thread(_look, desk, store, outbox, account_id)
        return await asyncio.to_thread(_changes, store, seen, known)

    # Other processes' changes and presence are looked for at least every few seconds.
    return sse.stream(request, desk.bell, ALL, news, look_seconds=min(desk.look_seconds, 5.0))


def _look(
    desk: Services, store: ConsoleStore, outbox: Deliveries, account_id: str
) -> dict[str, dict[str, Any]]:
    """Return what there is of each open case: state, owner, last number, notes, how far messages got."""
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
                "ways": outbox.states(case.conversation_id) if case.channel == "line" else {},
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
