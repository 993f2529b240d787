"""The web channel's endpoints; rules live in `desk.conversation`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from desk.channels.web.access import Desk, Store, limited
from desk.channels.web.schemas import Begun, SendMessage, Taken
from desk.content.service import Answers
from desk.conversation import feed, ids, inbound
from desk.conversation.errors import UnknownChoice, UnknownConversation
from desk.conversation.inbound import Arrival
from desk.http import limits
from desk.http.limits import network_of
from desk.http.problems import Problem
from desk.services import ConversationId, unknown_conversation
from desk.signals import typing as typing_signs

router = APIRouter(prefix="/api/web", tags=["web"])


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


@router.post("/messages", status_code=202)
def send(
    body: SendMessage,
    request: Request,
    conversation_id: ConversationId,
    desk: Desk,
    store: Store,
    published: Answers,
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
    desk.signal.send(conversation_id)
    return {"seq": seq}


@router.post("/typing", status_code=204)
def typing(conversation_id: ConversationId, desk: Desk) -> Response:
    """Let the consultant see that the migrant writes."""
    if not desk.budgets.allows(limits.TYPING, conversation_id):
        return Response(status_code=204)
    desk.signs.give("user_typing", conversation_id, "user", typing_signs.TYPING_SECONDS)
    desk.signal.send(conversation_id)
    return Response(status_code=204)


@router.delete("/conversation", status_code=204)
def erase(conversation_id: ConversationId, desk: Desk, store: Store) -> Response:
    """Erase the conversation here and, as soon as it can be reached, in the assistant."""
    with store.write() as tx:
        tx.erase(conversation_id, desk.clock.now())
    desk.signal.send(conversation_id)
    return Response(status_code=204)


@router.api_route("/{path:path}", methods=["GET", "POST", "PUT", "DELETE", "PATCH"], include_in_schema=False)
def nothing_here(path: str) -> JSONResponse:
    """Answer unknown paths in JSON."""
    raise Problem(404, "not_found", "その場所には何もありません。")
