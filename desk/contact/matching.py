"""Whether a text holds a mail address, a telephone number or a name, however it was typed."""

from __future__ import annotations

import re

from desk.contact import patterns
from desk.text import folding

# Shorter words would find half of the city.
SHORTEST = 3
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[-()\s./・･の一~ー]{1,3}(?=[0-9])|[()]")
_ABROAD = re.compile(r"\+81(?=[1-9])")
_RECEIPT = re.compile(r"([A-Z]{2})-?([0-9]{4})-?([0-9]{2,})")


def plain(text: str) -> str:
    """Return a text without the differences that typing makes: width, case, kana, variants of kanji, what stands between digits, +81."""
    return _ABROAD.sub("0", _BETWEEN_DIGITS.sub("", folding.fold(patterns.plain(text)[0])))


def wanted(words: str) -> str | None:
    """Return what to look for, None where too little was given."""
    found = plain(words.strip())
    return found if len(found) >= SHORTEST else None


def receipt(words: str) -> str | None:
    """Return the receipt number that the words are, typed with hyphens or without, None if they are none."""
    folded = patterns.plain(words.strip())[0].upper()
    found = _RECEIPT.fullmatch(folded)
    return "-".join(found.groups()) if found else None
