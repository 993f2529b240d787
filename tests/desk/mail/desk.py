"""A desk's part of the channel mail, over a real mailbox and a real SMTP server, moved step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk.channels.mail.drafting import Drafting
from desk.channels.mail.files import Files
from desk.channels.mail.imap import ImapMailbox
from desk.channels.mail.inbound import Rules
from desk.channels.mail.intake import Intake
from desk.channels.mail.mailbox_url import mailbox_server
from desk.channels.mail.posting import Posting
from desk.channels.mail.store import MailStore
from desk.conversation import answering
from desk.conversation.models import Case, Message, Situation
from desk.conversation_sql import tables as t
from desk.db.database import Database
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.sender import LetterSender
from desk.mail.smtp import SmtpTransport
from desk.mail.smtp_server import smtp_server as smtp_of
from tests import patience
from tests.desk.conftest import OPEN, SATO, FakeClock


class Quiet:
    """Nobody listens."""

    def send(self, conversation_id: str) -> None:
        pass


@dataclass
class MailDesk:
    """One process; several may work on one database."""

    database: Database
    clock: FakeClock
    folder: Path
    imap_url: str
    smtp_url: str
    acknowledges: bool = True
    situation: Situation = OPEN
    understood: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = MailStore(self.database)
        self.server = mailbox_server(self.imap_url)
        self.rules = Rules(self.server, self.acknowledges, "https://chat.example.jp/chat")
        self.mailbox = ImapMailbox(self.server, **self.patient())
        files = Files(self.database, self.folder, self.clock)
        self.intake = Intake(self.store, self.mailbox, files, self.rules, lambda: self.situation, self.clock, Quiet())
        self.posting = Posting(self.store, self.server, self.clock)
        seconds = {"attempt_seconds": patience.seconds(60), "command_seconds": patience.seconds(15)}
        transport = SmtpTransport(smtp_of(self.smtp_url), **seconds)
        self.letter_sender = LetterSender(Way.MAIL, MailOutbox(self.database), transport, self.clock, lambda: 0.5)
        self.drafting = Drafting(self.store, self._understand, self.clock)

    def patient(self) -> dict[str, float]:
        """How long a mailbox of the tests may take: a busy machine is no mailbox that is away."""
        return {"connect_seconds": patience.seconds(10), "read_seconds": patience.seconds(60)}

    async def _understand(self, _: str, text: str) -> dict[str, Any]:
        return next((known for words, known in self.understood.items() if words in text), {"label": "nlu_fallback"})

    def take_in(self) -> int:
        """Read the mailbox once, if this desk may."""
        self.clock.pass_by(seconds=31)
        return self.intake.step()

    async def send_out(self) -> None:
        while self.posting.post_next():
            pass
        while await self.letter_sender.send_next():
            pass

    def cases(self) -> list[Case]:
        with self.store.read() as tx:
            ids = tx.connection.execute(
                sa.select(t.cases.c.id).order_by(t.cases.c.opened_at, t.cases.c.receipt)
            ).scalars()
            return [case for one in ids.all() if (case := tx.case(one))]

    def messages(self, conversation_id: str) -> list[Message]:
        with self.store.read() as tx:
            return tx.messages(conversation_id)

    def said(self, conversation_id: str) -> list[tuple[str, str]]:
        return [(one.author.value, one.text) for one in self.messages(conversation_id)]

    def reply(self, case: Case, text: str, client_id: str = "r1") -> None:
        with self.store.write() as tx:
            answering.send(tx, case.id, SATO, text, client_id, self.clock.now(), seen_seq=None, is_confirmed=True)


def rows(desk: MailDesk, table: sa.Table) -> list[dict[str, object]]:
    with desk.database.read() as connection:
        return [dict(row) for row in connection.execute(table.select()).mappings()]
