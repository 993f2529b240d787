"""Writes `desk/text/spellings.txt`: words that are written in more than one way, of Sudachi's dictionary, for the desk's search.

    python -m bot.runtime.spellings       after a new dictionary came with its package

The desk has no dictionary: its environment knows nothing of the assistant's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from bot import pack
from bot.runtime.sudachi_dictionary import Entry, entries

TARGET = Path(__file__).resolve().parents[2] / "desk" / "text" / "spellings.txt"
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# One character, or two of kana, stands inside too many other words.
_SHORTEST, _SHORTEST_KANA = 2, 3
_SHORTEST_SHARED_KANA, _LONGEST_VERB = 4, 6
# Stands last in the line of a verb: what follows one of its forms in kana (ました) is no word of its own.
MARK_OF_VERBS = "*"
_HEAD = """# Words that are written in more than one way, one a line, made by `python -m bot.runtime.spellings` of SudachiDict core {version}
# (Works Applications, Apache-2.0). Kana are hiragana, as the search folds them. A line that ends in * is a verb, by what its forms begin with.
"""


def lines(found: Iterable[Entry], vocabulary: str) -> list[str]:
    """Return the words with their spellings, sorted.

    Args:
        found: All spellings.
        vocabulary: Texts of the office: what stands there in one spelling is listed with its reading, since people write
            in kana what they cannot write otherwise (やちん).
    """
    words: dict[tuple[str, str], set[str]] = {}
    nouns, verbs = _divided(found)
    for entry in nouns:
        if _KANJI.search(entry.word):
            reading = entry.reading.translate(_HIRAGANA)
            words.setdefault((entry.word, reading), {reading}).add(entry.spelling.translate(_HIRAGANA).lower())
    listed = set()
    for spellings in words.values():
        kept = sorted(filter(_is_long_enough, spellings))
        with_kanji = [spelling for spelling in kept if _KANJI.search(spelling)]
        if len(with_kanji) > 1 or (len(kept) > 1 and any(spelling in vocabulary for spelling in with_kanji)):
            listed.add(" ".join(kept))
    return sorted(listed | set(inflected(verbs, vocabulary)))


def _divided(found: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    nouns: list[Entry] = []
    verbs: list[Entry] = []
    for entry in found:
        (verbs if entry.is_verb else nouns).append(entry)
    return nouns, verbs


def inflected(verbs: Iterable[Entry], vocabulary: str) -> Iterator[str]:
    """Yield a line for each verb of the vocabulary, marked as such: its dictionary forms, and what all its forms begin with.

    What they share is enough where it tells of this verb alone (引っ越); of 住む, 住 would find 住宅 as well, so its forms stand one by one.
    """
    found = list(verbs)
    by_number = {entry.number: entry for entry in found}
    ways: dict[int, set[str]] = {}
    for entry in found:
        if entry.of in by_number:
            ways.setdefault(entry.of, set()).add(entry.spelling.translate(_HIRAGANA))
    words: dict[tuple[str, str], list[int]] = {}
    for number in ways:
        entry = by_number[number]
        words.setdefault((entry.word, entry.reading.translate(_HIRAGANA)), []).append(number)
    written = _beginnings(vocabulary)
    known = {
        word: numbers
        for word, numbers in words.items()
        if any(not written.isdisjoint(ways[number]) for number in numbers)
    }
    readings = Counter(reading for _, reading in known)
    for (_, reading), numbers in known.items():
        line: set[str] = set()
        for number in numbers:
            spelling = by_number[number].spelling.translate(_HIRAGANA)
            # かえる is 帰る, 変える, 買える …: in kana only what is one verb.
            if _KANJI.search(spelling) or (spelling == reading and readings[reading] == 1):
                line |= {spelling, *_begun(ways[number])}
        kept = sorted(filter(_is_long_enough, line))
        if len(kept) > 1:
            yield " ".join([*kept, MARK_OF_VERBS])


def _beginnings(vocabulary: str) -> set[str]:
    """Return what stands in a text from each of its kanji on, up to as long as a verb is: sought in the text itself, all forms take minutes."""
    starts = [found.start() for found in _KANJI.finditer(vocabulary)]
    return {vocabulary[at : at + size] for at in starts for size in range(_SHORTEST, _LONGEST_VERB + 1)}


def _begun(forms: set[str]) -> set[str]:
    first, last = min(forms), max(forms)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    shortest = _SHORTEST if _KANJI.search(shared) else _SHORTEST_SHARED_KANA
    return {shared} if len(shared) >= shortest else forms


def _is_long_enough(spelling: str) -> bool:
    shortest = _SHORTEST if _KANJI.search(spelling) else _SHORTEST_KANA
    return len(spelling) >= shortest and " " not in spelling


def main() -> None:
    """Write the file."""
    import sudachidict_core

    from bot.nlu.morphology import installed_version

    system = Path(sudachidict_core.__file__).parent / "resources" / "system.dic"
    folders = (pack.SHIPPED / "answers", pack.SHIPPED / "nlu")
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    vocabulary = "\n".join(path.read_text(encoding="utf-8") for path in files)
    head = _HEAD.format(version=installed_version("sudachidict-core"))
    TARGET.write_text(head + "\n".join(lines(entries(system.read_bytes()), vocabulary)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
