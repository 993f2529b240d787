"""The console's event stream: which cases changed, and new messages and notes of the open ones."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends, Request
from fastapi.responses import StreamingResponse

from desk import sse
from desk.accounts import service as accounts
from desk.bell import ALL
from desk.console import views
from desk.console.board import Board
from desk.console.session import CurrentSession, Desk, Store
from desk.console.store import ConsoleStore
from desk.services import Services

router = APIRouter(prefix="/api/console", tags=["console"])


# Presence, and whether the session still holds, are looked at as often.
_SEEN_SECONDS = 5.0


def _board(request: Request, desk: Desk, store: Store) -> Board:
    """Return the board that all streams of this process share."""
    state = request.app.state
    if getattr(state, "board", None) is None:
        state.board = Board(
            lambda: _look(desk, store), lambda before, after: _changes(store, before, after)
        )
    found: Board = state.board
    return found


@router.get("/events")
async def events(
    request: Request,
    current: CurrentSession,
    desk: Desk,
    store: Store,
    board: Annotated[Board, Depends(_board)],
    hitohata_session: Annotated[str, Cookie()] = "",
) -> StreamingResponse:
    """Stream `cases`, `message` and `note`; a client that was away reads the lists again.

    The stream ends with the session: within five seconds after a log-out, a closed account or a session grown old.
    """
    account_id = current.account.id
    number = await board.begin()
    looked_at = float("-inf")

    def still_here() -> bool:
        if accounts.session(store, hitohata_session, desk.clock.now()) is None:
            return False
        store.seen(account_id, desk.clock.now())
        return True

    async def news() -> list[sse.Event]:
        nonlocal number, looked_at
        if time.monotonic() - looked_at >= min(_SEEN_SECONDS, desk.look_seconds):
            if not await asyncio.to_thread(still_here):
                raise sse.Ended
            looked_at = time.monotonic()
        fresh, number = await board.after(number)
        return fresh

    # Other processes' changes and presence are looked for at least every few seconds.
    return sse.stream(
        request, desk.bell, ALL, news, look_seconds=min(desk.look_seconds, _SEEN_SECONDS)
    )


def _look(desk: Services, store: ConsoleStore) -> dict[str, dict[str, Any]]:
    """Return what there is of each open case, and who types or looks."""
    found = store.standing()
    for case_id, item in found.items():
        item["typing"] = bool(desk.signs.who("user_typing", item["conversation_id"]))
        item["viewers"] = tuple(desk.signs.who("viewing", case_id))
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
                # What came after the look belongs to the next one.
                if found.seq <= new["seq"]
            ]
        if new["notes"] > old["notes"]:
            added = store.notes(case_id)[old["notes"] :]
            changed += [
                ("note", {"case_id": case_id, "note": views.note(found)}, None) for found in added
            ]
    return changed
