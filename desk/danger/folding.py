"""One spelling of a text for the danger's patterns, its sentences, and what is shown of them; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

MOST_SHOWN = 80
_SENTENCE = re.compile(r"[^。｡！？!?\n]+?(?:[。｡！？!?]+|\.(?=\s)|(?=\n)|$)")
_LETTER, _BETWEEN = "[ぁ-んァ-ヶ一-龥]", r"[.,、・*_/+=~'-]"
_REPLACED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"</?[A-Za-z!][^<>]{0,199}>"), ""),
    (re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]"), ""),
    # 死・に・た・い: single letters with one mark between each.
    (re.compile(f"{_LETTER}(?:{_BETWEEN}{_LETTER}){{2,}}"), lambda found: re.sub(_BETWEEN, "", found[0])),
    (re.compile(r"(?<=[ぁ-ん])[ー〜~―]+|[…‥・]+"), ""),
    (re.compile(r"([!?。、])\1+"), r"\1"),
    # A space counts between two Latin words only.
    (re.compile(r"(?<![!-~])\s+|\s+(?![!-~])"), ""),
)
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_WRITES_KATAKANA_ONLY = re.compile(r"[^ぁ-ん]*[ァ-ヶ][^ぁ-ん]*")


def fold(text: str) -> str:
    """Return one spelling: NFKC, lower case, without marks of feeling and spaces that say nothing."""
    folded = text.encode("utf-8", "replace").decode()
    for number, (pattern, instead) in enumerate(_REPLACED):
        if number == 1:
            folded = unicodedata.normalize("NFKC", folded)
        if number == 2:
            folded = folded.lower().replace("’", "'")
        folded = pattern.sub(instead, folded)
    return folded.strip()


def plain(line: str) -> str:
    """Fold a line of the files, keeping ~ and the spaces beside Latin words."""
    gaps = str(line).split("~")
    return "~".join(" ".join(fold(word) for word in piece.split(" ")) for piece in gaps)


def sentences_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence folded and as typed; sentences broken by new lines are read joined as well."""
    spellings = [text, text.replace("\n", " ")] if "\n" in text.strip() else [text]
    for spelling in spellings:
        for found in _SENTENCE.finditer(spelling):
            folded = fold(found[0])
            if folded:
                yield folded, found[0].strip()
            if _WRITES_KATAKANA_ONLY.fullmatch(folded):
                yield folded.translate(_TO_HIRAGANA), found[0].strip()


def cut(typed: str, span: tuple[int, int], length: int) -> str:
    """Return at most `MOST_SHOWN` characters around a match in a sentence of `length` folded characters."""
    if len(typed) <= MOST_SHOWN:
        return typed
    middle = (span[0] + span[1]) * len(typed) // (2 * length)
    start = max(0, min(middle - MOST_SHOWN // 2, len(typed) - MOST_SHOWN))
    return typed[start : start + MOST_SHOWN]
