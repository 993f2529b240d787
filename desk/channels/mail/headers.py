"""The head of a mail, however broken it is: encoded words, raw bytes, addresses, message ids; pure, linear, never raises."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from desk.channels.mail.charsets import decode

LONGEST_HEADER = 2_000
MOST_REFERENCES = 40
LONGEST_ID = 250
_WORD = re.compile(r"=\?([\w.:-]{1,40}?)(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?]{0,4000})\?=")
_ID = re.compile(r"<([^<>\s]{1,998})>")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]@]{1,64}@[^\s<>,;:\"()\[\]@]{1,190}")
# Marks that turn the direction of writing: a file's name or a subject could look like another.
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def raw(message: Message, name: str) -> str:
    """Return a header as it was sent, unfolded; bytes beyond ASCII as surrogates. Empty where there is none."""
    return next(iter(all_raw(message, name)), "")


def all_raw(message: Message, name: str) -> list[str]:
    """Return every header of a name, unfolded."""
    found = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    return [re.sub(r"\r?\n[ \t]{0,200}", " ", value)[: LONGEST_HEADER * 4] for value in found[:100]]


def text(value: str) -> str:
    """Return a header's words: encoded words put together, raw bytes guessed, one line."""
    if "=?" not in value:
        return _one_line(_bytes_as_text(value))
    out: list[str] = []
    held, held_charset, at = b"", "", 0

    def flush() -> None:
        nonlocal held
        if held:
            out.append(decode(held, held_charset)[0])
            held = b""

    for match in _WORD.finditer(value):
        between = value[at : match.start()]
        charset, word = match[1].lower(), _word(match[2], match[3])
        # Blanks between two encoded words are no words (RFC 2047, 6.2); one character may be cut between them.
        if between.strip() or (at == 0 and between):
            flush()
            out.append(_bytes_as_text(between))
        elif charset != held_charset:
            flush()
        held, held_charset, at = held + word, charset, match.end()
    flush()
    out.append(_bytes_as_text(value[at:]))
    return _one_line("".join(out))


def _word(way: str, words: str) -> bytes:
    if way in "bB":
        return lenient_base64(words.encode("ascii", "ignore"))
    return quopri.decodestring(words.replace("_", " ").encode("latin-1", "replace"), header=False)


def lenient_base64(given: bytes) -> bytes:
    """Undo base64 as far as it goes: without its padding, with foreign characters in it."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", given)
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return base64.b64decode(kept[: len(kept) - len(kept) % 4])


def _bytes_as_text(value: str) -> str:
    given = value.encode("utf-8", "surrogateescape")
    return decode(given)[0] if not given.isascii() or b"\x1b" in given else value


def _one_line(words: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in _DIRECTIONS.sub("", words))
    return " ".join(shown.split())[:LONGEST_HEADER]


def addresses(values: Iterable[str]) -> list[tuple[str, str]]:
    """Return (name, address) of headers with addresses; what holds none is left out, addresses in lower case."""
    found = []
    for value in values:
        try:
            pairs = getaddresses([value[:LONGEST_HEADER]])
        # The library calls itself at every bracket.
        except (ValueError, IndexError, RecursionError):
            pairs = []
        usable = [(name, one) for name, one in pairs if _ADDRESS.fullmatch(one)]
        if not usable and (match := _ADDRESS.search(value[:LONGEST_HEADER])):
            usable = [(value[: match.start()].strip(" <\"'"), match[0])]
        found += [(text(name), plain_address(one)) for name, one in usable]
    return found


def plain_address(address: str) -> str:
    """Return an address as it is compared: full-width letters made plain, lower case."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def ids(values: Iterable[str]) -> list[str]:
    """Return the message ids of headers in order, each once, without their angle brackets; the newest ones where there are many."""
    found: dict[str, None] = {}
    for value in values:
        for match in _ID.finditer(value):
            found.setdefault(match[1][:LONGEST_ID])
    return list(found)[-MOST_REFERENCES:]


def moment(value: str) -> datetime | None:
    """Return a Date header as aware UTC time, None where it is none."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    try:
        return found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
