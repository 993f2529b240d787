"""The setting SMTP_URL as data: which server, how, and in whose name; pure."""

from __future__ import annotations

from dataclasses import dataclass

from desk.mail.message import NotAnAddress, mail_address, one_line
from desk.mail.server_url import ServerUrl, server_url
from desk.text.pack import city

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
EXAMPLE = "smtp+starttls://user:password@mail.example.jp:587/?from=iju@example.jp"


@dataclass(frozen=True, repr=False)
class SmtpServer(ServerUrl):
    """A mail server.

    Attributes:
        scheme: `smtp` (plain), `smtps` (TLS from the first byte) or `smtp+starttls` (TLS or nothing).
        sender: Address in From and in the envelope, where bounces go.
        name: Shown with it.
    """

    sender: str
    name: str


def smtp_server(url: str) -> SmtpServer:
    """Read `SMTP_URL`.

    Raises:
        ValueError: It cannot be read, or would send a password over an open line; the message never repeats it.
    """
    found = server_url(url, _PORTS, EXAMPLE)
    try:
        sender = mail_address(found.value("from"))
    except NotAnAddress:
        raise ValueError(f"the sender is missing: add ?from=name@example.jp, such as {EXAMPLE}") from None
    if found.password:
        found.refuse_in_the_open()
    return SmtpServer(**vars(found), sender=sender, name=one_line(found.value("name", city().names.service)))
