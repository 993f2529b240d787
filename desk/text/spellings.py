"""Ways of writing one word: 空家, 空き家 and あきや. Of a list that is made of Sudachi's dictionary (`bot.runtime.spellings`).

The search asks for every way instead of keeping one of them: what was stored stays as it was written, and no kana across the
border of two words (あきやすい) are taken for a word that is not there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from desk.text import folding

_FILE = Path(__file__).with_name("spellings.txt")
_SHORTEST, _LONGEST = 2, 12
# Whoever pastes a sentence means the sentence.
_LONGEST_QUERY = 20
# Of several such words typed together; each way is looked for in every text.
MOST = 16


@lru_cache(maxsize=256)
def of(word: str) -> tuple[str, ...]:
    """Return the ways to write a folded word, or words that were typed together; itself is found by one of them.

    None of them holds another one: what holds 引越 needs no 引越し beside it.
    """
    if len(word) > _LONGEST_QUERY:
        return (word,)
    changes = _written(word)
    # What differs from the typed words in the fewest places first.
    likely = sorted(changes, key=lambda way: (changes[way], len(way), way))[:MOST]
    kept: list[str] = []
    for way in sorted(likely, key=len):
        if not any(other in way for other in kept):
            kept.append(way)
    return tuple(kept)


def _written(text: str) -> dict[str, int]:
    """Return the ways to write a text, with how many of its words are written otherwise: its longest listed word first."""
    if found := _inflected(text):
        head, word, ways = found
        return _joined(_written(head), word, ways, {"": 0})
    for size in range(min(len(text), _LONGEST), _SHORTEST - 1, -1):
        # Of two as long the later: what stands before a word is often a prefix (お試し, ご案内).
        for begin in range(len(text) - size, -1, -1):
            word, rest = text[begin : begin + size], text[begin + size :]
            if ways := _listed(word):
                is_ended = _MARK_OF_VERBS in ways and _ENDING.fullmatch(rest) is not None
                return _joined(_written(text[:begin]), word, ways, {"": 0} if is_ended else _written(rest))
    return {text: 0}


def _joined(before: dict[str, int], word: str, ways: frozenset[str], after: dict[str, int]) -> dict[str, int]:
    return {
        f"{head}{way}{tail}": before[head] + after[tail] + (way != word)
        for head in before
        for way in ways - {_MARK_OF_VERBS}
        for tail in after
    }


def _inflected(text: str) -> tuple[str, str, frozenset[str]] | None:
    """Return what stands before a verb that ends a text, its form as listed, and all its forms; None where no verb ends it.

    Of 引っ越しました any ending will do, and the kana of the ending (ました, したい) are no words of their own.
    """
    for begin in range(len(text)):
        if not _KANJI.match(text, begin):
            continue
        for size in range(min(len(text) - begin, _LONGEST), _SHORTEST - 1, -1):
            word, rest = text[begin : begin + size], text[begin + size :]
            if not (ways := _listed(word)):
                continue
            # The noun of a verb (引っ越し) is not in the verb's line, which has what its forms share.
            verb = ways if _MARK_OF_VERBS in ways or word[-1] not in _NOUN_OF_VERB else _listed(word[:-1])
            if _MARK_OF_VERBS in verb and _ENDING.fullmatch(rest):
                return text[:begin], word, verb | ways
            break
    return None


@lru_cache(maxsize=2_048)
def _listed(word: str) -> frozenset[str]:
    """Return the spellings of all listed words that can be written so; empty where there is none."""
    words, found = _words(), set[str]()
    # The file is searched as it is: as a dictionary its 80,000 spellings would take ten times the memory.
    at = words.find(word)
    while at >= 0:
        end = at + len(word)
        if words[at - 1] in _BORDERS and words[end] in _BORDERS:
            first, last = words.rfind("\n", 0, at) + 1, words.find("\n", at)
            found.update(map(folding.fold, words[first:last].split(" ")))
        at = words.find(word, end)
    return frozenset(found)


_BORDERS = " \n"
# Stands last in the line of a verb, as `bot.runtime.spellings` writes it.
_MARK_OF_VERBS = "*"
_ENDING = re.compile(r"[ぁ-ん]+")
_NOUN_OF_VERB = "しきぎちにびみり"
_KANJI = re.compile(r"[\u3400-\u9fff々]")


@cache
def _words() -> str:
    """Return the lines of the file, each between line feeds."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return "\n".join(["", *(line for line in lines if not line.startswith("#")), ""])
