"""Whether the desk lives and is ready, and its figures for Prometheus."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from desk.cases.list_store import CaseList
from desk.channels.line.store import SqlLineStore
from desk.channels.line.troubles import Troubles
from desk.conversation.models import State
from desk.conversation_sql.turn_queue import Lane
from desk.db.database import Database
from desk.mail.outbox import Mailbox
from desk.services import Services, services

router = APIRouter(tags=["health"])
Desk = Annotated[Services, Depends(services)]
# Turns older than this mean that nobody is answering.
OLDEST_TURN_SECONDS = 60.0
# Mails older than this mean that the mail server does not take them.
OLDEST_LETTER_SECONDS = 900.0


@router.get("/health/live")
def live() -> dict[str, str]:
    """Answer as long as the process does."""
    return {"status": "ok"}


@router.get("/health/ready")
def ready(desk: Desk) -> JSONResponse:
    """Report each part; 200 while conversations can be stored, even if the assistant is away."""
    parts: dict[str, Any] = {"database": _database(desk.database)}
    usable = parts["database"]["status"] == "ok"
    if usable:
        parts["outbox"] = _outbox(desk.of(Lane), desk.clock.now())
        parts["mail"] = _mail(desk.of(Mailbox), desk.clock.now())
    is_up = desk.assistant_ready()
    parts["assistant"] = {"status": "ok" if is_up else "starting_or_down"}
    parts["status"] = "ok" if usable and is_up else "degraded" if usable else "down"
    return JSONResponse(parts, 200 if usable else 503)


@router.get("/metrics")
def metrics(request: Request, desk: Desk) -> Response:
    """Return the figures; only to this machine, whoever scrapes from outside goes through a proxy's rule."""
    if request.client is None or request.client.host not in {"127.0.0.1", "::1", "testclient"}:
        return Response(status_code=404)
    registry = CollectorRegistry()
    open_cases = Gauge("hitohata_cases", "Cases by state", ["state"], registry=registry)
    for kind in (State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT):
        open_cases.labels(kind.value).set(len(CaseList(desk.database).cases([kind])))
    waiting, oldest = desk.of(Lane).waiting()
    Gauge("hitohata_turns_waiting", "Turns not answered yet", registry=registry).set(waiting)
    age = (desk.clock.now() - oldest).total_seconds() if oldest else 0.0
    Gauge("hitohata_oldest_turn_seconds", "Age of the oldest waiting turn", registry=registry).set(age)
    _letters(registry, desk.of(Mailbox), desk.clock.now())
    ready_now = float(desk.assistant_ready())
    Gauge("hitohata_assistant_ready", "1 while the assistant answers", registry=registry).set(ready_now)
    trouble = Gauge("hitohata_trouble", "1 while a channel cannot send", ["name"], registry=registry)
    for name in desk.of(Troubles).names():
        trouble.labels(name).set(1)
    heard_at = desk.of(SqlLineStore).last_event_at()
    if heard_at is not None:
        silence = (desk.clock.now() - heard_at).total_seconds()
        Gauge("hitohata_line_silent_seconds", "Since LINE's last event", registry=registry).set(silence)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _database(database: Database) -> dict[str, str]:
    try:
        with database.write() as connection:
            connection.exec_driver_sql("SELECT 1")
    except SQLAlchemyError as error:
        return {"status": "down", "reason": type(error).__name__}
    return {"status": "ok"}


def _outbox(lane: Lane, now: datetime) -> dict[str, Any]:
    waiting, oldest = lane.waiting()
    age = (now - oldest).total_seconds() if oldest else 0.0
    return {
        "status": "ok" if age < OLDEST_TURN_SECONDS else "late",
        "waiting": waiting,
        "oldest_seconds": round(age, 1),
    }


def _mail(mailbox: Mailbox, now: datetime) -> dict[str, Any]:
    waiting, oldest = mailbox.waiting(now)
    age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    return {
        "status": "ok" if age < OLDEST_LETTER_SECONDS else "late",
        "waiting": waiting,
        "oldest_seconds": round(age, 1),
        "stuck": mailbox.count_stuck(),
    }


def _letters(registry: CollectorRegistry, mailbox: Mailbox, now: datetime) -> None:
    mail = _mail(mailbox, now)
    for name, words, figure in (
        ("hitohata_letters_waiting", "Mails and notices that are due and not sent", "waiting"),
        ("hitohata_oldest_letter_seconds", "Age of the oldest unsent mail or notice", "oldest_seconds"),
        ("hitohata_letters_stuck", "Mails and notices that wait for a person's decision", "stuck"),
    ):
        Gauge(name, words, registry=registry).set(mail[figure])
