"""POST /webhooks/line: verified over the raw bytes, stored, then 200; an event that fails does not block the others."""

from __future__ import annotations

import json
import logging
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import IntegrityError

from desk.channels.line import events, intake
from desk.channels.line.events import LineEvent
from desk.channels.line.store import LineStore
from desk.channels.line.verification import is_signed
from desk.serving.problems import Problem
from desk.serving.services import Services, services

logger = logging.getLogger(__name__)
router = APIRouter(tags=["line"])
_NOT_IN_GROUPS = (
    "ありがとうございます。移住のご相談は、個人のお話をうかがうため、このアカウントとの1対1のトークでお受けしています。"
    "グループからは退出します。"
)


@router.post("/webhooks/line")
async def webhook(
    request: Request, later: BackgroundTasks, desk: Annotated[Services, Depends(services)]
) -> dict[str, Any]:
    """Take LINE's events: 401 unsigned, 400 no webhook, 503 where they could not be stored (LINE sends again)."""
    secrets = desk.settings.line_secrets
    if not secrets:
        raise Problem(404, "line_not_configured", "Set HITOHATA_LINE_CHANNEL_SECRETS to use LINE.")
    raw = await request.body()
    if not is_signed(raw, request.headers.get("x-line-signature", ""), secrets):
        raise Problem(401, "bad_signature", "The signature does not match any channel secret.")
    try:
        found = events.parse(json.loads(raw.decode("utf-8")))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Problem(400, "no_webhook", "The body is no LINE webhook.") from None
    store: LineStore = request.app.state.line_store
    for rung in await run_in_threadpool(_take_all, store, desk, found):
        desk.bell.ring(rung)
    # LINE keeps no log for its customers; ours never holds what was said.
    logger.info(
        "line.webhook POST /webhooks/line 200 %s events from %s",
        len(found),
        request.client.host if request.client else "",
    )
    for event in found:
        if event.kind == "join" and event.group_id and not event.is_standby:
            # After the 200: consultations are between two, and a group is left at once.
            later.add_task(
                request.app.state.line_api.leave,
                event.group_id,
                event.is_room,
                event.reply_token,
                _NOT_IN_GROUPS,
            )
    return {}


def _take_all(store: LineStore, desk: Services, found: list[LineEvent]) -> list[str]:
    situation = desk.hours.situation()

    def take(tx: Any) -> list[str]:
        rules = intake.Rules(desk.clock.now(), situation, by_link=desk.settings.line_by_link)
        return intake.take_all(store, tx, found, rules)

    try:
        return store.run(take)
    except IntegrityError:
        # The same event, or the first two of a new person, at the same instant: the second try sees the first.
        return store.run(take)
