"""A letter as a mail message (RFC 5322), the same at every attempt; pure."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from desk.mail.message import Letter


def message(letter: Letter, sender: str, name: str, *, is_readable: bool = False) -> EmailMessage:
    """Return the message.

    Args:
        letter: What to say.
        sender: Address of the office.
        name: Name of the office.
        is_readable: Leave Japanese words as they are (8bit) for a file that people open, not base64 for the wire.
    """
    mail = EmailMessage(policy=SMTP)
    local, _, domain = sender.partition("@")
    mail["From"] = Address(name, local, domain)
    mail["To"] = Address("", *letter.to.rsplit("@", 1))
    mail["Subject"] = letter.subject
    mail["Date"] = letter.created_at
    # A repeated attempt has the same one: mail servers and programs show it once.
    mail["Message-ID"] = f"<{letter.key}@{domain}>"
    # RFC 3834: vacation notices must not answer.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    way = "8bit" if is_readable else "base64"
    mail.set_content(letter.text, charset="utf-8", cte=way)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", charset="utf-8", cte=way)
    for file in letter.attachments:
        main, _, sub = file.mime.partition("/")
        mail.add_attachment(
            file.content,
            maintype=main or "application",
            subtype=sub or "octet-stream",
            filename=file.name,
        )
    if mail.is_multipart():
        mail.set_boundary(f"={letter.key}=")
    return mail
