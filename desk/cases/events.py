"""The console's event stream: which cases changed, and new messages and notes of the open ones."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Query, Request
from fastapi.responses import StreamingResponse

from desk.accounts import service as accounts
from desk.cases.change_feed import ChangeFeed
from desk.cases.list_schemas import Change, Changes
from desk.http import sse
from desk.http.problems import Problem
from desk.office.session import Accounts, CurrentSession, Desk
from desk.services import part
from desk.signals.change_signal import ALL

router = APIRouter(prefix="/api/console", tags=["console"])


# Below what proxies allow a request (30 s is common).
WAIT_SECONDS = 20.0
_AGAIN: Change = {"event": "cases", "data": {}}
# Presence, and whether the session still holds, are looked at as often.
_SEEN_SECONDS = 5.0


SharedFeed = Annotated[ChangeFeed, Depends(part(ChangeFeed))]


@router.get("/events")
async def events(
    request: Request,
    current: CurrentSession,
    desk: Desk,
    people: Accounts,
    feed: SharedFeed,
    hitohata_session: Annotated[str, Cookie()] = "",
) -> StreamingResponse:
    """Stream `cases`, `message` and `note`; a client that was away reads the lists again.

    The stream ends with the session: within five seconds after a log-out, a closed account or a session grown old.
    """
    number = await feed.begin()
    looked_at = float("-inf")
    # Something to hear at once: where nothing comes through, the console asks instead.
    greeting = [sse.PING]

    def still_here() -> bool:
        now = desk.clock.now()
        found = accounts.session(people, hitohata_session, now)
        if found is None:
            return False
        accounts.keep_seen(people, hitohata_session, found, now)
        return True

    async def news() -> list[sse.Event]:
        nonlocal number, looked_at
        if time.monotonic() - looked_at >= min(_SEEN_SECONDS, desk.look_seconds):
            if not await asyncio.to_thread(still_here):
                raise sse.Ended
            looked_at = time.monotonic()
        fresh, number = await feed.after(number)
        fresh, greeting[:] = greeting + fresh, []
        return fresh

    # Other processes' changes and presence are looked for at least every few seconds.
    return sse.stream(request, desk.signal, ALL, news, look_seconds=min(desk.look_seconds, _SEEN_SECONDS))


@router.get("/changes")
async def changes(
    request: Request,
    current: CurrentSession,
    desk: Desk,
    people: Accounts,
    feed: SharedFeed,
    after: Annotated[str, Query(max_length=40)] = "",
    hitohata_session: Annotated[str, Cookie()] = "",
) -> Changes:
    """Return {next, events} as soon as there are any, at the latest after 20 s: for networks that hold streams back.

    `after` is the last answer's `next`. Without it, or after a restart, the answer comes at once and says to read again.
    """
    begun = feed.number_of(after)
    if begun is None:
        return {"next": feed.mark(await feed.begin()), "events": [_AGAIN]}
    number, changed, ends = begun, desk.signal.listen(ALL), time.monotonic() + WAIT_SECONDS
    try:
        while True:
            changed.clear()
            fresh, number = await feed.after(number)
            left = ends - time.monotonic()
            if fresh or left <= 0 or await request.is_disconnected():
                break
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, desk.look_seconds, _SEEN_SECONDS)):
                    await changed.wait()
    finally:
        desk.signal.leave(ALL, changed)
    # Who logged out while this waited hears nothing.
    session = await asyncio.to_thread(accounts.session, people, hitohata_session, desk.clock.now())
    if session is None:
        raise Problem(401, "not_logged_in", "ログインしてください。")
    events: list[Change] = [{"event": found.name, "data": found.data} for found in fresh]
    return {"next": feed.mark(number), "events": events}
