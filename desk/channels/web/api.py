"""The web channel's endpoints; rules live in `desk.conversation`."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from desk.channels.web.schemas import Begun, Feed, Opened, OwnLink, SendMessage, Taken, UseLink
from desk.content.service import Published
from desk.conversation import feed, ids, inbound, links
from desk.conversation.errors import UnknownChoice, UnknownConversation
from desk.conversation.inbound import Arrival
from desk.conversation.models import Author
from desk.conversation.wire import Standing
from desk.conversation_sql.transaction import SqlStore
from desk.http import limits, sse
from desk.http.budgets import too_many
from desk.http.limits import LARGEST_NUMBER, network_of
from desk.http.problems import Problem
from desk.mail.service import ReplyMails
from desk.services import ConversationId, Services, part, services, unknown_conversation
from desk.settings import public_url
from desk.signals import typing as typing_signs

router = APIRouter(prefix="/api/web", tags=["web"])

Desk = Annotated[Services, Depends(services)]


def limited(
    desk: Services,
    request: Request,
    conversation_id: str,
    text: str,
    of_network: limits.Limit = limits.MESSAGES_OF_NETWORK,
) -> None:
    """Refuse what comes too fast, but never words of danger: beyond a limit of their own the refusal itself has the numbers.

    Raises:
        Problem: 429; the widget sends it again by itself.
    """
    allows = desk.budgets.allows
    if allows(limits.MESSAGES, conversation_id) and allows(of_network, network_of(request)):
        return
    numbers = desk.whom_to_call(text)
    if numbers and allows(limits.URGENT, conversation_id):
        return
    words = limits.MESSAGES.says
    if numbers:
        called = "、".join(f"{label} {number}" for label, number in numbers)
        words = f"{words}いますぐ電話できるところ：{called}"
    raise Problem(429, "too_many", words, retry_after=10)


Store = Annotated[SqlStore, Depends(part(SqlStore))]


SeenMessages = Annotated[ReplyMails, Depends(part(ReplyMails))]


@router.post("/conversations", status_code=201)
def start(request: Request, desk: Desk, store: Store) -> Begun:
    """Begin a conversation; the token opens it and is shown only here."""
    desk.budgets.spend(limits.CONVERSATIONS, network_of(request))
    token, situation = ids.token(), desk.hours.situation()
    with store.write() as tx:
        greeting = inbound.start(tx, "web", desk.clock.now(), situation, ids.token_hash(token))
    return {
        "conversation_id": greeting.conversation_id,
        "token": token,
        "greeting": feed.as_dict(greeting),
    }


@router.post("/links")
def open_link(body: UseLink, request: Request, desk: Desk, store: Store) -> Opened:
    """Let the device that opened a one-time link into its conversation; 410 where the link opens nothing any more."""
    desk.budgets.spend(limits.CONVERSATIONS, network_of(request))
    try:
        with store.write() as tx:
            conversation_id, token = links.use(tx, body.code, desk.clock.now())
    except links.LinkUseless:
        raise Problem(
            410,
            "link_useless",
            "このリンクは使用ずみか、期限が切れています。新しいリンクを受け取るか、このままご質問ください。",
        ) from None
    return {"conversation_id": conversation_id, "token": token}


@router.post("/links/own", status_code=201)
def make_link(request: Request, conversation_id: ConversationId, desk: Desk, store: Store) -> OwnLink:
    """Return a one-time address for another device of the same person, good for a quarter of an hour."""
    limited(desk, request, conversation_id, "")
    base = public_url(desk.settings)
    with store.write() as tx:
        address = links.make(tx, conversation_id, desk.clock.now(), base, links.AT_HAND)
    return {"address": address}


@router.post("/messages", status_code=202)
def send(
    body: SendMessage,
    request: Request,
    conversation_id: ConversationId,
    desk: Desk,
    store: Store,
    published: Annotated[Published, Depends(part(Published))],
) -> Taken:
    """Take a message; the same `client_id` returns the same number and does nothing else."""
    limited(desk, request, conversation_id, body.text or "")
    arrival = Arrival(channel="web", origin=limits.origin(network_of(request), desk.settings.secrets[0]))
    try:
        seq = store.run(
            lambda tx: inbound.receive(
                tx,
                conversation_id,
                body.client_id,
                text=body.text,
                choice_id=body.choice,
                now=desk.clock.now(),
                situation=desk.hours.situation,
                arrival=arrival,
                standing_choice=published.suggested_choice,
            )
        )
    except UnknownConversation:
        raise unknown_conversation() from None
    except UnknownChoice:
        raise Problem(422, "unknown_choice", "その選択肢は使えません。もう一度選ぶか、文字で送ってください。") from None
    desk.signs.clear("user_typing", conversation_id)
    desk.bell.ring(conversation_id)
    return {"seq": seq}


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
        desk.bell,
        conversation_id,
        news,
        look_seconds=desk.look_seconds,
        hold=lambda: desk.budgets.holding(*held),
    )


@router.post("/typing", status_code=204)
def typing(conversation_id: ConversationId, desk: Desk) -> Response:
    """Let the consultant see that the migrant writes."""
    if not desk.budgets.allows(limits.TYPING, conversation_id):
        return Response(status_code=204)
    desk.signs.give("user_typing", conversation_id, "user", typing_signs.TYPING_SECONDS)
    desk.bell.ring(conversation_id)
    return Response(status_code=204)


@router.delete("/conversation", status_code=204)
def erase(conversation_id: ConversationId, desk: Desk, store: Store) -> Response:
    """Erase the conversation here and, as soon as it can be reached, in the assistant."""
    with store.write() as tx:
        tx.erase(conversation_id, desk.clock.now())
    desk.bell.ring(conversation_id)
    return Response(status_code=204)


@router.api_route("/{path:path}", methods=["GET", "POST", "PUT", "DELETE", "PATCH"], include_in_schema=False)
def nothing_here(path: str) -> JSONResponse:
    """Answer unknown paths in JSON."""
    raise Problem(404, "not_found", "その場所には何もありません。")


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
