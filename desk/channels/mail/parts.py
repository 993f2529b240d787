"""The parts of a mail: which of them are its words, which are files; pure, with caps on everything a stranger chooses."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from desk.channels.mail import headers
from desk.channels.mail.charsets import decode
from desk.channels.mail.html_text import html_text
from desk.channels.mail.part_words import invitation, unflowed

MOST_PARTS = 200
DEEPEST = 20
MOST_FILES = 20
LONGEST_TEXT = 60_000
LONGEST_NAME = 120
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CID = re.compile(r"\[cid:[^\]\s]{1,200}\]")
_NAMES = {"text/calendar": "invite.ics", "message/rfc822": "mail.eml", "text/vcard": "contact.vcf"}


@dataclass(frozen=True)
class File:
    """Something that came along.

    Attributes:
        size: Bytes, the transfer encoding undone.
        content: Empty where it is not to be taken in (a mail within the mail).
    """

    name: str
    media_type: str
    size: int
    content: bytes = field(repr=False, default=b"")


@dataclass
class Found:
    """What was found.

    Attributes:
        problems: Codes: `charset`, `cut`, `parts`, `files`, `encoding`.
        inner: Heads and words of mails within the mail, as a forwarder or a DSN attaches them.
    """

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    problems: set[str] = field(default_factory=set)
    inner: list[Message] = field(default_factory=list)
    reports: list[Message] = field(default_factory=list)
    calendar: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words: plain ones, where they are any; else those of the HTML; else those of an invitation."""
        plain = "\n\n".join(one for one in self.plain if one.strip())
        rich = "\n\n".join(one for one in self.html if one.strip())
        # Some programs send 「HTML メールに対応していません」, or nothing, as the plain words.
        is_stub = len(plain) < 120 and ("HTML" in plain.upper() or not plain.strip())
        return (rich if rich and is_stub else plain or rich) or "\n".join(self.calendar)


def find(message: Message) -> Found:
    """Return words and files of a mail."""
    found = Found()
    for seen, (part, depth) in enumerate(_walk(message, 0), 1):
        if seen > MOST_PARTS or depth > DEEPEST:
            found.problems.add("parts")
            break
        _take(part, found)
    return found


def _walk(message: Message, depth: int) -> Iterator[tuple[Message, int]]:
    yield message, depth
    # What a mail within the mail holds is that mail's.
    if depth > DEEPEST or message.get_content_type() == "message/rfc822":
        return
    payload = _payload(message)
    if isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _walk(part, depth + 1)


def _payload(part: Message) -> Any:
    """Return the parts or the words of a part, whatever it calls its charset."""
    try:
        return part.get_payload()
    except ValueError:
        # A name with a NUL in it is no codec's; Python's own parser looks it up all the same.
        part.del_param("charset")
        return part.get_payload()


def _take(part: Message, found: Found) -> None:
    kind = part.get_content_type()
    payload = _payload(part)
    if kind in {"message/delivery-status", "message/disposition-notification", "message/feedback-report"}:
        found.reports += [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else [part]
        return
    if kind in {"message/rfc822", "text/rfc822-headers"}:
        _take_inner(part, found)
        return
    if isinstance(payload, list):
        return
    if kind.startswith("multipart/"):
        # Announced as many parts, and none can be told from the others.
        kind = "text/plain"
    content = _content(part, found)
    name = file_name(part)
    is_words = kind in {"text/plain", "text/html"} and _disposition(part) != "attachment"
    if is_words and not (name and _disposition(part) != "inline" and found.plain):
        words, is_sure = decode(content, str(part.get_param("charset") or "") if _charset_is_text(part) else "")
        if not is_sure:
            found.problems.add("charset")
        if kind == "text/html":
            found.html.append(cleaned(html_text(words), found))
        else:
            found.plain.append(cleaned(unflowed(part, words), found))
        return
    if kind == "text/calendar":
        found.calendar.append(invitation(decode(content, "utf-8")[0]))
    if not content and not name:
        return
    if len(found.files) >= MOST_FILES:
        found.problems.add("files")
        return
    found.files.append(File(name or _NAMES.get(kind, "file"), kind, len(content), content))


def _take_inner(part: Message, found: Found) -> None:
    payload = _payload(part)
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        found.inner.append(payload[0])
        subject = headers.text(headers.raw(payload[0], "subject"))
        name = f"{subject[:80]}.eml" if subject else "mail.eml"
        found.files.append(File(name, "message/rfc822", len(bytes(str(_payload(payload[0])), "utf-8", "replace"))))
    elif isinstance(payload, str):
        found.inner.append(email.message_from_string(payload[:20_000]))


def _content(part: Message, found: Found) -> bytes:
    """Return the bytes of a part, its transfer encoding undone as far as it goes."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        content = None
    if not isinstance(content, bytes):
        found.problems.add("encoding")
        return b""
    if headers.raw(part, "content-transfer-encoding").strip().lower() == "base64" and part.defects:
        given = _payload(part)
        content = headers.lenient_base64(given.encode("ascii", "ignore")) if isinstance(given, str) else content
        found.problems.add("encoding")
    return content


def _charset_is_text(part: Message) -> bool:
    try:
        return isinstance(part.get_param("charset"), str)
    except (ValueError, LookupError, TypeError):
        return False


def _disposition(part: Message) -> str:
    return headers.raw(part, "content-disposition").split(";")[0].strip().lower()


def file_name(part: Message) -> str:
    """Return a file's name without a path, whatever way it was written (RFC 2231, RFC 2047 in quotes, raw bytes)."""
    try:
        given = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        given = ""
    name = headers.text(str(given)).replace("\\", "/").rsplit("/", 1)[-1]
    return re.sub(r'[<>:"|?*]', "_", name)[:LONGEST_NAME].strip(". ")


def cleaned(words: str, found: Found) -> str:
    """Return words without what no screen shows, at most so long."""
    plain = _CID.sub("", _CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n")))
    plain = plain.encode("utf-8", "replace").decode()
    if len(plain) > LONGEST_TEXT:
        found.problems.add("cut")
        plain = plain[:LONGEST_TEXT]
    return re.sub(r"\n{4,}", "\n\n\n", plain)
