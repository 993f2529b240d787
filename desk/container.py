"""Makes the parts of a running desk, once, and what runs in its background."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk.accounts.sign_on_store import SqlAttempts
from desk.accounts.store import SqlAccountStore
from desk.appointments import booking_dependencies
from desk.appointments.reminders import Reminders
from desk.appointments.store import AppointmentStore
from desk.assistant.client import AssistantClient
from desk.assistant.sketches import Sketches
from desk.assistant.turn_runner import TurnRunner
from desk.audit.store import AuditLog
from desk.cases import case_changes
from desk.cases.case_news import CaseNews
from desk.cases.follow_ups import CannedReplies
from desk.cases.list_store import CaseList
from desk.cases.news_mail import NewsMail
from desk.cases.persons import Persons
from desk.cases.search_index import SearchIndex
from desk.cases.store import CaseStore
from desk.cases.suggestions import Suggestions
from desk.channels.line import channel as line_channel
from desk.channels.line import render as line_render
from desk.channels.line.channel import LineChannel
from desk.channels.line.outbox import Outbox
from desk.channels.mail import channel as mail_channel
from desk.channels.mail.channel import MailChannel
from desk.channels.web import push as web_push
from desk.channels.web.push import Push
from desk.clock import clock_of
from desk.content import wiring as content_wiring
from desk.content.preview import Previews
from desk.content.try_page import Understanding
from desk.conversation.models import Author, Message
from desk.conversation.ports import Clock
from desk.conversation.texts import BOT_NAME
from desk.conversation_sql.danger_rows import URGENT
from desk.conversation_sql.transaction import SqlStore
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger import lines, pattern_files
from desk.danger.marks import Marks
from desk.danger.patterns import Patterns
from desk.danger.reader import Reader
from desk.danger.service import Danger
from desk.danger.store import Readings
from desk.db import migrate
from desk.db.data_category import Kept
from desk.db.database import Database
from desk.db.write_lock import IS_BACKGROUND
from desk.deliveries.log import Deliveries
from desk.hours import rules
from desk.hours.calendar import Calendar
from desk.hours.desk_hours import DeskHours
from desk.hours.rules import Rules, SavedRules
from desk.hours.store import OpeningHours
from desk.http.budgets import Budgets
from desk.mail import wiring as mail_wiring
from desk.mail.letter_log import LetterLog
from desk.mail.outbox import MailOutbox
from desk.mail.print_queue import PrintQueue
from desk.mail.printing import Printer
from desk.mail.reply_mails import ReplyMails
from desk.mail.to_migrants import ReplyWatch, Transcripts
from desk.mail.transcript_store import TranscriptStore
from desk.notices.store import NoticeStore
from desk.notices.watch import Watch
from desk.office import sso
from desk.office.audit_names import AuditNames
from desk.operations import stopping
from desk.operations.maintenance import Maintenance
from desk.operations.sweeper import Sweeper
from desk.privacy import wiring as privacy_wiring
from desk.reporting import wiring as reporting_wiring
from desk.services import Services
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Worker
from desk.set_aside.store import Round
from desk.settings import PROJECT, Settings, public_url
from desk.signals.change_signal import InProcessBell
from desk.signals.redis_signal import RedisBell
from desk.signals.typing import Typing
from desk.staff.handing_on import HandingOn
from desk.text import pack
from desk.work_loop import every

logger = logging.getLogger(__name__)
# One process alone hears of every change by its bell, and so do several with a Redis; others look for themselves.
_LOOK_ALONE_SECONDS = 15.0
_LOOK_BESIDE_A_REDIS_SECONDS = 3.0
_LOOK_BESIDE_OTHERS_SECONDS = 0.5
# The first search of the day need not fold all that was written: it is done soon after.
SEARCH_SECONDS = 5.0
# The same for every city; the helplines are the pack's. Read once at the start, so that what is broken in them is seen then.
PATTERNS = PROJECT / "data" / "danger" / "patterns"

Work = Coroutine[Any, Any, None]


@dataclass(frozen=True)
class Container:
    """A desk that is made and does not run yet.

    Attributes:
        services: What the endpoints see.
        workers: Returns what runs in the background; called once, when the desk starts.
    """

    services: Services
    workers: Callable[[], list[Work]]
    runner: TurnRunner
    reader: Reader
    assistant: AssistantClient
    line: LineChannel
    mail: MailChannel
    push: Push

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the workers; afterwards they are stopped and everything is closed."""
        bell = self.services.bell
        loop = asyncio.get_running_loop()
        bell.attach(loop, self.runner.wake, self.line.delivery.wake, self._wake_reader, self.mail.wake)
        if isinstance(bell, RedisBell):
            bell.start()
        # Background writers yield to requests.
        context = contextvars.copy_context()
        context.run(IS_BACKGROUND.set, True)
        background = [asyncio.create_task(worker, context=context) for worker in self.workers()]
        yield
        await stopping.stop(background)
        await self.assistant.close()
        self.services.of(Sketches).close()
        self.line.close()
        self.push.close()
        if isinstance(bell, RedisBell):
            bell.close()
        self.services.database.close()

    def _wake_reader(self) -> None:
        if self.services.database.was_stirred(URGENT):
            self.reader.wake()


