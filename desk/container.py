"""Makes the parts of a running desk, once, and what runs in its background."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from desk.accounts.sign_on_store import SqlAttempts
from desk.accounts.store import SqlAccountStore
from desk.appointments.booking_dependencies import BookingDependencies
from desk.appointments.reminders import Reminders
from desk.appointments.store import AppointmentStore
from desk.assistant.client import AssistantClient
from desk.assistant.sketches import Sketches
from desk.assistant.turn_runner import TurnRunner
from desk.audit.store import AuditLog
from desk.cases import wiring as cases_wiring
from desk.cases.list_store import CaseList
from desk.cases.suggestions import Suggestions
from desk.channels.line import channel as line_channel
from desk.channels.line import render as line_render
from desk.channels.mail import channel as mail_channel
from desk.channels.web import push as web_push
from desk.clock import clock_of
from desk.content import wiring as content_wiring
from desk.content.preview import Previews
from desk.content.try_page import Understanding
from desk.conversation.models import Author, Message
from desk.conversation.ports import Clock
from desk.conversation.texts import BOT_NAME
from desk.conversation_sql.transaction import SqlStore
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger import wiring as danger_wiring
from desk.danger.marks import Marks
from desk.danger.reader import Reader
from desk.danger.store import Readings
from desk.db import migrate
from desk.db.data_category import Kept
from desk.db.database import Database
from desk.deliveries.log import Deliveries
from desk.hours import wiring as hours_wiring
from desk.http.budgets import Budgets
from desk.mail import wiring as mail_wiring
from desk.notices.store import NoticeStore
from desk.notices.watch import Watch
from desk.office import sso
from desk.office.audit_names import AuditNames
from desk.operations.lifespan import Lifespan, Work
from desk.operations.maintenance import Maintenance
from desk.operations.sweeper import Sweeper
from desk.privacy import wiring as privacy_wiring
from desk.reporting import wiring as reporting_wiring
from desk.services import Services
from desk.set_aside.decisions import SetAside
from desk.settings import Settings, public_url
from desk.signals import wiring as signals_wiring
from desk.signals.typing import Typing
from desk.staff.handing_on import HandingOn
from desk.text import pack


def make(settings: Settings) -> Lifespan:
    """Return a desk.

    Raises:
        DatabaseUnusable: See there.
        ValueError: The pack's profile, the opening hours, `SMTP_URL` or `NOTIFY_URLS` cannot be read.
    """
    pack.use(settings.pack_folder)
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    migrate.upgrade(database)
    clock: Clock = clock_of(settings)
    store, turn_queue, signs = SqlStore(database), SqlTurnQueue(database), Typing()
    signal, look_seconds = signals_wiring.build(settings, is_alone=database.is_sqlite)
    hours = hours_wiring.build(settings, database, clock, CaseList(database).waits)
    calendar, situation = hours.opening.calendar, hours.situation_of.situation
    budgets = Budgets(settings.redis_url)
    by_link = frozenset({"line"}) if settings.line_by_link else frozenset[str]()
    assistant = AssistantClient(settings.assistant, settings.assistant_token, by_link=by_link)
    line = line_channel.build(settings, database, clock, signal, signs)
    by_mail = mail_channel.build(settings, database, situation, assistant.understand, clock, signal)
    push = web_push.build(settings, database, clock)
    danger = danger_wiring.build(settings.pack_folder, situation)
    runner = TurnRunner(
        store, turn_queue, assistant, hours.situation_of, clock, signal, line.tell_slow, danger.heed_reply
    )
    audit, aside = AuditLog(database), SetAside(database)
    deliveries, notices = Deliveries(database), NoticeStore(database)
    appointments = AppointmentStore(database, clock.now)
    booking = BookingDependencies(
        settings, appointments, clock, calendar, signal.send, danger.whom_to_call, store.language_of, budgets
    )
    content = content_wiring.build(settings, database, clock, audit)
    privacy = privacy_wiring.build(settings, database, clock, audit, assistant.recall, content.published.titles)
    mail = mail_wiring.build(settings, database, clock)
    watch = Watch(
        notices,
        calendar,
        clock,
        base_url=public_url(settings),
        targets=mail.chats,
        waiting_minutes=settings.waiting_minutes,
        mail_minutes=settings.mail_waiting_minutes,
        digest_at=settings.digest_at,
        stuck=lambda: deliveries.count_stuck() + mail.letters.count_stuck(),
        expired=lambda day: len(content.published.to_review(day)),
    )
    readings = Readings(database)
    # A notice of danger does not wait for the sweeper; it tells nothing twice.
    reader = Reader(store, readings, assistant, danger, clock, signal, watch.look)
    reporting = reporting_wiring.build(settings, database, clock, hours.opening, notices)
    suggestions = Suggestions(assistant.understand, content.published)
    cases = cases_wiring.build(settings, database, clock, signs, suggestions, notices)
    jobs = [
        *privacy.forgetting.jobs,
        watch.look,
        watch.write_digest,
        reporting.monthly.write_report,
        *mail.jobs,
        *cases.jobs,
    ]
    sweeper = Sweeper(store, Maintenance(database), assistant, clock, signal, jobs)
    reminders = Reminders(
        appointments,
        clock,
        booking.office,
        signal,
        aside,
        lambda: timedelta(days=privacy.tools.retention.periods()[Kept.CONTACT]),
    )

    def workers() -> list[Work]:
        return [
            runner.run(),
            reader.run(),
            sweeper.run(),
            *mail.workers(),
            *cases.workers(),
            *content.workers(),
            reminders.run(),
            *(line.workers() if settings.line_secrets else ()),
            *by_mail.workers(),
            *push.workers(),
        ]

    accounts = SqlAccountStore(database)
    parts = (
        Sketches(settings.assistant, settings.assistant_token),
        store,
        turn_queue,
        *hours.parts,
        audit,
        appointments,
        booking,
        deliveries,
        notices,
        *mail.parts,
        *cases.parts,
        *content.parts,
        Previews(_as_line),
        Understanding(assistant.understand),
        *line.parts,
        by_mail,
        push,
        danger,
        reader,
        readings,
        Marks(database),
        aside,
        sweeper,
        HandingOn(database, booking.office),
        accounts,
        AuditNames(database, accounts, content.names),
        privacy.tools,
        *reporting.parts,
    )
    services = Services(
        settings=settings,
        clock=clock,
        hours=hours.situation_of,
        signal=signal,
        database=database,
        store=store,
        look_seconds=look_seconds,
        calendar=calendar,
        assistant_ready=lambda: assistant.is_ready,
        parts={type(part): part for part in parts},
        sign_on=sso.build(settings, SqlAttempts(database), budgets),
        budgets=budgets,
        mark_as_read=line.mark_as_read,
        signs=signs,
        whom_to_call=danger.whom_to_call,
    )
    return Lifespan(services, workers, runner, reader, assistant, line, by_mail, push)


def _as_line(parts: list[dict[str, Any]]) -> list[str]:
    """Return the texts of the bubbles that LINE shows of parts."""
    shown = line_render.messages(Message("", 1, Author.BOT, BOT_NAME, datetime.now(UTC), parts))
    return [str(item.get("text") or item.get("altText") or "") for item in shown]
