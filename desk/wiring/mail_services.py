"""Wires what reaches people who are not looking: the mailbox, its postmen, and who writes letters. A part of `main`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import FastAPI

from desk.cases.case_news import CaseNews
from desk.cases.delivery_log import Deliveries
from desk.content import answers
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.hours.calendar import Calendar
from desk.mail.message import Way
from desk.mail.migrant_store import MigrantMail
from desk.mail.outbox import Mailbox
from desk.mail.sender import Postman
from desk.mail.to_migrants import ReplyWatch, Transcripts
from desk.mail.transports import chat_transport, mail_transport
from desk.notices.news_mail import NewsMail
from desk.notices.store import NoticeStore, Told
from desk.notices.watch import Watch
from desk.set_aside.kinds import Worker
from desk.set_aside.store import Round
from desk.settings import Settings


class Reaching:
    """The parts, made once.

    Attributes:
        chores: For the sweeper.
    """

    def __init__(self, settings: Settings, database: Database, calendar: Callable[[], Calendar], clock: Clock) -> None:
        """Make them.

        Raises:
            ValueError: `SMTP_URL` or `NOTIFY_URLS` cannot be used.
        """
        self._clock = clock
        self._mailbox, self._notices = Mailbox(database), NoticeStore(database)
        self._migrant_mail, deliveries = MigrantMail(database), Deliveries(database)
        self._transcripts = Transcripts(self._migrant_mail, clock)
        mails, chats = (
            mail_transport(settings.smtp_url, settings.data / "mail"),
            chat_transport(settings.notify_urls),
        )
        self._postmen = [Postman(Way.MAIL, self._mailbox, mails, clock)]
        if chats is not None:
            self._postmen.append(Postman(Way.CHAT, self._mailbox, chats, clock))
        watch = self._watch = Watch(
            self._notices,
            Told,
            calendar,
            clock,
            base_url=settings.base_url,
            targets=chats.names if chats else [],
            waiting_minutes=settings.waiting_minutes,
            digest_at=settings.digest_at,
            stuck=lambda: deliveries.count_stuck() + self._mailbox.count_stuck(),
            expired=lambda day: len(answers.to_review(day)),
        )
        self.chores: list[Callable[[], object]] = [
            watch.look,
            watch.write_digest,
            ReplyWatch(self._migrant_mail, clock, settings.base_url).look,
            self._forget_letters,
            self._forget_wishes,
            NewsMail(
                CaseNews(database),
                self._notices.readers,
                lambda now: Round(database, Worker.NEWS, now),
                clock,
                settings.base_url,
            ).mail_news,
        ]

    def tell_now(self) -> None:
        """Write the notices that are due, without waiting for the sweeper; it tells nothing twice."""
        self._watch.look()

    def _forget_letters(self) -> None:
        self._mailbox.forget_old(self._clock.now())

    def _forget_wishes(self) -> None:
        self._migrant_mail.forget_wishes(self._clock.now())

    def workers(self) -> list[Coroutine[Any, Any, None]]:
        """Return what carries letters, to be run as tasks."""
        return [postman.run() for postman in self._postmen]

    def install(self, app: FastAPI) -> None:
        """Give the endpoints what they need."""
        app.state.mailbox, app.state.notices = self._mailbox, self._notices
        app.state.migrant_mail, app.state.transcripts = self._migrant_mail, self._transcripts
