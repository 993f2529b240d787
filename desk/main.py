"""The desk: wires the rooms together and serves them. The only public process."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import ValidationError

from desk.accounts.sign_on_store import SqlAttempts
from desk.assistant.client import AssistantClient
from desk.attachments import api as attachments
from desk.audit.store import OfficeStore
from desk.cases import api as cases
from desk.cases import canned_replies, commands, deliveries_page, events, outcomes, record, search, search_worker, today
from desk.cases.console_store import SqlConsoleStore
from desk.cases.delivery_log import Deliveries
from desk.cases.follow_ups import CannedReplies
from desk.cases.list_store import CaseList
from desk.cases.search_index import SearchIndex
from desk.channels.line import webhook as line
from desk.channels.line.outbox import Outbox
from desk.channels.web import api as web
from desk.channels.web import forms, transcript_mail
from desk.clock import clock_of
from desk.content import answers
from desk.conversation.ports import Clock
from desk.conversation.turn_runner import TurnRunner
from desk.conversation_sql.transaction import SqlStore
from desk.conversation_sql.turn_queue import Lane
from desk.danger import api as danger_api
from desk.danger import lines, patterns
from desk.danger import pages as danger_pages
from desk.danger.reader import Reader
from desk.danger.service import Danger
from desk.danger.store import Marks, Readings
from desk.db import migrate
from desk.db.database import Database
from desk.db.migrate import DatabaseUnusable
from desk.db.write_lock import IS_BACKGROUND
from desk.handoff import endpoints as handoff
from desk.hours import rules, weekly
from desk.hours.calendar import Calendar
from desk.hours.desk_hours import DeskHours
from desk.hours.rules import Rules, SavedRules
from desk.http import pages, problems
from desk.http.body_limit import BodyLimit
from desk.http.services import Services
from desk.http.warm_up import warm_up
from desk.mail import outbox_page, transcript_page
from desk.notices import page as notices
from desk.office import accounts_page, audit_page, hours_page, login, own_page, sso
from desk.operations import health, stopping
from desk.operations.maintenance import Chores
from desk.operations.sweeper import Sweeper
from desk.privacy import pages as privacy
from desk.privacy import retention_pages
from desk.privacy.erased_list import Ledger
from desk.privacy.forgetting import Forgetting
from desk.privacy.pages import Privacy
from desk.privacy.requests_store import SqlRequests
from desk.privacy.retention import SqlRetention
from desk.privacy.store import SqlPrivacyStore
from desk.reporting import downloads, trials_page, unanswered_page
from desk.reporting import pages as reports
from desk.reporting.reader import ReportReader
from desk.reporting.store import ReportingStore
from desk.set_aside import page as aside
from desk.set_aside.kinds import is_of_everything
from desk.set_aside.store import SetAside
from desk.settings import PROJECT, Settings, UnsafeSettings, load
from desk.signals.change_signal import InProcessBell
from desk.signals.redis_signal import RedisBell
from desk.signals.typing import TypingSigns
from desk.wiring import appointments
from desk.wiring import line as line_room
from desk.wiring.mail_services import Reaching

# One process alone hears of every change by its bell, and so do several with a Redis; others look for themselves.
_LOOK_ALONE_SECONDS = 15.0
_LOOK_BESIDE_A_REDIS_SECONDS = 3.0
_LOOK_BESIDE_OTHERS_SECONDS = 0.5
# Patterns and helplines: read once at the start, so that what is broken in them is seen then.
DANGER = PROJECT / "data" / "danger"


def create_app(settings: Settings) -> FastAPI:
    """Return the desk.

    Raises:
        DatabaseUnusable: See there.
        ValueError: The opening hours cannot be read.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    migrate.upgrade(database)
    clock: Clock = clock_of(settings)
    store, lane, lists, bell = (
        SqlStore(database),
        Lane(database),
        CaseList(database),
        RedisBell(settings.redis_url) if settings.redis_url else InProcessBell(),
    )
    office_store = OfficeStore(database)
    usual = Rules(settings.opening_hours, settings.closures.replace(",", "\n"))
    rules.read(usual)
    opening = SavedRules(office_store.rules, usual)

    def look(now: datetime) -> tuple[Calendar, int]:
        saved, on_duty = office_store.opening(now)
        return opening.calendar_of(saved), on_duty

    desk_hours = DeskHours(look, clock, lists.waits)
    by_link = frozenset({"line"}) if settings.line_by_link else frozenset[str]()
    assistant = AssistantClient(settings.assistant, settings.assistant_token, by_link=by_link)
    signs = TypingSigns()
    at_line = line_room.build(settings, database, clock, bell, signs)
    danger = Danger(lines.load(DANGER / "lines.yml"), patterns.load(DANGER / "patterns"), desk_hours.situation)
    runner = TurnRunner(
        store, lane, assistant, desk_hours, clock, bell, at_line.tell_slow, danger.heed_reply, is_of_everything
    )
    chores, ledger = Chores(database), Ledger(settings.data)
    ledger.reapply(database, clock.now())
    reaching = Reaching(settings, database, opening.calendar, clock)
    readings = Readings(database)
    reader = Reader(store, readings, assistant, danger, clock, bell, reaching.tell_now)
    retention = SqlRetention(database)
    forgetting = Forgetting(chores, ledger, settings.data, clock, retention, office_store.audit)
    more = [*forgetting.chores, *reaching.chores]
    sweeper = Sweeper(store, chores, assistant, clock, bell, more)
    search_index = SearchIndex(database, clock.now)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        bell.attach(asyncio.get_running_loop(), runner.wake, at_line.delivery.wake, reader.wake)
        if isinstance(bell, RedisBell):
            bell.start()
        workers = [
            runner.run(),
            reader.run(),
            sweeper.run(),
            *reaching.workers(),
            search_worker.run(search_index.catch_up),
            reminders.run(),
        ] + (at_line.workers() if settings.line_secrets else [])
        # Their writes let those go first whom somebody waits for.
        context = contextvars.copy_context()
        context.run(IS_BACKGROUND.set, True)
        background = [asyncio.create_task(worker, context=context) for worker in workers]
        await warm_up(app)
        yield
        await stopping.stop(background)
        await assistant.close()
        at_line.close()
        if isinstance(bell, RedisBell):
            bell.close()
        database.close()

    app = FastAPI(title="Hitohata desk", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.services = Services(
        settings=settings,
        clock=clock,
        hours=desk_hours,
        bell=bell,
        look_seconds=_look_seconds(settings, database),
        calendar=opening.calendar,
        assistant_ready=lambda: assistant.is_ready,
        signs=signs,
        mark_as_read=at_line.mark_as_read,
        whom_to_call=danger.whom_to_call,
    )
    app.state.database, app.state.lane = database, lane
    app.state.web_store, app.state.sweeper = store, sweeper
    app.state.line_store, app.state.line_api = at_line.store, at_line.api
    app.state.troubles, app.state.attachments = at_line.troubles, at_line.attachments
    app.state.danger, app.state.danger_reader = danger, reader
    app.state.danger_marks, app.state.danger_readings = Marks(database), readings
    app.state.console_store = SqlConsoleStore(database)
    app.state.deliveries = Deliveries(database)
    app.state.set_aside, app.state.outbox = SetAside(database), Outbox(database)
    reaching.install(app)
    app.state.canned_replies = CannedReplies(database)
    app.state.search_index = search_index
    app.state.privacy = Privacy(
        SqlPrivacyStore(database, settings.data), SqlRequests(database), retention, assistant.recall
    )
    app.state.report_reader = ReportReader(database)
    app.state.reporting_store = ReportingStore(database)
    app.state.sign_on = sso.build(settings, SqlAttempts(database))
    app.state.office_store, app.state.opening = office_store, opening
    problems.install(app)
    for router in (
        health.router,
        handoff.router,
        line.router,
        login.router,
        sso.router,
        cases.router,
        commands.router,
        danger_api.router,
        danger_pages.router,
        canned_replies.router,
        canned_replies.api_router,
        record.router,
        search.router,
        outcomes.router,
        reports.router,
        unanswered_page.router,
        downloads.router,
        trials_page.router,
        today.router,
        events.router,
        answers.router,
        hours_page.router,
        accounts_page.router,
        audit_page.router,
        deliveries_page.router,
        aside.router,
        own_page.router,
        privacy.router,
        retention_pages.router,
        outbox_page.router,
        notices.router,
        transcript_page.router,
        forms.router,
        transcript_mail.router,
        attachments.router,
        web.router,
    ):
        app.include_router(router)
    reminders = appointments.install(app, settings, database, clock, opening.calendar, bell, danger.whom_to_call)
    pages.install(app, lambda: weekly.words(opening.calendar()))
    app.add_middleware(pages.SecurityHeaders)
    app.add_middleware(BodyLimit)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["authorization", "content-type", "last-event-id"],
        )
    return app


def _look_seconds(settings: Settings, database: Database) -> float:
    if settings.redis_url:
        return _LOOK_BESIDE_A_REDIS_SECONDS
    return _LOOK_ALONE_SECONDS if database.is_sqlite else _LOOK_BESIDE_OTHERS_SECONDS


def main() -> int:
    """Serve until stopped; a setting or database that cannot be used is named. Returns the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s", stream=sys.stdout)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = load()
        app = create_app(settings)
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(map(str, problem["loc"])).upper()
            print(f"HITOHATA_{name}: {problem['msg']}", file=sys.stderr)
        return 2
    except (UnsafeSettings, DatabaseUnusable, ValueError) as error:
        print(f"desk: {error}", file=sys.stderr)
        return 2
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        # Access logs would hold nothing that is needed and much that is personal.
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
