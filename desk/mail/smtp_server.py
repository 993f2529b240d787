"""The setting SMTP_URL as data: which server, how, and in whose name; pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from desk.mail.message import NotAnAddress, mail_address, one_line
from desk.text.pack import city

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
EXAMPLE = "smtp+starttls://user:password@mail.example.jp:587/?from=iju@example.jp"


@dataclass(frozen=True)
class SmtpServer:
    """A mail server.

    Attributes:
        scheme: `smtp` (plain), `smtps` (TLS from the first byte) or `smtp+starttls` (TLS or nothing).
        sender: Address in From and in the envelope, where bounces go.
        name: Shown with it.
        ca_file: Certificates to trust instead of the system's, such as those of an office's own authority.
    """

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    name: str
    ca_file: str | None

    def __repr__(self) -> str:
        """Never show the password."""
        return f"SmtpServer({self.scheme}://{self.host}:{self.port})"


def smtp_server(url: str) -> SmtpServer:
    """Read `SMTP_URL`.

    Raises:
        ValueError: It cannot be read, or would send a password over an open line; the message never repeats it.
    """
    try:
        found = urlsplit(url)
        host, port = found.hostname, found.port
    except ValueError:
        raise ValueError(f"expected an address such as {EXAMPLE}") from None
    if found.scheme not in _PORTS or not host:
        raise ValueError(f"expected smtp, smtps or smtp+starttls, such as {EXAMPLE}")
    query = parse_qs(found.query)
    try:
        sender = mail_address(query.get("from", [""])[-1])
    except NotAnAddress:
        raise ValueError(f"the sender is missing: add ?from=name@example.jp, such as {EXAMPLE}") from None
    if found.password and found.scheme == "smtp" and not _is_loopback(host):
        raise ValueError("a password would travel in the open: use smtp+starttls:// or smtps:// instead of smtp://")
    return SmtpServer(
        found.scheme,
        host,
        port or _PORTS[found.scheme],
        unquote(found.username or ""),
        unquote(found.password or ""),
        sender,
        one_line(query.get("name", [city().names.service])[-1]),
        query.get("ca", [None])[-1],
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
