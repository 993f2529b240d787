"""Whether the desk lives and is ready, and its figures for Prometheus."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from desk.cases.list_store import CaseList
from desk.channels.line.outbox import Outbox
from desk.channels.line.store import SqlLineStore
from desk.channels.line.troubles import CLOCK, STOPPED, Troubles
from desk.channels.mail.service import condition, count_aside, mailbox_server
from desk.content.worker import ContentWorker
from desk.conversation.models import State
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger.store import Marks, Readings, Waiting
from desk.db.database import Database
from desk.db.soundness import Unsound
from desk.mail.letter_log import LetterLog
from desk.operations.schemas import (
    Alive,
    ContentHealth,
    DangerHealth,
    MailboxHealth,
    MailHealth,
    PartHealth,
    QueueHealth,
    Ready,
    SetAsideHealth,
)
from desk.services import Services, services
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Worker

router = APIRouter(tags=["health"])
Desk = Annotated[Services, Depends(services)]
# Turns older than this mean that nobody is answering.
OLDEST_TURN_SECONDS = 60.0
# Messages are read for danger within five seconds; older than this means that nobody reads them.
OLDEST_UNREAD_SECONDS = 30.0
# Mails older than this mean that the mail server does not take them.
OLDEST_LETTER_SECONDS = 900.0
# A message waits for its answer at most ten seconds; older ones mean that LINE does not take them.
OLDEST_LINE_SECONDS = 60.0


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
        "database": _database(desk.database),
        "assistant": {"status": "ok" if is_up else "starting_or_down"},
        "status": "down",
    }
    usable = parts["database"]["status"] == "ok"
    if usable:
        now = desk.clock.now()
        parts["outbox"] = _outbox(desk.of(SqlTurnQueue), now)
        parts["mail"] = _mail(desk.of(LetterLog), now)
        if desk.settings.mail_in_url:
            parts["mailbox"] = _mailbox(desk, now)
        if desk.settings.line_secrets:
            parts["line"] = _line(desk.of(Outbox), desk.of(Troubles), now)
        parts["danger"] = _danger(desk.of(Readings).waiting(), now)
        parts["content"] = cast("ContentHealth", desk.of(ContentWorker).health())
        parts["set_aside"] = _set_aside(desk.of(SetAside))
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
    waiting, oldest = desk.of(SqlTurnQueue).waiting()
    Gauge("hitohata_turns_waiting", "Turns not answered yet", registry=registry).set(waiting)
    age = (desk.clock.now() - oldest).total_seconds() if oldest else 0.0
    Gauge("hitohata_oldest_turn_seconds", "Age of the oldest waiting turn", registry=registry).set(age)
    _letters(registry, desk.of(LetterLog), desk.clock.now())
    unread = _danger(desk.of(Readings).waiting(), desk.clock.now())
    for name, words, count in (
        ("hitohata_danger_marks_open", "Marks of danger that stand", desk.of(Marks).count_open()),
        ("hitohata_danger_unread", "Messages not read for danger yet", unread["waiting"]),
        ("hitohata_danger_unread_seconds", "Age of the oldest of them", unread["oldest_seconds"]),
        ("hitohata_danger_for_model", "Messages that only the pattern files have read", unread["for_model"]),
        ("hitohata_danger_set_aside", "Messages that the model could not read", unread["set_aside"]),
    ):
        Gauge(name, words, registry=registry).set(count)
    line = _line(desk.of(Outbox), desk.of(Troubles), desk.clock.now())
    for name, words, figure in (
        ("hitohata_line_waiting", "Messages to LINE that are not sent", line["waiting"]),
        ("hitohata_oldest_line_seconds", "Age of the oldest unsent message to LINE", line["oldest_seconds"]),
    ):
        Gauge(name, words, registry=registry).set(figure)
    if desk.settings.mail_in_url:
        _mailbox_figures(registry, _mailbox(desk, desk.clock.now()))
    aside = Gauge("hitohata_set_aside", "Items that a worker could not do", ["worker"], registry=registry)
    counts = desk.of(SetAside).counts()
    for worker in Worker:
        aside.labels(worker.value).set(counts.get(worker.value, 0))
    ready_now = float(desk.assistant_ready())
    Gauge("hitohata_assistant_ready", "1 while the assistant answers", registry=registry).set(ready_now)
    trouble = Gauge("hitohata_trouble", "1 while a channel cannot send", ["name"], registry=registry)
    for name in desk.of(Troubles).names():
        trouble.labels(name).set(1)
    heard_at = desk.of(SqlLineStore).last_event_at()
    if heard_at is not None:
        silence = (desk.clock.now() - heard_at).total_seconds()
        Gauge("hitohata_line_silent_seconds", "Since LINE's last event", registry=registry).set(silence)
    # The library's own registry: histograms of requests and turns, memory and open files of this process.
    figures = generate_latest(registry) + generate_latest(REGISTRY)
    return Response(figures, media_type=CONTENT_TYPE_LATEST)


def _database(database: Database) -> PartHealth:
    try:
        with database.write() as connection:
            connection.exec_driver_sql("SELECT 1")
    except Unsound as error:
        return {"status": "down", "reason": error.reason}
    except SQLAlchemyError as error:
        return {"status": "down", "reason": type(error).__name__}
    return {"status": "ok"}


def _outbox(turn_queue: SqlTurnQueue, now: datetime) -> QueueHealth:
    waiting, oldest = turn_queue.waiting()
    age = (now - oldest).total_seconds() if oldest else 0.0
    return {
        "status": "ok" if age < OLDEST_TURN_SECONDS else "late",
        "waiting": waiting,
        "oldest_seconds": round(age, 1),
    }


def _mail(letters: LetterLog, now: datetime) -> MailHealth:
    waiting, oldest = letters.waiting(now)
    age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    return {
        "status": "ok" if age < OLDEST_LETTER_SECONDS else "late",
        "waiting": waiting,
        "oldest_seconds": round(age, 1),
        "stuck": letters.count_stuck(),
    }


def _mailbox(desk: Services, now: datetime) -> MailboxHealth:
    name = mailbox_server(desk.settings.mail_in_url).name
    with desk.database.read() as connection:
        found, aside = condition(connection, name, now), count_aside(connection)
    health: MailboxHealth = {"status": found.status, "seconds": found.seconds, "set_aside": aside}
    if found.problem:
        health["reason"] = found.problem
    return health


def _mailbox_figures(registry: CollectorRegistry, health: MailboxHealth) -> None:
    for name, words, figure in (
        ("hitohata_mailbox_read_seconds", "Since the mailbox of consultations was read", health["seconds"]),
        ("hitohata_mailbox_unreachable", "1 while it cannot be read", float(health["status"] == "unreachable")),
        ("hitohata_mails_set_aside", "Mails that wait for a look at 届いたメール", health["set_aside"]),
    ):
        Gauge(name, words, registry=registry).set(figure)


def _danger(waiting: Waiting, now: datetime) -> DangerHealth:
    age = max(0.0, (now - waiting.oldest).total_seconds()) if waiting.oldest else 0.0
    return {
        "status": "ok" if age < OLDEST_UNREAD_SECONDS and not waiting.aside else "late",
        "waiting": waiting.count,
        "oldest_seconds": round(age, 1),
        "for_model": waiting.for_model,
        "set_aside": waiting.aside,
    }


def _line(outbox: Outbox, troubles: Troubles, now: datetime) -> QueueHealth:
    waiting, oldest = outbox.waiting()
    age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    names = troubles.names()
    status = "stopped" if STOPPED in names else "late" if age >= OLDEST_LINE_SECONDS else "ok"
    if status == "ok" and CLOCK in names:
        status = "clock"
    return {"status": status, "waiting": waiting, "oldest_seconds": round(age, 1)}


def _set_aside(aside: SetAside) -> SetAsideHealth:
    counts = aside.counts()
    return {"status": "waiting" if counts else "ok", "count": sum(counts.values()), "by": counts}


def _letters(registry: CollectorRegistry, letters: LetterLog, now: datetime) -> None:
    mail = _mail(letters, now)
    for name, words, figure in (
        ("hitohata_letters_waiting", "Mails and notices that are due and not sent", mail["waiting"]),
        ("hitohata_oldest_letter_seconds", "Age of the oldest unsent mail or notice", mail["oldest_seconds"]),
        ("hitohata_letters_stuck", "Mails and notices that wait for a person's decision", mail["stuck"]),
    ):
        Gauge(name, words, registry=registry).set(figure)
