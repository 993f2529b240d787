"""Makes what writes, prints and sends letters: one sender for mails, another one where chats are set up."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.mail.letter_log import LetterLog
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.print_queue import PrintQueue
from desk.mail.printing import Printer
from desk.mail.reply_mails import ReplyMails
from desk.mail.sender import LetterSender
from desk.mail.to_migrants import ReplyWatch, Transcripts
from desk.mail.transcript_store import TranscriptStore
from desk.mail.transports import chat_transport, mail_transport
from desk.settings import Settings, public_url


@dataclass(frozen=True)
class MailParts:
    """What `build` made.

    Attributes:
        chats: Fingerprints of the chats that notices go to.
        jobs: What the sweeper does from time to time.
        parts: What a request may ask for.
    """

    letters: LetterLog
    chats: Sequence[str]
    senders: Sequence[LetterSender]
    printer: Printer
    jobs: tuple[Callable[[], object], ...]
    parts: tuple[object, ...]

    def workers(self) -> list[Coroutine[Any, Any, None]]:
        """Return what runs in the background."""
        return [*(sender.run() for sender in self.senders), self.printer.run()]


def build(settings: Settings, database: Database, clock: Clock) -> MailParts:
    """Return the parts over one outbox.

    Raises:
        ValueError: `SMTP_URL` or `NOTIFY_URLS` cannot be read.
    """
    outbox, letters = MailOutbox(database), LetterLog(database)
    reply_mails, wishes = ReplyMails(database), TranscriptStore(database)
    mails, chats = mail_transport(settings.smtp_url, settings.data / "mail"), chat_transport(settings.notify_urls)
    senders = [LetterSender(Way.MAIL, outbox, mails, clock)]
    if chats is not None:
        senders.append(LetterSender(Way.CHAT, outbox, chats, clock))

    def forget_letters() -> None:
        outbox.forget_old(clock.now())

    def forget_wishes() -> None:
        wishes.forget_wishes(clock.now())

    jobs = (ReplyWatch(reply_mails, clock, public_url(settings)).look, forget_letters, forget_wishes)
    parts = (outbox, letters, reply_mails, Transcripts(wishes, clock))
    printer = Printer(PrintQueue(database), clock)
    return MailParts(letters, chats.names if chats else [], senders, printer, jobs, parts)
