"""Readings of やさしい日本語 (漢字《かんじ》) as pairs, for a page to show above their words; pure."""

from __future__ import annotations

import re

_READ = re.compile(r"([一-鿿々〆ヶ]+)《([^《》]+)》")


def pairs(text: str) -> list[tuple[str, str]]:
    """Return the text in pieces (words, their reading); "" where nothing has to be read."""
    found, at = [], 0
    for match in _READ.finditer(text):
        found += [(text[at : match.start()], "")] if match.start() > at else []
        found.append((match[1], match[2]))
        at = match.end()
    return [*found, (text[at:], "")] if at < len(text) else found
