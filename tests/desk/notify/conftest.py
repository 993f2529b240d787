"""Real mail servers on loopback: one that does what it is told, and one that breaks off where it is told."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import ssl
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from desk.db.database import Database
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.sender import LetterSender
from desk.mail.smtp import ATTEMPT_SECONDS, SmtpTransport
from desk.mail.smtp_server import smtp_server
from tests.desk.conftest import FakeClock
from tests.ports import free_ports


def read(content: bytes) -> EmailMessage:
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


class Answers:
    """What the server says at each step; an empty answer is the usual one."""

    def __init__(self) -> None:
        self.rcpt: list[str] = []
        self.data: list[str] = []
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _: Any, __: Any, envelope: Any, address: str, ___: Any
    ) -> str:
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _: Any, __: Any, envelope: Any
    ) -> str:
        if self.data and (answer := self.data.pop(0)):
            return answer
        self.mails.append(read(envelope.content))
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return ca, path


@contextlib.contextmanager
def serving(answers: Answers, **more: Any) -> Iterator[str]:
    """A server of aiosmtpd; yields host:port."""
    [port] = free_ports(1)
    controller = Controller(answers, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.fixture
def server(answers: Answers) -> Iterator[str]:
    with serving(answers) as address:
        yield address


def certificate(ca: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert(name).configure_cert(context)
    return context


def only(user: str, password: str) -> Callable[..., AuthResult]:
    def check(_: Any, __: Any, ___: Any, ____: Any, given: Any) -> AuthResult:
        is_right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            user.encode(),
            password.encode(),
        )
        return AuthResult(success=is_right, handled=False)

    return check


class Breaking:
    """A server that takes everything up to a step and then is silent, or hangs up."""

    def __init__(self, step: str, *, hangs_up: bool) -> None:
        self.contents: list[bytes] = []
        self.reached = threading.Event()
        self._step, self._hangs_up = step, hangs_up

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        replies = {b"EHLO": b"250 here", b"MAIL": b"250 ok", b"RCPT": b"250 ok", b"DATA": b"354 go"}
        try:
            if await self._stops(b"GREETING"):
                return
            writer.write(b"220 here\r\n")
            while line := await reader.readline():
                word = line[:4].upper()
                if await self._stops(word):
                    return
                writer.write(replies.get(word, b"502 what") + b"\r\n")
                if word == b"DATA":
                    self.contents.append(await reader.readuntil(b"\r\n.\r\n"))
                    if await self._stops(b"TAKEN"):
                        return
                    writer.write(b"250 taken\r\n")
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.transport.abort()

    async def _stops(self, step: bytes) -> bool:
        if step.decode() != self._step:
            return False
        self.reached.set()
        if not self._hangs_up:
            await asyncio.sleep(3600)
        return True


@contextlib.contextmanager
def breaking(step: str, *, hangs_up: bool) -> Iterator[tuple[Breaking, str]]:
    """Yields the server and its host:port; it runs in a thread of its own."""
    made = Breaking(step, hangs_up=hangs_up)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    begun = asyncio.run_coroutine_threadsafe(asyncio.start_server(made.serve, "127.0.0.1", 0), loop)
    listening = begun.result(5)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield made, f"127.0.0.1:{port}"
    finally:

        async def stop() -> None:
            listening.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


@pytest.fixture
def outbox(database: Database) -> MailOutbox:
    return MailOutbox(database)


def letter_sender(
    outbox: MailOutbox,
    clock: FakeClock,
    address: str,
    *,
    seconds: float = ATTEMPT_SECONDS,
    scheme: str = "smtp",
    more: str = "",
) -> LetterSender:
    """A sender to host:port (or user:password@host:port) whose chance is always in the middle.

    As long as a desk waits for an attempt: a machine that asks far away for its own name takes seconds to say EHLO.
    """
    transport = SmtpTransport(smtp_server(f"{scheme}://{address}/?from=iju@example.jp{more}"), attempt_seconds=seconds)
    return LetterSender(Way.MAIL, outbox, transport, clock, chance=lambda: 0.5)
