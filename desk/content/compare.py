"""Two versions side by side, word by word; pure."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.content.entries import MORE
from desk.display_names import ANSWER_PARTS

NAMES: Mapping[str, str] = {
    "title": "見出し",
    "easy_title": "やさしい見出し",
    "body": "本文",
    "easy": ANSWER_PARTS["easy"],
    "en_title": "英語の見出し",
    "en": "英語",
    "en_translated": "訳した日",
    "caveat": ANSWER_PARTS["caveat"],
    "easy_caveat": "やさしい注意書き",
    "owner": "担当",
    "checked": ANSWER_PARTS["checked"],
    "review_by": "見直す日",
    "sources": ANSWER_PARTS["sources"],
    "contacts": "連絡先",
    "related": "次に見せる回答",
    "value": "値",
    "unit": "単位",
    "as_of": "いつの値か",
    "valid_until": "いつまで使えるか",
    "source": "出典",
    "note": "覚え書き",
}
# Runs of one kind of character stand for words; Japanese has no spaces.
_WORD = re.compile(r"[一-鿿々〆]|[ぁ-ゖ]+|[ァ-ヺー]+|[A-Za-z]+|[\d,.]+|\s|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Some characters of a text; `kind` is same, gone (in the old one only) or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A field that differs: its name, the old text and the new one in pieces."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return the fields that differ, in the order of the editor."""
    found = []
    for field, name in NAMES.items():
        old, new = _written(before.get(field)), _written(after.get(field))
        if old != new:
            found.append(Difference(name, *pieces(old, new)))
    return found


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece("same" if tag == "equal" else "gone", "".join(old[a:b])))
        if c < d:
            right.append(Piece("same" if tag == "equal" else "new", "".join(new[c:d])))
    return tuple(left), tuple(right)


def _written(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(_written(item) for item in value)
    if isinstance(value, dict):
        return "　".join(str(item) for item in value.values())
    if isinstance(value, str):
        # The mark between what is seen at once and the rest, as the pages call it; blank lines around it mean nothing.
        return re.sub(rf"\s*{MORE}\s*", "\n［くわしく］\n", value)
    return json.dumps(value, ensure_ascii=False) if value is not None else ""
