"""What a chat hears: everything after a number, asked for or streamed."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from desk.channels.web.access import Desk, SeenMessages, Store
from desk.channels.web.schemas import Feed
from desk.conversation import feed
from desk.conversation.models import Author
from desk.conversation.wire import Standing
from desk.conversation_sql.transaction import SqlStore
from desk.http import limits, sse
from desk.http.budgets import too_many
from desk.http.limits import LARGEST_NUMBER, network_of
from desk.services import ConversationId, Services, unknown_conversation

router = APIRouter(prefix="/api/web", tags=["web"])


@router.get("/messages")
def messages(
    conversation_id: ConversationId,
    desk: Desk,
    store: Store,
    seen: SeenMessages,
    after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    shown: Annotated[bool, Query()] = True,
) -> Feed:
    """Return everything after a number, and how things stand; `shown` is false where the chat is closed or hidden."""
    desk.budgets.spend(limits.READS, conversation_id)
    found = _news(desk, store, conversation_id, after)
    if shown and any(message["author"] == Author.CONSULTANT for message in found["messages"]):
        # Who fetched a reply needs no mail about it; a stream alone proves nothing, its other end may be asleep.
        seen.note_seen(conversation_id, found["messages"][-1]["seq"], desk.clock.now())
    return found


@router.get("/events")
async def events(
    request: Request,
    conversation_id: ConversationId,
    desk: Desk,
    store: Store,
    last_event_id: Annotated[str, Header()] = "",
    after: Annotated[int | None, Query(ge=0, le=LARGEST_NUMBER)] = None,
) -> StreamingResponse:
    """Stream messages and changes of state; resumes after `Last-Event-ID`."""
    seen = (
        min(int(last_event_id), LARGEST_NUMBER)
        if last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 20
        else (after or 0)
    )
    told: Standing | None = None
    held = (
        (limits.STREAMS, conversation_id),
        (limits.STREAMS_OF_NETWORK, network_of(request)),
        (limits.STREAMS_OF_DESK, ""),
    )
    for limit, key in held:
        if not desk.budgets.has_room(limit, key):
            raise too_many(limit)

    async def news() -> list[sse.Event]:
        nonlocal seen, told
        if told is None:
            await desk.openings.turn(network_of(request))
        desk.signs.give("reading", conversation_id, "page", desk.look_seconds + 5.0)
        found = await asyncio.to_thread(_news, desk, store, conversation_id, seen)
        fresh = [sse.Event("message", message, message["seq"]) for message in found["messages"]]
        if found["messages"]:
            seen = found["messages"][-1]["seq"]
        if found["state"] != told:
            told = found["state"]
            fresh.append(sse.Event("state", told))
        return fresh

    return sse.stream(
        request,
        desk.signal,
        conversation_id,
        news,
        look_seconds=desk.look_seconds,
        hold=lambda: desk.budgets.holding(*held),
    )


def _news(desk: Services, store: SqlStore, conversation_id: str, after: int) -> Feed:
    situation = desk.hours.situation()
    with store.read() as tx:
        conversation = tx.conversation(conversation_id)
        if conversation is None:
            raise unknown_conversation()
        typing_now = "consultant" if desk.signs.who("consultant_typing", conversation_id) else None
        state = feed.state(
            tx,
            conversation,
            situation,
            consultant_name=store.account_name(conversation.holder.owner),
            assistant_ready=desk.assistant_ready(),
            typing=typing_now,
        )
        return {"messages": feed.visible(tx, conversation_id, after), "state": state}
