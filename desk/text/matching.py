"""Whether a text holds a mail address, a telephone number or a name, in whatever width and with whatever hyphens it was typed."""

from __future__ import annotations

import re
import unicodedata

# Shorter words would find half of the city.
SHORTEST = 3
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-‐-―−ー().・]+(?=\d)|[()]")
_PHONE = re.compile(r"\+?\d[\d\s\-‐-―−ー().・]{7,}")
_RECEIPT = re.compile(r"[A-Z]{2}-\d{4}-\d{2,}")


def plain(text: str) -> str:
    """Return a text without the differences that typing makes: width, case, hyphens between digits, +81."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    joined = _BETWEEN_DIGITS.sub("", folded)
    return re.sub(r"\+81(?=[1-9])", "0", joined)


def wanted(words: str) -> str | None:
    """Return what to look for, None where too little was given."""
    found = plain(words.strip())
    if _PHONE.fullmatch(unicodedata.normalize("NFKC", words.strip())):
        found = re.sub(r"\D", "", found)
    return found if len(found) >= SHORTEST else None


def receipt(words: str) -> str | None:
    """Return the receipt number that the words are, None if they are none."""
    folded = re.sub(r"[‐-―−ー]", "-", unicodedata.normalize("NFKC", words.strip()).upper())
    return folded if _RECEIPT.fullmatch(folded) else None
