"""Bytes of a mail → what the desk understands of it; pure, never raises, caps on everything."""

from __future__ import annotations

import email
import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.policy import compat32

from desk.channels.mail import headers, kinds, parts, quotes
from desk.channels.mail.kinds import Bounce, Kind
from desk.channels.mail.parts import File

# RFC 5321 names no size; what servers take at most today is below this. Of a larger mail the head alone is read.
MOST_BYTES = 35_000_000
_HEAD_BYTES = 64_000
# Of the words and of what is folded away: as much as LINE hands over, which every reader below is measured with.
LONGEST_WORDS = 10_000
NO_WORDS = "（本文のないメールです）"
TOO_LARGE = "（大きすぎて受け取れなかったメールです。送り方を変えてもらってください）"


@dataclass(frozen=True)
class Reading:
    """What a mail says.

    Attributes:
        message_id: Without angle brackets; made of the bytes (`sha256-…@none`) where the mail has none.
        sender: Address to answer, lower case: of Reply-To, else of From; empty where neither has one.
        recipients: Addresses of To, Cc, Delivered-To and X-Original-To.
        sent_at: As the mail tells, aware UTC; None where it does not.
        references: Ids of the mails it answers, the newest last.
        text: What is new; never empty for a letter.
        history: What is quoted; `signature`: what stands below.
        problems: Codes: `charset` (guessed), `cut`, `parts`, `files`, `encoding`, `too_large`, `no_words`, `no_sender`.
        is_acknowledgeable: Whether an automatic acknowledgement may go to it.
    """

    kind: Kind
    message_id: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    references: tuple[str, ...]
    text: str
    history: str
    signature: str
    files: tuple[File, ...]
    problems: tuple[str, ...]
    bounce: Bounce | None
    is_acknowledgeable: bool


def read(raw: bytes, own: frozenset[str] = frozenset()) -> Reading:
    """Read a mail.

    Args:
        raw: The whole mail (RFC 5322).
        own: The mailbox's own addresses, lower case.
    """
    is_whole = len(raw) <= MOST_BYTES
    message = _parsed(raw if is_whole else _head(raw))
    found = parts.find(message)
    if not is_whole:
        found.problems.add("too_large")
        found.plain, found.html = [TOO_LARGE], []
    subject = headers.text(headers.raw(message, "subject"))
    written_by = headers.addresses([headers.raw(message, "from")]) or headers.addresses(
        [headers.raw(message, "sender")]
    )
    answers_to = headers.addresses([headers.raw(message, "reply-to")])
    name, author = written_by[0] if written_by else ("", "")
    sender = next((one for _, one in answers_to if one not in own), author)
    kind, bounce = kinds.kind_of(message, found, subject, author, own)
    named = [one for header in ("to", "cc") for one in headers.all_raw(message, header)]
    got = [
        one for header in ("delivered-to", "x-original-to", "envelope-to") for one in headers.all_raw(message, header)
    ]
    told = quotes.part(found.text)
    words = told.new or (f"（{'、'.join(file.name for file in found.files)}）" if found.files else NO_WORDS)
    if not told.new:
        found.problems.add("no_words")
    if len(words) > LONGEST_WORDS:
        found.problems.add("cut")
    if not sender:
        found.problems.add("no_sender")
    recipients = [one for _, one in headers.addresses(named)]
    return Reading(
        kind,
        _message_id(message, raw),
        sender,
        "" if "@" in name else name[:80],
        tuple(dict.fromkeys([*recipients, *(one for _, one in headers.addresses(got))]))[:50],
        subject[:200],
        headers.moment(headers.raw(message, "date")),
        tuple(headers.ids([*headers.all_raw(message, "references"), *headers.all_raw(message, "in-reply-to")])),
        words[:LONGEST_WORDS],
        told.history[:LONGEST_WORDS],
        told.signature[:LONGEST_WORDS],
        tuple(found.files),
        tuple(sorted(found.problems)),
        bounce,
        kind is Kind.LETTER and kinds.may_acknowledge(message, sender, frozenset(recipients), own),
    )


def _parsed(raw: bytes) -> Message:
    try:
        return email.message_from_bytes(raw, policy=compat32)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # Nested thousands deep, or a head that the library cannot bear: its head alone.
        return email.message_from_bytes(_head(raw), policy=compat32)


def _head(raw: bytes) -> bytes:
    return raw[:_HEAD_BYTES].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0] + b"\n\n"


def _message_id(message: Message, raw: bytes) -> str:
    found = headers.ids(headers.all_raw(message, "message-id")[:1])
    return found[0] if found else f"sha256-{hashlib.sha256(raw).hexdigest()[:40]}@none"
