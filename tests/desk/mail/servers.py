"""Real mail servers on loopback: pymap over IMAP with TLS, aiosmtpd over SMTP; and what a person's mail program does."""

from __future__ import annotations

import contextlib
import email
import email.policy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from imapclient import IMAPClient

from tests import patience
from tests.ports import free_ports

USER, PASSWORD = "iju", "geheim-123"
ADDRESS = "iju@otaru.example.jp"
# With half a million rounds for each password, as is right for a real one, logging in is most of what the mail tests take.
_STARTS = """
from pymap.main import main
from pysasl.hashing import BuiltinHash

BuiltinHash.__init__.__kwdefaults__["rounds"] = 1_000
main()
"""


@dataclass
class Imap:
    """A server with one mailbox."""

    port: int
    ca: Path

    @property
    def url(self) -> str:
        return f"imap+starttls://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX?address={ADDRESS}&tags=1&ca={self.ca}"

    @contextlib.contextmanager
    def open(self) -> Iterator[IMAPClient]:
        import ssl

        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.starttls(ssl.create_default_context(cafile=str(self.ca)))
        client.login(USER, PASSWORD)
        client.select_folder("INBOX")
        try:
            yield client
        finally:
            client.logout()

    def put(self, raw: bytes) -> None:
        """As a mail server does that delivers a mail."""
        with self.open() as client:
            client.append("INBOX", raw)

    def mails(self) -> dict[int, bool]:
        """{uid: whether it is read}."""
        with self.open() as client:
            found = client.fetch(client.search(["ALL"]), ["FLAGS"])
            return {uid: b"\\Seen" in one[b"FLAGS"] for uid, one in found.items()}


@contextlib.contextmanager
def imap_server(folder: Path, port: int = 0) -> Iterator[Imap]:
    """pymap in a process of its own, so that nothing of the desk shares its loop; on a free port unless one is given."""
    port = port or free_ports(1)[0]
    ca = trustme.CA()
    cert, key, authority = folder / "cert.pem", folder / "key.pem", folder / "ca.pem"
    issued = ca.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(str(cert))
    issued.private_key_pem.write_to_path(str(key))
    ca.cert_pem.write_to_path(str(authority))
    command = [
        sys.executable,
        "-c",
        _STARTS,
        "--no-service",
        "managesieve",
        "--no-service",
        "admin",
        "--host",
        "127.0.0.1",
    ]
    command += ["--port", str(port), "--cert", str(cert), "--key", str(key), "dict"]
    command += ["--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert patience.until(lambda: _listens(port), 10), f"no mailbox on port {port}"
        yield Imap(port, authority)
    finally:
        process.terminate()
        process.wait(patience.seconds(10))


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Smtp:
    """What a server was given, and what it says."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}/?from={ADDRESS}"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answers and (answer := self.answers.pop(0)):
            return answer
        found = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        self.senders.append(envelope.mail_from)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@contextlib.contextmanager
def smtp_server() -> Iterator[Smtp]:
    [port] = free_ports(1)
    smtp = Smtp(port)
    controller = Controller(smtp, hostname="127.0.0.1", port=port, ready_timeout=patience.seconds(5))
    controller.start()
    try:
        yield smtp
    finally:
        controller.stop()


_SENT = iter(range(1, 1_000_000))


def letter(
    text: str = "小樽に住みたいです。犬と住める家はありますか。",
    *,
    to: str = ADDRESS,
    sender: str = "hanako@example.com",
    subject: str = "移住の相談",
    message_id: str = "",
    answers: EmailMessage | None = None,
    **heads: str,
) -> bytes:
    """A mail as a person's program writes it; `answers`: the mail that it replies to."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = f"山田 花子 <{sender}>", to, subject
    mail["Message-ID"] = message_id or f"<{next(_SENT)}.{time.monotonic_ns()}@example.com>"
    if answers is not None:
        mail.replace_header("To", str(answers["Reply-To"] or answers["From"]))
        mail.replace_header("Subject", f"Re: {answers['Subject']}")
        mail["In-Reply-To"] = str(answers["Message-ID"])
        mail["References"] = f"{answers['References'] or ''} {answers['Message-ID']}".strip()
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()
