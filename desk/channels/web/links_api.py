"""One-time links: into a conversation, and out of one to another device."""

from __future__ import annotations

from fastapi import APIRouter, Request

from desk.channels.web.access import Desk, Store, limited
from desk.channels.web.schemas import Opened, OwnLink, UseLink
from desk.conversation import links
from desk.http import limits
from desk.http.limits import network_of
from desk.http.problems import Problem
from desk.services import ConversationId
from desk.settings import public_url

router = APIRouter(prefix="/api/web", tags=["web"])


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
