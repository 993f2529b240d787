"""Chooses how letters travel: mails over SMTP or into a folder, notices to chats where any are set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desk.mail.folder import FolderTransport
from desk.mail.sender import Transport
from desk.mail.smtp import SmtpTransport
from desk.mail.smtp_server import smtp_server

if TYPE_CHECKING:
    from desk.mail.chat import ChatTransport


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


def chat_transport(notify_urls: str) -> ChatTransport | None:
    """Return the way of notices to chats, None where none is set.

    Raises:
        ValueError: `NOTIFY_URLS` cannot be used; the message names the setting.
    """
    if not notify_urls.strip():
        return None
    # Apprise knows more than a hundred services; who uses none does not wait for them at every start.
    from desk.mail import chat

    try:
        return chat.ChatTransport(chat.addresses(notify_urls))
    except ValueError as error:
        raise ValueError(f"HITOHATA_NOTIFY_URLS: {error}") from None
