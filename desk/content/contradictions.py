"""Two answers that give another value for the same thing: found by the words before a value. Pure.

A value of `facts.yml` is the same everywhere; what is written out by hand in two answers is changed in one of them and forgotten in the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A noun of kanji, katakana or Latin letters, a particle or mark, at most one word of bound, and the value with its unit.
_VALUE = re.compile(
    r"(?P<noun>(?:[一-鿿々ァ-ヺーA-Za-z]|(?<=[一-鿿々ァ-ヺー])の(?=[一-鿿々ァ-ヺー]))+)[\s　]*(?:は|が|：|:|で、|は、)[\s　]*"
    r"(?P<bound>最大|最高|上限|約|およそ|月|年|1日|一日)?[\s　]*"
    r"(?P<value>[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)[\s　]*(?P<unit>万円|千円|円|％|%|km|人|世帯|戸|歳|か月|年度|年|日間|時間|分|m2|㎡)"
)
# Nouns that say nothing alone.
_EMPTY = frozenset(
    {"対象", "上限", "金額", "期間", "期限", "料金", "定員", "時間", "年齢", "面積", "全体", "合計", "場合"}
)
# 2026年 says when something was written or happened, not how much.
_CALENDAR_YEAR = 4
_WIDE = str.maketrans("０１２３４５６７８９，．％", "0123456789,.%")


@dataclass(frozen=True)
class Contradiction:
    """What differs, and in which answers: `said` are (label, value as written) of two answers or more."""

    what: str
    said: tuple[tuple[str, str], ...]


def found(texts: Iterable[tuple[str, str]]) -> list[Contradiction]:
    """Return what (label, text) pairs say differently; an answer that gives several values itself is compared by all of them."""
    by_thing: defaultdict[tuple[str, str, str], defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for label, text in texts:
        for thing, value in _values(text):
            if value not in by_thing[thing][label]:
                by_thing[thing][label].append(value)
    contradictions = []
    for (noun, bound, unit), values in by_thing.items():
        if len(values) > 1 and not set.intersection(*(set(of) for of in values.values())):
            said = tuple((label, f"{bound}{'・'.join(of)}{unit}") for label, of in values.items())
            contradictions.append(Contradiction(noun, said))
    return sorted(contradictions, key=lambda one: one.what)


def _values(text: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    for match in _VALUE.finditer(text):
        noun = match["noun"].strip("の")
        if len(noun) > 1 and noun not in _EMPTY:
            value = match["value"].translate(_WIDE).replace(",", "")
            if match["unit"] == "年" and len(value) == _CALENDAR_YEAR:
                continue
            yield (noun, match["bound"] or "", match["unit"].translate(_WIDE)), value
