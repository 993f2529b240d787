"""Whether the desk lives and is ready, and its figures for Prometheus."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest

from desk.cases.list_store import CaseList
from desk.channels.line.outbox import Outbox
from desk.channels.line.store import SqlLineStore
from desk.channels.line.troubles import Troubles
from desk.content.worker import ContentWorker
from desk.conversation.models import State
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger.marks import Marks
from desk.danger.store import Readings
from desk.mail.letter_log import LetterLog
from desk.operations.part_health import (
    danger_health,
    database_health,
    line_health,
    mail_health,
    mailbox_health,
    set_aside_health,
    turns_health,
)
from desk.operations.schemas import Alive, ContentHealth, Ready
from desk.services import Services, services
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Worker

router = APIRouter(tags=["health"])
Desk = Annotated[Services, Depends(services)]


@router.get("/health/live")
def live(request: Request, response: Response) -> Alive:
    """Answer 200 as long as the process takes requests in; 503 once it was asked to end, so that a proxy passes it over."""
    if _is_ending(request):
        response.status_code = 503
        return {"status": "ending"}
    return {"status": "ok"}


@router.get("/health/ready")
def ready(desk: Desk, request: Request, response: Response) -> Ready:
    """Report each part; 200 while conversations can be stored, even if another part is late, away or has set things aside."""
    is_up = desk.assistant_ready()
    parts: Ready = {
        "database": database_health(desk.database),
        "assistant": {"status": "ok" if is_up else "starting_or_down"},
        "status": "down",
    }
    usable = parts["database"]["status"] == "ok"
    if usable:
        now = desk.clock.now()
        parts["outbox"] = turns_health(desk.of(SqlTurnQueue), now)
        parts["mail"] = mail_health(desk.of(LetterLog), now)
        if desk.settings.mail_in_url:
            parts["mailbox"] = mailbox_health(desk, now)
        if desk.settings.line_secrets:
            parts["line"] = line_health(desk.of(Outbox), desk.of(Troubles), now)
        parts["danger"] = danger_health(desk.of(Readings).waiting(), now)
        parts["content"] = cast("ContentHealth", desk.of(ContentWorker).health())
        parts["set_aside"] = set_aside_health(desk.of(SetAside))
        is_well = all(part["status"] == "ok" for part in parts.values() if isinstance(part, dict))
        parts["status"] = "ok" if is_well else "degraded"
        if _is_ending(request):
            parts["status"] = "ending"
    if not usable or _is_ending(request):
        response.status_code = 503
    return parts


def _is_ending(request: Request) -> bool:
    return bool(getattr(request.app.state, "is_ending", False))


def _is_of_this_machine(request: Request) -> bool:
    """Whether nobody stands between: a proxy on this machine that names no sender passes on the public name, or says that it is one."""
    if request.client is None or request.client.host not in {"127.0.0.1", "::1", "testclient"}:
        return False
    if any(
        name in request.headers for name in ("via", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
    ):
        return False
    return request.url.hostname in {"127.0.0.1", "::1", "localhost", "testserver"}


@router.get("/metrics")
def metrics(request: Request, desk: Desk) -> Response:
    """Return the figures; only to this machine, whoever scrapes from outside goes through a proxy's rule."""
    if not _is_of_this_machine(request):
        return Response(status_code=404)
    registry = CollectorRegistry()
    open_cases = Gauge("hitohata_cases", "Cases by state", ["state"], registry=registry)
    for kind in (State.ALERT, State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT):
        open_cases.labels(kind.value).set(len(CaseList(desk.database).cases([kind])))
    now = desk.clock.now()
    turns = turns_health(desk.of(SqlTurnQueue), now)
    mail = mail_health(desk.of(LetterLog), now)
    unread = danger_health(desk.of(Readings).waiting(), now)
    line = line_health(desk.of(Outbox), desk.of(Troubles), now)
    found: list[tuple[str, str, float]] = [
        ("hitohata_turns_waiting", "Turns not answered yet", turns["waiting"]),
        ("hitohata_oldest_turn_seconds", "Age of the oldest waiting turn", turns["oldest_seconds"]),
        ("hitohata_letters_waiting", "Mails and notices that are due and not sent", mail["waiting"]),
        ("hitohata_oldest_letter_seconds", "Age of the oldest unsent mail or notice", mail["oldest_seconds"]),
        ("hitohata_letters_stuck", "Mails and notices that wait for a person's decision", mail["stuck"]),
        ("hitohata_danger_marks_open", "Marks of danger that stand", desk.of(Marks).count_open()),
        ("hitohata_danger_unread", "Messages not read for danger yet", unread["waiting"]),
        ("hitohata_danger_unread_seconds", "Age of the oldest of them", unread["oldest_seconds"]),
        ("hitohata_danger_for_model", "Messages that only the pattern files have read", unread["for_model"]),
        ("hitohata_danger_set_aside", "Messages that the model could not read", unread["set_aside"]),
        ("hitohata_line_waiting", "Messages to LINE that are not sent", line["waiting"]),
        ("hitohata_oldest_line_seconds", "Age of the oldest unsent message to LINE", line["oldest_seconds"]),
        ("hitohata_assistant_ready", "1 while the assistant answers", float(desk.assistant_ready())),
    ]
    if desk.settings.mail_in_url:
        box = mailbox_health(desk, now)
        found += [
            ("hitohata_mailbox_read_seconds", "Since the mailbox of consultations was read", box["seconds"]),
            ("hitohata_mailbox_unreachable", "1 while it cannot be read", float(box["status"] == "unreachable")),
            ("hitohata_mails_set_aside", "Mails that wait for a look at 届いたメール", box["set_aside"]),
        ]
    heard_at = desk.of(SqlLineStore).last_event_at()
    if heard_at is not None:
        found.append(("hitohata_line_silent_seconds", "Since LINE's last event", (now - heard_at).total_seconds()))
    for name, words, figure in found:
        Gauge(name, words, registry=registry).set(figure)
    aside = Gauge("hitohata_set_aside", "Items that a worker could not do", ["worker"], registry=registry)
    counts = desk.of(SetAside).counts()
    for worker in Worker:
        aside.labels(worker.value).set(counts.get(worker.value, 0))
    trouble = Gauge("hitohata_trouble", "1 while a channel cannot send", ["name"], registry=registry)
    for name in desk.of(Troubles).names():
        trouble.labels(name).set(1)
    # The library's own registry: histograms of requests and turns, memory and open files of this process.
    figures = generate_latest(registry) + generate_latest(REGISTRY)
    return Response(figures, media_type=CONTENT_TYPE_LATEST)
