"""Lengths as LINE counts them, and words cut to fit; pure.

Texts are counted in UTF-16 code units, labels in grapheme clusters:
https://developers.line.biz/en/docs/messaging-api/text-character-count/ (checked 2026-08-07).
"""

from __future__ import annotations

import re
from urllib.parse import quote

import regex

LONGEST_TEXT = 5_000
LONGEST_LABEL = 20
_LONGEST_CLUSTER = 64
# Anything but what a URL may hold as it is: LINE wants it percent-encoded.
_NOT_ASCII = re.compile(r"[^\x21-\x7e]+")
_SENTENCE_END = re.compile(r"[。！？\n]")


def units(text: str) -> int:
    """Return the length of a text: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def clusters(text: str) -> list[str]:
    """Return the characters as people see them."""
    found: list[str] = regex.findall(r"\X", text)
    return found


def label(text: str, most: int = LONGEST_LABEL) -> str:
    """Return a label of at most so many characters as people count them."""
    # A window is enough: a long row of flags would be read through again from each of them.
    window = text[: (most + 1) * _LONGEST_CLUSTER]
    found = clusters(window)
    return text if len(found) <= most and window == text else "".join(found[: most - 1]) + "…"


def url(address: str) -> str:
    """Return an address with everything beyond ASCII percent-encoded; what is encoded stays as it is."""
    return _NOT_ASCII.sub(lambda found: quote(found[0]), address)


def split(text: str) -> list[str]:
    """Return pieces of at most 5,000 units, cut after a sentence where possible, never inside a character."""
    pieces = []
    while units(text) > LONGEST_TEXT:
        cut = _fitting(text, LONGEST_TEXT)
        ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, cut)]
        cut = ends[-1] if ends and ends[-1] > cut // 2 else _before_mark(text, cut)
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def shortened(text: str, most_units: int) -> str:
    """Return the text, or as much of it as fits with an ellipsis."""
    if units(text) <= most_units:
        return text
    return text[: _before_mark(text, _fitting(text, most_units - 1))] + "…"


def _fitting(text: str, most: int) -> int:
    """Return how many code points fit into so many units."""
    used = 0
    for position, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > most:
            return position
    return len(text)


def _before_mark(text: str, cut: int) -> int:
    """Return the end of the last whole character before a cut."""
    # A window is enough: no character that people write is longer.
    start = max(0, cut - _LONGEST_CLUSTER)
    ends = [start + match.end() for match in regex.finditer(r"\X", text[start : cut + _LONGEST_CLUSTER])]
    fitting = [end for end in ends if end <= cut]
    return fitting[-1] if fitting else cut
