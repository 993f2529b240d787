"""Sends a letter over SMTP, one connection each, and tells refusals, delays and unclear ends apart."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponseException

from desk.mail.compose import envelope_sender, message
from desk.mail.errors import PutOff, Refused
from desk.mail.message import Letter
from desk.mail.smtp_server import SmtpServer

# RFC 5321 (4.5.3.2) allows minutes for each command; a server that slow helps nobody, and the letter is tried again.
COMMAND_SECONDS = 15.0
ATTEMPT_SECONDS = 60.0
GOODBYE_SECONDS = 2.0
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


class SmtpTransport:
    """See `desk.mail.sender.Transport`."""

    def __init__(
        self,
        server: SmtpServer,
        *,
        attempt_seconds: float = ATTEMPT_SECONDS,
        command_seconds: float = COMMAND_SECONDS,
    ) -> None:
        """Use this server; a whole attempt and each command of it take at most so long."""
        self._server, self._attempt_seconds = server, attempt_seconds
        self._command_seconds = command_seconds

    async def send(self, letter: Letter) -> None:
        """Hand a letter to the mail server.

        Raises:
            Refused: A 5xx to this sender, recipient or content.
            PutOff: Anything else: no connection, no TLS, wrong password, 4xx, no answer in time.
        """
        attempt = _Attempt(self._server, self._command_seconds)
        try:
            async with asyncio.timeout(self._attempt_seconds):
                await attempt.run(letter)
        except SMTPResponseException as error:
            raise _answered(attempt, error) from error
        except (SMTPException, OSError) as error:
            if attempt.stage == "done":
                return
            # Once the words are on the way, silence means that the server may have them.
            raise PutOff(f"{attempt.stage} {_kind(error)}", maybe_received=attempt.stage == "data") from error
        finally:
            attempt.hang_up()


class _Attempt:
    """One connection; `stage` says how far it came."""

    def __init__(self, server: SmtpServer, command_seconds: float) -> None:
        self.stage = "connect"
        self._server, self._command_seconds = server, command_seconds
        self._client: aiosmtplib.SMTP | None = None

    async def begin(self) -> aiosmtplib.SMTP:
        server = self._server
        self._client = client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=self._command_seconds,
            # Not this machine's name, which may need a slow look-up and says more than it should.
            local_hostname=server.sender.partition("@")[2],
            tls_context=_trust(server),
            use_tls=server.scheme == "smtps",
            start_tls=False,
        )
        await client.connect()
        if server.scheme == "smtp+starttls":
            self.stage = "starttls"
            await client.starttls()
        if server.user:
            self.stage = "login"
            await client.login(server.user, server.password)
        return client

    async def run(self, letter: Letter) -> None:
        content = message(letter, self._server.sender, self._server.name).as_bytes()
        client = await self.begin()
        self.stage = "mail"
        await client.mail(envelope_sender(letter, self._server.sender))
        self.stage = "rcpt"
        await client.rcpt(letter.to)
        self.stage = "data"
        await client.data(content)
        # Taken: what happens to the rest of the connection changes nothing.
        self.stage = "done"
        with contextlib.suppress(SMTPException, OSError):
            await client.quit(timeout=GOODBYE_SECONDS)

    def hang_up(self) -> None:
        if self._client is not None:
            self._client.close()


def _trust(server: SmtpServer) -> ssl.SSLContext | None:
    # Reading all authorities takes longer than sending a mail to a server beside us.
    return None if server.scheme == "smtp" else ssl.create_default_context(cafile=server.ca_file)


def _answered(attempt: _Attempt, error: SMTPResponseException) -> Refused | PutOff:
    problem = _code(attempt.stage, error)
    # A 5xx to the greeting or the password is about the set-up and not about this letter.
    if attempt.stage in {"mail", "rcpt", "data"} and 500 <= error.code < 600:
        return Refused(problem)
    # aiosmtplib gives -1 to what is no SMTP at all, such as a proxy's HTML.
    return PutOff(problem, maybe_received=attempt.stage == "data" and error.code < 200)


def _code(stage: str, error: SMTPResponseException) -> str:
    enhanced = _ENHANCED.search(error.message or "")
    return f"{stage} {error.code}{f' {enhanced[0]}' if enhanced else ''}"


def _kind(error: BaseException) -> str:
    """Return the kind of an error and of what caused it: their words may hold an address."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 3:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " ".join(dict.fromkeys(kinds))
