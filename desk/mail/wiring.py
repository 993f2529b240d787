"""Makes what sends the letters: one sender for mails, another one where chats are set up."""

from __future__ import annotations

from collections.abc import Sequence

from desk.conversation.ports import Clock
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.sender import LetterSender
from desk.mail.transports import chat_transport, mail_transport
from desk.settings import Settings


def senders(settings: Settings, outbox: MailOutbox, clock: Clock) -> tuple[list[LetterSender], Sequence[str]]:
    """Return the senders, and the fingerprints of the chats that notices go to.

    Raises:
        ValueError: `SMTP_URL` or `NOTIFY_URLS` cannot be read.
    """
    mails, chats = mail_transport(settings.smtp_url, settings.data / "mail"), chat_transport(settings.notify_urls)
    made = [LetterSender(Way.MAIL, outbox, mails, clock)]
    if chats is not None:
        made.append(LetterSender(Way.CHAT, outbox, chats, clock))
    return made, chats.names if chats else []
