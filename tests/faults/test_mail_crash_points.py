"""Crash at every step of a consultation by mail: before and after each commit, each word to the mailbox, each mail that goes out.

One consultation is played from the first mail to the answer to a consultant's reply, over a real mailbox (pymap) and a real
SMTP server. A run dies at its n-th step, is begun again with nothing but the database, and played to its end.
"""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import sqlalchemy as sa

from desk.channels.mail.imap import ImapMailbox
from desk.db.database import Database
from desk.mail.message import Letter
from tests.desk.conftest import START, FakeClock
from tests.desk.mail import servers
from tests.desk.mail.desk import MailDesk
from tests.desk.mail.servers import Imap, Smtp, letter
from tests.faults.tally import Tally


class Crash(BaseException):
    """The process is gone."""


class Steps:
    """Counts the steps of a run and ends it at one of them."""

    def __init__(self, last: int) -> None:
        self.names: list[str] = []
        self._last = last

    def __call__(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self._last:
            raise Crash


class CrashingDatabase(Database):
    """Dies before or after a commit."""

    steps: Steps

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        with super().write() as connection:
            yield connection
            self.steps("before a commit")
        self.steps("after a commit")


class CrashingMailbox(ImapMailbox):
    """Dies before or after a word to the mailbox."""

    steps: Steps

    def fetch(self, uid: int) -> bytes | None:
        self.steps("before a mail is fetched")
        found = super().fetch(uid)
        self.steps("after a mail is fetched")
        return found

    def done(self, uid: int) -> None:
        self.steps("before a mail is marked")
        super().done(uid)
        self.steps("after a mail is marked")


class Process(MailDesk):
    """Everything that dies at once."""

    def begin(self, steps: Steps) -> None:
        assert isinstance(self.database, CrashingDatabase)
        self.database.steps = steps
        self.mailbox = CrashingMailbox(self.server, **self.patient())
        self.mailbox.steps = steps
        self.intake._mailbox = self.mailbox
        sends = self.letter_sender._transport.send

        async def send(one: Letter) -> None:
            steps("before a mail goes out")
            await sends(one)
            steps("after a mail went out")

        self.letter_sender._transport.send = send  # type: ignore[method-assign]


class World:
    """What outlives a crash: database, mailbox, the person's mailbox, the clock."""

    def __init__(self, url: str, folder: Path, imap: Imap, smtp: Smtp) -> None:
        self.url, self.folder, self.imap, self.smtp = url, folder, imap, smtp
        self.clock = FakeClock(START)
        with imap.open() as client:
            if uids := client.search(["ALL"]):
                client.delete_messages(uids)
                client.expunge()
        del smtp.mails[:]

    def process(self, steps: Steps) -> Process:
        made = Process(CrashingDatabase(self.url), self.clock, self.folder, self.imap.url, self.smtp.url)
        made.begin(steps)
        return made

    def sent(self) -> dict[str, EmailMessage]:
        """Mails by Message-ID: a repeated one is the same to every mail program."""
        return {str(one["Message-ID"]): one for one in self.smtp.mails}


async def take_in(process: Process) -> None:
    process.take_in()


async def send_out(process: Process) -> None:
    await process.send_out()


async def reply(process: Process) -> None:
    [case] = process.cases()
    process.reply(case, "空き家バンクがあります")


def chapters(world: World) -> list[Callable[[Process], Awaitable[None]]]:
    """What happens, in order; the person's mails come whatever the desk does."""

    async def answer(process: Process) -> None:
        ours = next(one for one in world.sent().values() if one["Auto-Submitted"] is None)
        world.imap.put(letter("ありがとうございます", message_id="<second@example.com>", answers=ours))

    return [take_in, send_out, reply, send_out, answer, take_in, send_out]


async def play(world: World, last: int) -> Steps:
    """Play it, dying at step `last`, and once more from there."""
    world.imap.put(letter("家を探しています", message_id="<first@example.com>"))
    steps, to_do = Steps(last), chapters(world)
    process = world.process(steps)
    while to_do:
        try:
            await to_do[0](process)
            to_do.pop(0)
        except Crash:
            process.mailbox.close()
            process.database.engine.dispose()
            # Until the leases of the dead have ended.
            world.clock.pass_by(minutes=3)
            process = world.process(Steps(-1))
            to_do[:0] = [take_in, send_out]
    process.mailbox.close()
    process.database.close()
    return steps


async def test_whatever_step_is_the_last(database_url: str, tmp_path: Path, tally: Tally, full: bool) -> None:
    with servers.imap_server(tmp_path) as imap, servers.smtp_server() as smtp:
        count = 0
        # Every step where all are asked for (`make faults`).
        every = 1 if full else 3 if database_url.startswith("sqlite") else 6
        for last in itertools.count(1, every):
            _empty(database_url)
            world = World(database_url, tmp_path, imap, smtp)
            steps = await play(world, last)
            name = f"step {last}, {steps.names[-1]}"
            _check(world, name)
            count += 1
            if len(steps.names) < last:
                break
        tally.add("deaths at each step of a consultation by mail", count - 1)
        assert count > 18 // every


def _empty(url: str) -> None:
    database = Database(url)
    with database.write() as connection:
        for table in (
            "mail_threads",
            "mail_received",
            "mail_sent",
            "mail_aside",
            "mail_drafts",
            "mailboxes",
            "letters",
        ):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - names of this test
        for table in ("events", "messages", "cases", "danger_readings", "conversations", "counters", "set_aside"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - names of this test
    database.close()


def _check(world: World, name: str) -> None:
    looker = world.process(Steps(-1))
    [case] = looker.cases()
    said = [text for author, text in looker.said(case.conversation_id) if author in {"user", "consultant"}]
    # Nothing is lost, nothing stands there twice, nothing is answered twice.
    assert said == ["家を探しています", "空き家バンクがあります", "ありがとうございます"], name
    kinds = [str(one["Auto-Submitted"]) for one in world.sent().values()]
    assert sorted(kinds) == ["None", "auto-replied"], name
    assert all(world.imap.mails().values()), name
    looker.mailbox.close()
    looker.database.close()