@functools.cache
def _danger_files(pack_folder: Path) -> tuple[lines.Helplines, Patterns]:
    """Return the lines and patterns of this process: they are read at its start, and hold no state."""
    return lines.load(pack_folder / "danger" / "lines.yml"), pattern_files.load(PATTERNS)


def make(settings: Settings) -> Container:
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
    bell = RedisBell(settings.redis_url) if settings.redis_url else InProcessBell()
    saved = OpeningHours(database)
    opening, hours = _hours(settings, database, saved, clock)
    budgets = Budgets(settings.redis_url)
    by_link = frozenset({"line"}) if settings.line_by_link else frozenset[str]()
    assistant = AssistantClient(settings.assistant, settings.assistant_token, by_link=by_link)
    line = line_channel.build(settings, database, clock, bell, signs)
    by_mail = mail_channel.build(settings, database, hours.situation, assistant.understand, clock, bell)
    push = web_push.build(settings, database, clock)
    danger = Danger(*_danger_files(settings.pack_folder), hours.situation)
    runner = TurnRunner(store, turn_queue, assistant, hours, clock, bell, line.tell_slow, danger.heed_reply)
    audit, search = AuditLog(database), SearchIndex(database, clock.now)
    cases, appointments, aside = CaseStore(database), AppointmentStore(database, clock.now), SetAside(database)
    deliveries, outbox, letters, notices = (
        Deliveries(database),
        MailOutbox(database),
        LetterLog(database),
        NoticeStore(database),
    )
    reply_mails, wishes = ReplyMails(database), TranscriptStore(database)
    room = booking_dependencies.make_room(
        settings, appointments, clock, opening.calendar, bell.ring, danger.whom_to_call, store.language_of, budgets
    )
    privacy = privacy_wiring.build(settings, database, clock, audit, assistant.recall)
    content = content_wiring.build(settings, database, clock, audit)
    letter_senders, chats = mail_wiring.senders(settings, outbox, clock)
    watch = Watch(
        notices,
        opening.calendar,
        clock,
        base_url=public_url(settings),
        targets=chats,
        waiting_minutes=settings.waiting_minutes,
        mail_minutes=settings.mail_waiting_minutes,
        digest_at=settings.digest_at,
        stuck=lambda: deliveries.count_stuck() + letters.count_stuck(),
        expired=lambda day: len(content.published.to_review(day)),
    )

    readings = Readings(database)
    # A notice of danger does not wait for the sweeper; it tells nothing twice.
    reader = Reader(store, readings, assistant, danger, clock, bell, watch.look)

    def forget_letters() -> None:
        outbox.forget_old(clock.now())

    def forget_wishes() -> None:
        wishes.forget_wishes(clock.now())

    news = NewsMail(
        CaseNews(database),
        notices.readers,
        lambda now: Round(database, Worker.NEWS, now),
        clock,
        public_url(settings),
    )
    replies = ReplyWatch(reply_mails, clock, public_url(settings))
    reporting = reporting_wiring.build(settings, database, clock, opening, notices)
    printer = Printer(PrintQueue(database), clock)
    jobs = [
        *privacy.forgetting.jobs,
        watch.look,
        watch.write_digest,
        reporting.monthly.write_report,
        replies.look,
        forget_letters,
        forget_wishes,
        news.mail_news,
    ]
    sweeper = Sweeper(store, Maintenance(database), assistant, clock, bell, jobs)
    reminders = Reminders(
        appointments,
        clock,
        room.office,
        bell,
        aside,
        lambda: timedelta(days=privacy.tools.retention.periods()[Kept.CONTACT]),
    )

    def workers() -> list[Work]:
        return [
            runner.run(),
            reader.run(),
            sweeper.run(),
            *(letter_sender.run() for letter_sender in letter_senders),
            printer.run(),
            every(
                SEARCH_SECONDS, functools.partial(asyncio.to_thread, search.catch_up), logger, "search.catch_up.failed"
            ),
            *content.workers(),
            reminders.run(),
            *(line.workers() if settings.line_secrets else ()),
            *by_mail.workers(),
            *push.workers(),
        ]

    parts = (
        Sketches(settings.assistant, settings.assistant_token),
        store,
        turn_queue,
        saved,
        opening,
        audit,
        search,
        cases,
        Persons(database),
        appointments,
        room,
        deliveries,
        outbox,
        letters,
        notices,
        *content.parts,
        Previews(_as_line),
        Understanding(assistant.understand),
        Suggestions(assistant.understand, content.published),
        reply_mails,
        line.store,
        line.api,
        line.troubles,
        line.attachments,
        by_mail,
        push,
        danger,
        reader,
        readings,
        Marks(database),
        aside,
        Outbox(database),
        sweeper,
        HandingOn(database, room.office),
        case_changes.make_feed(cases, signs, clock),
        SqlAccountStore(database),
        AuditNames(database, SqlAccountStore(database)),
        CannedReplies(database),
        Transcripts(wishes, clock),
        privacy.tools,
        *reporting.parts,
    )
    services = Services(
        settings=settings,
        clock=clock,
        hours=hours,
        bell=bell,
        database=database,
        store=store,
        look_seconds=_look_seconds(settings, database),
        calendar=opening.calendar,
        assistant_ready=lambda: assistant.is_ready,
        parts={type(part): part for part in parts},
        sign_on=sso.build(settings, SqlAttempts(database), budgets),
        budgets=budgets,
        mark_as_read=line.mark_as_read,
        signs=signs,
        whom_to_call=danger.whom_to_call,
    )
    return Container(services, workers, runner, reader, assistant, line, by_mail, push)


def _as_line(parts: list[dict[str, Any]]) -> list[str]:
    """Return the texts of the bubbles that LINE shows of parts."""
    shown = line_render.messages(Message("", 1, Author.BOT, BOT_NAME, datetime.now(UTC), parts))
    return [str(item.get("text") or item.get("altText") or "") for item in shown]


def _hours(settings: Settings, database: Database, saved: OpeningHours, clock: Clock) -> tuple[SavedRules, DeskHours]:
    usual = Rules(settings.usual_hours, settings.closures.replace(",", "\n"))
    rules.read(usual)
    opening = SavedRules(saved.rules, usual)

    def look(now: datetime) -> tuple[Calendar, int]:
        newest, on_duty = saved.opening(now)
        return opening.calendar_of(newest), on_duty

    return opening, DeskHours(look, clock, CaseList(database).waits)


def _look_seconds(settings: Settings, database: Database) -> float:
    if settings.redis_url:
        return _LOOK_BESIDE_A_REDIS_SECONDS
    return _LOOK_ALONE_SECONDS if database.is_sqlite else _LOOK_BESIDE_OTHERS_SECONDS
