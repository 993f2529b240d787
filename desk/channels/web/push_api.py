"""`POST /api/web/push`: whether this browser is told of replies, and the key that it subscribes with."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from desk.channels.web.access import Desk
from desk.channels.web.push import Push
from desk.channels.web.vapid import is_allowed
from desk.http import limits
from desk.http.budgets import too_many
from desk.http.problems import Problem
from desk.services import ConversationId, part

router = APIRouter(prefix="/api/web", tags=["web"])


class PushWish(BaseModel):
    """The browser's address at its push service; without one only the key is asked for. `is_wanted` false: tell it no more."""

    endpoint: Annotated[str, Field(max_length=1_000)] = ""
    is_wanted: bool = True


class PushKey(TypedDict):
    """The public key (VAPID, base64url) that a browser subscribes with; None where the office has not set it up."""

    key: str | None


@router.post("/push")
def push(
    body: PushWish, conversation_id: ConversationId, desk: Desk, pushing: Annotated[Push, Depends(part(Push))]
) -> PushKey:
    """Take or drop a browser's subscription."""
    if not desk.budgets.allows(limits.TYPING, conversation_id):
        raise too_many(limits.OWN_LIST)
    if pushing.vapid is None:
        return {"key": None}
    if body.endpoint and not body.is_wanted:
        pushing.store.remove(conversation_id, body.endpoint)
    elif body.endpoint:
        if not is_allowed(body.endpoint, pushing.hosts):
            raise Problem(422, "unknown_push_service", "このブラウザの通知は、まだ使えません。")
        pushing.store.add(conversation_id, body.endpoint, desk.clock.now())
    return {"key": pushing.vapid.public}
