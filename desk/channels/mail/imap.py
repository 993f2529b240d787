"""A mailbox over IMAP: what is new, a mail's bytes, marking and deleting, waiting for news. Blocking, run it in a thread.

IMAPClient is the client: maintained, small, and it knows IDLE, UIDPLUS and non-ASCII folders. Nothing here decides anything.
"""

from __future__ import annotations

import contextlib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from imapclient import DELETED, SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from desk.channels.mail.mailbox_url import MailboxServer
from desk.channels.mail.reading import MOST_BYTES

logger = logging.getLogger(__name__)
CONNECT_SECONDS, READ_SECONDS = 10.0, 60.0
_HEAD_BYTES = 64_000


class Unreachable(Exception):
    """The mailbox cannot be read now; `problem` names the reason in codes and never repeats a server's words."""

    def __init__(self, problem: str) -> None:
        """Keep the reason, short enough for the table."""
        self.problem = problem[:80]
        super().__init__(self.problem)


@contextmanager
def _told(stage: str) -> Iterator[None]:
    try:
        yield
    except LoginError as error:
        raise Unreachable("login") from error
    except (IMAPClientError, OSError, ValueError, AssertionError) as error:
        raise Unreachable(f"{stage} {type(error).__name__}") from error


class ImapMailbox:
    """One connection, made anew where it was lost."""

    def __init__(
        self, server: MailboxServer, *, connect_seconds: float = CONNECT_SECONDS, read_seconds: float = READ_SECONDS
    ) -> None:
        """Use this mailbox; nothing is connected yet."""
        self._server = server
        self._timeout = SocketTimeout(connect_seconds, read_seconds)
        self._client: IMAPClient | None = None
        self._is_idling = False
        self.uid_validity = 0
        self.next_uid = 1

    def connect(self) -> None:
        """Log in and select the folder, unless that is done.

        Raises:
            Unreachable: See there.
        """
        if self._client is not None:
            return
        server = self._server
        with _told("connect"):
            context = None if server.scheme == "imap" else ssl.create_default_context(cafile=server.ca_file)
            client = IMAPClient(
                server.host,
                server.port,
                ssl=server.scheme == "imaps",
                ssl_context=context if server.scheme == "imaps" else None,
                timeout=self._timeout,
            )
        try:
            if server.scheme == "imap+starttls":
                with _told("starttls"):
                    client.starttls(context)
            with _told("login"):
                client.login(server.user, server.password)
            with _told("select"):
                found: dict[bytes, Any] = client.select_folder(server.folder)
        except Unreachable:
            with contextlib.suppress(Exception):
                client.shutdown()
            raise
        self._client, self._is_idling = client, False
        self.uid_validity = int(found.get(b"UIDVALIDITY", 0))
        self.next_uid = int(found.get(b"UIDNEXT", 1) or 1)

    @property
    def _connected(self) -> IMAPClient:
        self.connect()
        assert self._client is not None
        return self._client

    def close(self) -> None:
        """Log out, as far as the other side listens."""
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(Exception):
            if self._is_idling:
                client.idle_done()
            client.logout()
        with contextlib.suppress(Exception):
            client.shutdown()

    def new(self, last_uid: int) -> list[int]:
        """Return the uids that are unread or above `last_uid`, oldest first: who reads along in the mailbox hides nothing."""
        with self._talking("search") as client:
            unread = set(client.search(["UNSEEN", "UNDELETED"]))
            # "n:*" names the newest one too where none is above n.
            later = {uid for uid in client.search(["UID", f"{last_uid + 1}:*"]) if uid > last_uid}
        return sorted(unread | later)

    def fetch(self, uid: int) -> bytes | None:
        """Return a mail, unread as it was; its beginning alone where it is too large; None where it is not there any more."""
        with self._talking("fetch") as client:
            sizes = client.fetch([uid], ["RFC822.SIZE"])
            if uid not in sizes:
                return None
            size = int(sizes[uid].get(b"RFC822.SIZE", 0))
            if size > MOST_BYTES:
                found = client.fetch([uid], [f"BODY.PEEK[]<0.{_HEAD_BYTES}>"])
                begin = next((v for k, v in found.get(uid, {}).items() if k.startswith(b"BODY[]")), b"")
                # So much longer that the reader sees that it is not whole.
                return bytes(begin) + b" " * (MOST_BYTES + 1 - len(begin))
            found = client.fetch([uid], ["BODY.PEEK[]"])
        raw = found.get(uid, {}).get(b"BODY[]")
        return bytes(raw) if raw is not None else None

    def done(self, uid: int) -> None:
        """Mark a mail as read, or delete it where the setting says so."""
        if self._server.deletes:
            self.delete(uid)
            return
        with self._talking("store") as client:
            client.add_flags([uid], [SEEN], silent=True)

    def delete(self, uid: int) -> None:
        """Delete one mail and no other."""
        with self._talking("expunge") as client:
            client.add_flags([uid], [DELETED], silent=True)
            # Without UIDPLUS a plain EXPUNGE takes what others have marked too, as every mail program does.
            if client.has_capability("UIDPLUS"):
                client.uid_expunge([uid])
            else:
                client.expunge()

    def wait(self, seconds: float) -> bool:
        """Wait for news for so long; returns whether something happened. Without IDLE it returns False at once."""
        with _told("idle"):
            client = self._connected
            if not client.has_capability("IDLE"):
                return False
            try:
                if not self._is_idling:
                    client.idle()
                    self._is_idling = True
                return bool(client.idle_check(timeout=seconds))
            except Exception:
                self._drop()
                raise

    @contextmanager
    def _talking(self, stage: str) -> Iterator[IMAPClient]:
        with _told(stage):
            client = self._connected
            try:
                if self._is_idling:
                    client.idle_done()
                    self._is_idling = False
                yield client
            except Exception:
                self._drop()
                raise

    def _drop(self) -> None:
        """Forget a connection that failed; the next call makes another."""
        client, self._client, self._is_idling = self._client, None, False
        if client is not None:
            with contextlib.suppress(Exception):
                client.shutdown()
