"""Contacts in what people write, hidden on screens until somebody asks to see them; the other words stay as written. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from desk.conversation.models import Author, Message, Part
from desk.conversation.personal import PUBLIC_NUMBERS
from desk.text import mail_addresses

MAIL, NUMBER = "【メール】", "【電話番号】"
# Who writes freely; what the bot and the desk say is approved, and the city's numbers stand in it.
_WRITES = frozenset({Author.USER, Author.CONSULTANT})
_DASHES = frozenset("ー－―‐−–—‑─")
# 0, or +81, and then the eight to ten digits that make it a whole number.
_PHONE = re.compile(r"(?<![\d-])(?:\+81[- ]?(?:\(0\))?|\(?0)(?:[-() ]{0,2}\d){8,10}(?!\d)")
# Without an area code it is a number only where it is called one.
_CALLED = re.compile(r"(?:電話|番号|携帯|でんわ)(?:番号)?(?:は|:|が)? ?(?P<number>\d{2,4}-?\d{4})(?!\d)")


def hidden(text: str, public: Collection[str] = PUBLIC_NUMBERS) -> str:
    """Return the text with mail addresses and telephone numbers replaced by what they are.

    Args:
        text: As it was written, in any width.
        public: Numbers, as digits, that everybody may read.
    """
    # As long as the text, so that what is found there can be cut out here.
    plain = "".join(map(_plain, text))
    spans = [(*at, MAIL) for at in mail_addresses.spans(plain)]
    numbers = [at for at in _PHONE.finditer(plain) if _national(at[0]) not in public]
    spans += [(at.start(), at.end(), NUMBER) for at in numbers]
    spans += [(*at.span("number"), NUMBER) for at in _CALLED.finditer(plain)]
    shown, position = [], 0
    for begin, end, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        if begin >= position:
            shown += [text[position:begin], name]
            position = end
    return "".join([*shown, text[position:]])


def without(message: Message) -> Message:
    """Return a message as screens show it at first: contacts that people wrote into it are hidden."""
    if message.author not in _WRITES:
        return message
    return replace(message, parts=[_hidden_part(part) for part in message.parts])


def _hidden_part(part: Part) -> Part:
    shown = {**part}
    if part.get("text"):
        shown["text"] = hidden(str(part["text"]))
    if former := part.get("former"):
        shown["former"] = [{**old, "text": hidden(str(old.get("text", "")))} for old in former]
    return shown


def _plain(character: str) -> str:
    if character in _DASHES:
        return "-"
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _national(number: str) -> str:
    digits = "".join(c for c in number if c.isdecimal())
    if number.startswith("+81"):
        digits = digits.removeprefix("81")
        return digits if digits.startswith("0") else f"0{digits}"
    return digits
