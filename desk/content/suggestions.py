"""What the chat offers while somebody types: titles of published answers, each with a few ways of asking; pure.

The browser finds them by itself (`web/src/widget/suggest.ts`), so that nothing is asked of the desk at each key.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# A choice `entry:<label>` asks for one published answer, whether or not it was offered before.
PREFIX = "entry:"
# What the booking's answer does when it is chosen: it offers times rather than words (`actions/replies.py` alike).
_BOOKING = "centre/centre_booking"
# Greetings, distress, abuse: nobody looks them up, and danger is heard in what people write themselves.
_NEVER_OFFERED = frozenset({"chitchat"})
_LINES = 3
_LONGEST = 20
_LINE_COST = 6
_RUBY = re.compile(r"[｜|]?([一-鿿々〆ヶ0-9A-Za-z]+)《([^》]*)》")


@dataclass(frozen=True)
class Suggested:
    """The file: plain, packed, and what tells it from another."""

    plain: bytes
    packed: bytes
    tag: str


def payload(label: str) -> str:
    """Return the command of the assistant that a tapped title stands for."""
    return "/request_booking" if label == _BOOKING else "/choose" + json.dumps({"label": label})


def file(
    titles: Mapping[str, tuple[str, str | None]],
    phrasings: Mapping[str, Sequence[str]],
    off: Iterable[Mapping[str, Any]] = (),
) -> Suggested:
    """Return the file `[[label, title, reading, [way of asking, …]], …]`.

    Args:
        titles: By label: the title, and the same in やさしい日本語 with its readings.
        phrasings: By label: all published ways of asking.
        off: What the office switched off, as {scope: all | topic | entry, name}.
    """
    shut = {(one["scope"], one["name"]) for one in off}
    rows = []
    for label, (title, easy) in sorted(titles.items()):
        topic = label.partition("/")[0]
        if topic in _NEVER_OFFERED or any(scope == "all" for scope, _ in shut):
            continue
        if ("topic", topic) in shut or ("entry", label) in shut:
            continue
        rows.append([label, title, _reading(easy or ""), few(title, phrasings.get(label, ()))])
    plain = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    # Without the time, so that the same words are the same bytes on every desk.
    packed = gzip.compress(plain, 9, mtime=0)
    return Suggested(plain, packed, f'"{hashlib.sha256(plain).hexdigest()[:16]}"')


def few(title: str, lines: Sequence[str]) -> list[str]:
    """Return short ways of asking in words that many use, each saying what title and the others do not."""
    pairs = {line: _pairs(line) for line in lines if len(line) <= _LONGEST}
    # A pair that only one line has is its own odd word.
    use = {pair: number - 1 for pair, number in Counter(pair for own in pairs.values() for pair in own).items()}
    known = _pairs(title)
    left = {line: sum(use[pair] for pair in own - known) for line, own in pairs.items()}
    found: list[str] = []
    while left and len(found) < _LINES:
        # A long line says no more than it is long.
        best = max(left, key=lambda line: (left[line] / (len(line) + _LINE_COST), line))
        if left.pop(best) <= 0:
            break
        found.append(best)
        fresh = pairs[best] - known
        known |= fresh
        for line in left:
            left[line] -= sum(use[pair] for pair in pairs[line] & fresh)
    return found


def _reading(easy: str) -> str:
    """Return a title's words in kana: what is written before the input method turns it into kanji."""
    found = _RUBY.sub(r"\2", easy)
    return found if found != easy else ""


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"[\s、。？?！!「」・（）()]", "", unicodedata.normalize("NFKC", text).lower())
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
