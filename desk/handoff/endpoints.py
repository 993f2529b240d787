"""POST /webhooks/handoff: verified over the raw bytes, idempotent by `webhook-id`, answered with what is true."""

from __future__ import annotations

import hashlib
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from desk.conversation import case_opening, handover
from desk.conversation.case_models import Handoff
from desk.conversation.handover import DifferentBody, UnknownConversation
from desk.conversation_sql.transaction import SqlStore
from desk.handoff.as_written import as_written
from desk.handoff.schemas import HandoffAnswer, HandoffRequest
from desk.http import limits
from desk.http.problems import Problem
from desk.http.signatures import verify
from desk.http.stored import Stored
from desk.services import Services, services

router = APIRouter(tags=["handoff"])
_LONGEST_ID = 160


@router.post("/webhooks/handoff", status_code=201)
async def hand_over(
    request: Request, response: Response, desk: Annotated[Services, Depends(services)]
) -> Stored[HandoffAnswer]:
    """Take a hand-over: 201, 200 for a repeat, 401 unsigned, 409 reused id, 422 broken body or unknown on LINE."""
    raw = await request.body()
    verify(raw, dict(request.headers), desk.settings.secrets)
    webhook_id = request.headers["webhook-id"]
    if len(webhook_id) > _LONGEST_ID:
        raise Problem(422, "invalid_request", f"webhook-id: expected at most {_LONGEST_ID} characters")
    try:
        body = HandoffRequest.model_validate_json(raw)
    except ValidationError as error:
        fields = [{"field": ".".join(map(str, e["loc"])), "expected": e["msg"]} for e in error.errors()]
        raise Problem(422, "invalid_request", "The body is no hand-over.", fields=fields) from None
    await run_in_threadpool(_limited, desk, webhook_id, body)
    digest = hashlib.sha256(raw).hexdigest()
    answer, is_repeat = await run_in_threadpool(_take, desk.store, desk, webhook_id, digest, body.as_handoff())
    desk.signal.send(body.conversation_id)
    if is_repeat:
        response.status_code = 200
    return cast("HandoffAnswer", answer)


def _limited(desk: Services, webhook_id: str, body: HandoffRequest) -> None:
    """Refuse hand-overs beyond what one conversation or network may cause; danger and repeats are never refused.

    The action then says how else somebody can be reached. Who asks again of an open case makes no new one.

    Raises:
        Problem: 429.
    """
    with desk.store.read() as tx:
        if tx.handoff(webhook_id):
            return
        if {body.reason, *tx.danger_kinds(body.conversation_id)}.intersection(case_opening.DANGER_FIRST):
            return
        origin = tx.open_origin(body.conversation_id)
    desk.budgets.spend(limits.HANDOVERS, body.conversation_id)
    if origin is not None:
        desk.budgets.spend(limits.HANDOVERS_OF_NETWORK, origin)


def _take(
    store: SqlStore, desk: Services, webhook_id: str, digest: str, body: Handoff
) -> tuple[dict[str, object], bool]:
    situation = desk.hours.situation()
    for attempt in (1, 2):
        try:
            with store.write() as tx:
                request = as_written(body, tx.messages(body.conversation_id))
                return handover.take(tx, webhook_id, digest, request, desk.clock.now(), situation)
        except UnknownConversation:
            message = (
                'conversation_id: expected a conversation that LINE began, since channel is "line"; got an unknown one. '
                "Nobody could be answered there."
            )
            raise Problem(422, "unknown_line_conversation", message) from None
        except DifferentBody:
            raise Problem(409, "id_reused", "This webhook-id came before with another body.") from None
        except IntegrityError:
            # Two first requests for one new conversation at the same instant: the second try sees the first.
            if attempt == 2:
                raise Problem(410, "erased", "This conversation was erased.") from None
    raise AssertionError("unreachable")
