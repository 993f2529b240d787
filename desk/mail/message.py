"""What a letter is (a mail or a notice on its way), and what may stand in its head; pure, shared by the features that write or send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

# RFC 5321, section 4.5.3.1 (checked 2026-11-25).
LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
LONGEST_SUBJECT = 120
LONGEST_FILE_NAME = 80
_LOCAL_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
_ADDRESS = re.compile(f"({_LOCAL_PART})@{_DOMAIN}")


class Way(StrEnum):
    """How a letter travels: by mail, or by a chat or webhook that Apprise knows."""

    MAIL = "mail"
    CHAT = "chat"


class NotAnAddress(ValueError):
    """A mail goes to exactly one plain ASCII address; the message does not repeat what was given."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes along."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Head:
    """What stands in the head of a letter that belongs to a thread of mails.

    Attributes:
        sender: Address in From and, where `bounces_to` is empty, in the envelope.
        name: Shown with it.
        reply_to: Where answers go; empty for the sender.
        bounces_to: Envelope sender: where a server says that it could not deliver.
        in_reply_to: Message id without angle brackets, empty where it begins a thread; `references`: those before.
        automatic: `auto-replied` for what a program says (RFC 3834), empty for a person's words.
        marks: Further headers by name.
    """

    sender: str
    name: str
    reply_to: str = ""
    bounces_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    automatic: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Head:
        """Return what a table keeps of one."""
        return cls(**{**stored, "references": tuple(stored.get("references", ()))})


@dataclass(frozen=True)
class Letter:
    """One mail or notice, as a sender gets it.

    Attributes:
        key: Random and the same at every attempt; the Message-ID is made of it.
        to: A mail address, or the fingerprint of a chat target.
        created_at: Also the Date of every attempt.
        maybe_received: An earlier attempt ended without a clear answer.
        head: None for what stands alone.
    """

    id: int
    key: str
    way: Way
    to: str
    subject: str
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    created_at: datetime
    due_at: datetime
    attempts: int
    maybe_received: bool
    head: Head | None = None


def mail_address(given: str) -> str:
    """Return a mail address that can stand in a header and in SMTP as it is.

    Raises:
        NotAnAddress: See there.
    """
    address = given.strip()
    found = _ADDRESS.fullmatch(address)
    if found is None or len(address) > LONGEST_ADDRESS or len(found[1]) > LONGEST_LOCAL_PART:
        raise NotAnAddress("expected one mail address such as name@example.jp")
    return address


def one_line(words: str, longest: int = LONGEST_SUBJECT) -> str:
    """Return words that cannot end a header: every control or separating character is a space."""
    line = " ".join("".join([c if c.isprintable() else " " for c in words]).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def file_name(given: str) -> str:
    """Return a name that is a name only: no path, no quotes, no control characters."""
    name = re.sub(r'[\\/:*?"<>|]', "_", one_line(given, LONGEST_FILE_NAME)).strip(". ")
    return name or "attachment"


def masked(address: str) -> str:
    """Return what a list may show of an address: s***@example.jp."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***@{domain}" if at else "***"
