"""What readers say of an answer, in place: whether it helped, and what is wrong with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from desk.channels.web.access import Desk, Store, limited
from desk.content.service import Reports
from desk.conversation import inbound
from desk.conversation.errors import UnknownChoice, UnknownConversation
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.services import ConversationId, part, unknown_conversation

router = APIRouter(prefix="/api/web", tags=["web"])


class Rated(BaseModel):
    """The tapped choice: はい or いいえ."""

    choice: Annotated[str, Field(min_length=1, max_length=32)]


class Wrong(BaseModel):
    """The message with the answer, and one sentence if the reader likes."""

    seq: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
    words: Annotated[str, Field(max_length=1_000)] = ""


@router.post("/ratings", status_code=204)
def rate(body: Rated, request: Request, conversation_id: ConversationId, desk: Desk, store: Store) -> Response:
    """Count whether an answer helped."""
    limited(desk, request, conversation_id, "")
    try:
        with store.write() as tx:
            inbound.rate_answer(tx, conversation_id, body.choice, desk.clock.now())
    except UnknownConversation:
        raise unknown_conversation() from None
    except UnknownChoice:
        raise Problem(422, "unknown_choice", "その選択肢は使えません。") from None
    return Response(status_code=204)


@router.post("/reports", status_code=204)
def report(
    body: Wrong,
    request: Request,
    conversation_id: ConversationId,
    desk: Desk,
    store: Store,
    reports: Annotated[Reports, Depends(part(Reports))],
) -> Response:
    """Keep that something is wrong with an answer, for 見直し; the same message again replaces what was said."""
    limited(desk, request, conversation_id, body.words)
    with store.read() as tx:
        found = next((m for m in tx.messages(conversation_id, body.seq - 1) if m.seq == body.seq), None)
    labels = [str(part["label"]) for part in (found.parts if found else []) if part.get("type") == "answer"]
    if not labels:
        raise Problem(422, "no_answer", "この発言には、回答がありません。")
    reports.add(conversation_id, body.seq, labels[0], body.words, desk.clock.now())
    return Response(status_code=204)
