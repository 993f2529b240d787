"""The setting MAIL_IN_URL as data: which mailbox is read, how, and under which address it writes; pure."""

from __future__ import annotations

from dataclasses import dataclass

from desk.mail.service import NotAnAddress, ServerUrl, mail_address, server_url

_PORTS = {"imap": 143, "imaps": 993, "imap+starttls": 143}
EXAMPLE = "imaps://user:password@mail.example.jp:993/INBOX?address=iju@example.jp"
_AFTER = frozenset({"keep", "delete"})


@dataclass(frozen=True, repr=False)
class MailboxServer(ServerUrl):
    """A mailbox on a server.

    Attributes:
        scheme: `imap` (plain, this machine only), `imaps` (TLS from the first byte), `imap+starttls` (TLS or nothing).
        address: The centre's address; mails that name it are for us, replies come from it.
        aliases: Further addresses of the same mailbox.
        has_tags: Whether mails to `iju+anything@…` arrive too, so that a reply's address can name its thread.
        deletes: Whether the copy in the mailbox is deleted as soon as the desk has stored the mail.
    """

    folder: str
    address: str
    aliases: tuple[str, ...]
    has_tags: bool
    deletes: bool

    @property
    def name(self) -> str:
        """What tells it from another mailbox."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"[:200]

    @property
    def own(self) -> frozenset[str]:
        """All addresses of the mailbox."""
        return frozenset({self.address, *self.aliases})

    def tagged(self, token: str) -> str:
        """Return the address that answers to a thread go to."""
        local, _, domain = self.address.partition("@")
        return f"{local}+{token}@{domain}" if self.has_tags else self.address

    def tokens(self, recipients: tuple[str, ...]) -> list[str]:
        """Return the tokens that the addresses of a mail hold."""
        local, _, domain = self.address.partition("@")
        start, end = f"{local}+", f"@{domain}"
        return [one[len(start) : -len(end)] for one in recipients if one.startswith(start) and one.endswith(end)]


def mailbox_server(url: str) -> MailboxServer:
    """Read `MAIL_IN_URL`.

    Raises:
        ValueError: It cannot be read, or would send a password over an open line; the message never repeats it.
    """
    found = server_url(url, _PORTS, EXAMPLE)
    if not found.user:
        raise ValueError(f"expected the user who reads the mailbox, such as {EXAMPLE}")
    found.refuse_in_the_open()
    try:
        addresses = [mail_address(one).lower() for one in found.value("address").split(",")]
    except NotAnAddress:
        raise ValueError(f"the centre's address is missing: add ?address=name@example.jp, such as {EXAMPLE}") from None
    after = found.value("after", "keep")
    if after not in _AFTER:
        raise ValueError("after: expected keep or delete")
    return MailboxServer(
        **vars(found),
        folder=found.path or "INBOX",
        address=addresses[0],
        aliases=tuple(addresses[1:]),
        has_tags=found.value("tags", "0") == "1",
        deletes=after == "delete",
    )
