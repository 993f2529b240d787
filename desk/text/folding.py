"""Japanese text made comparable: width, case, kana, long-vowel marks; and excerpts of the text as it was written. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, repeat

# A character with what modifies it: combining marks and the half-width ﾞ ﾟ, which NFKC joins to the kana before them;
# variation selectors (葛󠄀), which only choose its picture.
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef]*", re.DOTALL)
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_HIRAGANA_OF_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# Variants of kanji in names and addresses: people type one and mean the other.
_VARIANTS = "髙﨑嵜碕𠮷濵濱邊邉齋齊澤櫻廣國嶋嶌德瀨眞惠榮圓曾條濟藏黑彌澁實與豐壽縣萬學鐵淺冨槇籔檜舘峯埜栁桒"
_USUAL = "高崎崎崎吉浜浜辺辺斎斉沢桜広国島島徳瀬真恵栄円曽条済蔵黒弥渋実与豊寿県万学鉄浅富槙薮桧館峰野柳桑"
_USUAL_OF_VARIANT = str.maketrans(_VARIANTS, _USUAL)
# What people type for the long-vowel mark after kana (リフォ-ム, ラ―メン, らーめん).
_LONG_VOWEL_MARKS = re.compile(r"(?<=[\u3041-\u3096ー])[-‐‑‒–—―−─〜~]+")
# From its first digit only: a row of digits would be read through from each of them.
_HYPHENATED = re.compile(r"(?<![0-9])[0-9]+(?:[-‐‑‒–—―−─ー][0-9]+)+")
_SHORTEST_NUMBER = 6
# The beginning of a receipt number: OT-1125-12 is also typed OT112512.
_RECEIPT_BEGINS = re.compile(r"(?<![a-z0-9])[a-z]{2}([-‐‑‒–—―−─])(?=[0-9]{4})")
# コンピューター is also found where コンピュータ is written; shorter words would become other ones (スキー, 好き).
_SHORTEST_WITHOUT_MARK = 3
EXCERPT_BEFORE, EXCERPT_AFTER = 18, 42


def fold(text: str) -> str:
    """Return the text as it is compared; small kana stay small, since いしゃ and いしや are two words."""
    return _fold(text)[0]


def words(query: str) -> list[str]:
    """Return the folded words of a query, each once."""
    found = []
    for word in fold(query).split():
        shorter = word[:-1] if word.endswith("ー") else word
        found.append(shorter if len(shorter) >= _SHORTEST_WITHOUT_MARK else word)
    return list(dict.fromkeys(found))


def excerpt(text: str, searched: Sequence[str]) -> list[tuple[str, bool]] | None:
    """Return pieces (words, whether they were searched for) around the first hit; None without one.

    Args:
        text: As it was written.
        searched: Folded words.
    """
    folded, origins = _fold(text)
    spans = sorted((at.start(), at.end()) for word in searched if word for at in re.finditer(re.escape(word), folded))
    if not spans:
        return None
    begin, end = max(spans[0][0] - EXCERPT_BEFORE, 0), spans[0][1] + EXCERPT_AFTER
    pieces = [("…", False)] if begin else []
    position = begin
    for first, last in spans:
        if last > end or last <= position:
            continue
        first = max(first, position)
        pieces += [(_original(text, origins, position, first), False)]
        pieces += [(_original(text, origins, first, last), True)]
        position = last
    pieces += [(_original(text, origins, position, min(end, len(folded))), False)]
    pieces += [("…", False)] if end < len(folded) else []
    return [(" ".join(piece.split("\n")), is_hit) for piece, is_hit in pieces if piece]


def _original(text: str, origins: Sequence[int], first: int, last: int) -> str:
    """Return the written text behind folded characters."""
    if first >= last:
        return ""
    end = origins[last] if last < len(origins) else len(text)
    return text[origins[first] : max(end, origins[first] + 1)]


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters where it was written."""
    clusters = _CLUSTER.findall(text)
    pieces = [_fold_cluster(cluster) for cluster in clusters]
    places = accumulate(map(len, clusters), initial=0)
    origins = list(chain.from_iterable(map(repeat, places, map(len, pieces))))
    folded = _LONG_VOWEL_MARKS.sub(lambda marks: "ー" * len(marks[0]), "".join(pieces))
    return _without_hyphens(folded, origins)


def _without_hyphens(folded: str, origins: list[int]) -> tuple[str, list[int]]:
    """Return the same without hyphens in numbers that are long enough for telephones and postcodes, and in receipt numbers."""
    dropped = {
        place
        for run in _HYPHENATED.finditer(folded)
        if sum(c.isdecimal() for c in run[0]) >= _SHORTEST_NUMBER
        for place in range(*run.span())
        if not folded[place].isdecimal()
    }
    dropped |= {run.start(1) for run in _RECEIPT_BEGINS.finditer(folded)}
    if not dropped:
        return folded, origins
    kept = [place for place in range(len(folded)) if place not in dropped]
    return "".join(folded[place] for place in kept), [origins[place] for place in kept]


@lru_cache(maxsize=8_192)
def _fold_cluster(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", _SELECTORS.sub("", cluster)).lower()
    plain = plain.translate(_HIRAGANA_OF_KATAKANA).translate(_USUAL_OF_VARIANT)
    return "".join(" " if c.isspace() and c != "\n" else c for c in plain)
