"""POST /webhooks/line: verified over the raw bytes, stored, then 200; an event that fails does not block the others."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import IntegrityError, OperationalError

from desk.channels.line import events, inbound, request_rules
from desk.channels.line.client import LineApi
from desk.channels.line.events import LineEvent
from desk.channels.line.inbound import Taken
from desk.channels.line.request_rules import NotNow
from desk.channels.line.store import SqlLineStore
from desk.channels.line.troubles import CLOCK, Troubles
from desk.channels.line.verification import is_signed
from desk.conversation_sql.transaction import SqlTransaction
from desk.http.problems import Problem
from desk.services import Services, services

logger = logging.getLogger(__name__)
router = APIRouter(tags=["line"])
_NOT_IN_GROUPS = (
    "ありがとうございます。移住のご相談は、個人のお話をうかがうため、このアカウントとの1対1のトークでお受けしています。"
    "グループからは退出します。"
)


@router.post("/webhooks/line")
async def webhook(
    request: Request, later: BackgroundTasks, desk: Annotated[Services, Depends(services)]
) -> dict[str, str]:
    """Take LINE's events: 401 unsigned, 400 no webhook, 503 where they could not be stored (LINE sends again)."""
    count, status = 0, 500
    try:
        found = await _events(request, desk.settings.line_secrets)
        count = len(found)
        taken = await run_in_threadpool(_take_all, desk.of(SqlLineStore), desk, found)
        status = 200
    except Problem as problem:
        status = problem.status
        raise
    except OperationalError:
        status = 503
        raise
    except NotNow as error:
        status = 503
        raise Problem(503, "try_again", f"Nothing was stored ({error}); send it again.") from error
    finally:
        # LINE keeps no log for its customers; ours never holds what was said.
        sender = request.client.host if request.client else ""
        logger.info("line.webhook POST /webhooks/line %s %s events from %s", status, count, sender)
    if found:
        later.add_task(_heed_clock, desk, taken.off_by)
    for conversation_id in taken.changed:
        desk.signal.send(conversation_id)
    for event in taken.left:
        # After the 200: consultations are between two, and a group is left at once.
        later.add_task(
            desk.of(LineApi).leave,
            event.group_id or "",
            event.is_room,
            event.reply_token if event.kind == "join" else None,
            _NOT_IN_GROUPS,
        )
    return {}


def _heed_clock(desk: Services, off_by: timedelta | None) -> None:
    """Tell of events whose time cannot be, until some come whose time can."""
    troubles = desk.of(Troubles)
    if off_by is None:
        troubles.end(CLOCK)
        return
    logger.error("line.clock off by %s s", round(off_by.total_seconds()))
    troubles.begin(CLOCK, f"{round(off_by.total_seconds() / 60)}分", desk.clock.now())


async def _events(request: Request, secrets: Sequence[str]) -> list[LineEvent]:
    if not secrets:
        raise Problem(404, "line_not_configured", "Set HITOHATA_LINE_CHANNEL_SECRETS to use LINE.")
    raw = await request.body()
    if not is_signed(raw, request.headers.get("x-line-signature", ""), secrets):
        raise Problem(401, "bad_signature", "The signature does not match any channel secret.")
    try:
        return events.parse(json.loads(raw.decode("utf-8")))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Problem(400, "no_webhook", "The body is no LINE webhook.") from None


def _take_all(store: SqlLineStore, desk: Services, found: list[LineEvent]) -> Taken:
    def take(tx: SqlTransaction) -> Taken:
        situation = request_rules.asked_once(desk.hours.situation)
        rules = request_rules.Rules(desk.clock.now(), situation, by_link=desk.settings.line_by_link)
        return inbound.take_all(store, tx, found, rules)

    try:
        return store.run(take)
    except IntegrityError:
        # The same event, or the first two of a new person, at the same instant: the second try sees the first.
        return store.run(take)
