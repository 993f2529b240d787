"""The channel mail of a running desk, put together: who reads the mailbox, who writes letters, who finds answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from desk.channels.mail.drafting import Drafting
from desk.channels.mail.files import Files
from desk.channels.mail.imap import ImapMailbox
from desk.channels.mail.inbound import Rules
from desk.channels.mail.intake import Intake
from desk.channels.mail.mailbox_url import MailboxServer, mailbox_server
from desk.channels.mail.posting import Posting
from desk.channels.mail.store import MailStore
from desk.channels.worker import DeliveryWorker
from desk.conversation.models import Situation
from desk.conversation.ports import ChangeSignal, Clock
from desk.db.database import Database
from desk.settings import Settings, public_url


@dataclass(frozen=True)
class MailChannel:
    """Everything that reads and writes mails of consultations; without a mailbox the store alone, for what was kept.

    Attributes:
        rules: None where no mailbox is set.
    """

    store: MailStore
    rules: Rules | None
    intake: Intake | None
    posting: DeliveryWorker | None
    drafting: Drafting | None

    def workers(self) -> list[Coroutine[Any, Any, None]]:
        """Return what runs in the background."""
        return [worker.run() for worker in (self.intake, self.posting, self.drafting) if worker is not None]

    def wake(self) -> None:
        """Look for replies now; called in the event loop."""
        if self.posting is not None:
            self.posting.wake()


def build(
    settings: Settings,
    database: Database,
    situation: Callable[[], Situation],
    understand: Callable[[str, str], Awaitable[dict[str, Any]]],
    clock: Clock,
    signal: ChangeSignal,
) -> MailChannel:
    """Return the channel; nothing is connected before its workers run.

    Raises:
        ValueError: `MAIL_IN_URL` cannot be used; the message names the setting.
    """
    store = MailStore(database)
    if not settings.mail_in_url:
        return MailChannel(store, None, None, None, None)
    server = server_of(settings)
    rules = Rules(server, settings.mail_acknowledge, f"{public_url(settings)}/chat")
    files = Files(database, settings.data, clock)
    intake = Intake(store, ImapMailbox(server), files, rules, situation, clock, signal)
    posting = DeliveryWorker(Posting(store, server, clock).post_next)
    return MailChannel(store, rules, intake, posting, Drafting(store, understand, clock))


def server_of(settings: Settings) -> MailboxServer:
    """Return the mailbox that is set.

    Raises:
        ValueError: See `build`.
    """
    try:
        return mailbox_server(settings.mail_in_url)
    except ValueError as error:
        raise ValueError(f"HITOHATA_MAIL_IN_URL: {error}") from None
