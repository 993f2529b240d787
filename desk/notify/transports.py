"""Chooses how mails travel: over SMTP where a server is set, into a folder otherwise."""

from __future__ import annotations

from pathlib import Path

from desk.notify.folder import FolderTransport
from desk.notify.postman import Transport
from desk.notify.smtp import SmtpTransport
from desk.notify.smtp_server import smtp_server


def mail_transport(smtp_url: str, folder: Path) -> Transport:
    """Return the way of mails.

    Raises:
        ValueError: `SMTP_URL` cannot be used; the message names the setting.
    """
    if not smtp_url:
        return FolderTransport(folder)
    try:
        return SmtpTransport(smtp_server(smtp_url))
    except ValueError as error:
        raise ValueError(f"HITOHATA_SMTP_URL: {error}") from None
