"""A letter as a mail message (RFC 5322), the same at every attempt; pure."""

from __future__ import annotations

from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from desk.mail.message import Head, Letter

# RFC 2047, section 2: a line that holds an encoded word has 76 characters at most.
_LONGEST_LINE = 76


class _Policy(EmailPolicy):
    """Folds subjects by `email.header`: the newer folding makes lines of 77 and loses or adds blanks (cpython#85725)."""

    def fold(self, name: str, value: Any) -> str:
        """See base class."""
        if name.lower() == "subject" and not str(value).isascii():
            words = Header(str(value), "utf-8", maxlinelen=_LONGEST_LINE, header_name=name).encode(linesep=self.linesep)
            return f"{name}: {words}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """See base class."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


_POLICY = _Policy(linesep="\r\n")


def envelope_sender(letter: Letter, sender: str) -> str:
    """Return the address that servers tell of failures: the thread's own, or the office's."""
    head = letter.head
    return sender if head is None else head.bounces_to or head.sender


def _thread(mail: EmailMessage, head: Head) -> None:
    if head.reply_to:
        mail["Reply-To"] = Address("", *head.reply_to.rsplit("@", 1))
    if head.in_reply_to:
        mail["In-Reply-To"] = f"<{head.in_reply_to}>"
        known = [one for one in head.references if one != head.in_reply_to]
        mail["References"] = " ".join(f"<{one}>" for one in [*known, head.in_reply_to])
    for name, value in head.marks.items():
        mail[name] = value


def message(letter: Letter, sender: str, name: str, *, is_readable: bool = False) -> EmailMessage:
    """Return the message.

    Args:
        letter: What to say.
        sender: Address of the office.
        name: Name of the office.
        is_readable: Leave Japanese words as they are (8bit) for a file that people open, not base64 for the wire.
    """
    mail = EmailMessage(policy=_POLICY)
    head = letter.head
    if head is not None:
        sender, name = head.sender, head.name
    local, _, domain = sender.partition("@")
    mail["From"] = Address(name, local, domain)
    mail["To"] = Address("", *letter.to.rsplit("@", 1))
    mail["Subject"] = letter.subject
    mail["Date"] = letter.created_at
    # A repeated attempt has the same one: mail servers and programs show it once.
    mail["Message-ID"] = f"<{letter.key}@{domain}>"
    if head is None or head.automatic:
        # RFC 3834: vacation notices must not answer.
        mail["Auto-Submitted"] = head.automatic if head else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    if head is not None:
        _thread(mail, head)
    way = "8bit" if is_readable else "base64"
    mail.set_content(letter.text, charset="utf-8", cte=way)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", charset="utf-8", cte=way)
    for file in letter.attachments:
        kind, *parameters = (piece.strip() for piece in file.mime.split(";"))
        main, _, sub = kind.partition("/")
        mail.add_attachment(
            file.content,
            maintype=main or "application",
            subtype=sub or "octet-stream",
            filename=file.name,
            params=dict(parameter.split("=", 1) for parameter in parameters),
        )
    if mail.is_multipart():
        mail.set_boundary(f"={letter.key}=")
    return mail
