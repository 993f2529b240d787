"""Writes `desk/text/spellings.txt`: words that are written in more than one way, of Sudachi's dictionary, for the desk's search.

    python -m bot.runtime.spellings       after a new dictionary came with its package

The desk has no dictionary (its environment knows nothing of the assistant's), and Sudachi's own interface cannot list one: the
file of the dictionary is read as Sudachi 0.6 lays it out (sudachi.rs, `dic/lexicon` and `dic/grammar`, checked 2026-11-30).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from bot import pack

TARGET = Path(__file__).resolve().parents[2] / "desk" / "text" / "spellings.txt"
# Words that people search.
_PARTS_OF_SPEECH = {("名詞", "普通名詞"), ("形状詞", "一般"), ("副詞", "*")}
_VERBS = {("動詞", "一般"), ("動詞", "非自立可能")}
# Forms of a verb that all others begin with (引っ越さない, 引っ越します, 引っ越せば, 住んで); a dictionary has them as entries.
_FORMS = re.compile(r"未然形-一般|連用形-(?!融合|省略).+|終止形-一般|仮定形-一般")
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# One character, or two of kana, stands inside too many other words.
_SHORTEST, _SHORTEST_KANA = 2, 3
_SHORTEST_SHARED_KANA, _LONGEST_VERB = 4, 6
# Stands last in the line of a verb: what follows one of its forms in kana (ました) is no word of its own.
MARK_OF_VERBS = "*"
_HEADER_BYTES = 272
# What a system dictionary begins with.
_LAYOUT = 0xCE9F011A92394434
_HEAD = """# Words that are written in more than one way, one a line, made by `python -m bot.runtime.spellings` of SudachiDict core {version}
# (Works Applications, Apache-2.0). Kana are hiragana, as the search folds them. A line that ends in * is a verb, by what its forms begin with.
"""


class UnknownLayout(Exception):
    """The dictionary is of a version that is laid out otherwise; read what changed in sudachi.rs."""


@dataclass(frozen=True)
class Entry:
    """One spelling of the dictionary.

    Attributes:
        word: What it is a spelling of: Sudachi's normalised form.
        reading: In katakana.
        number: Of the entry, and `of` that of its dictionary form, where it is a form of a verb.
    """

    spelling: str
    word: str
    reading: str
    number: int = -1
    of: int = -1

    @property
    def is_verb(self) -> bool:
        """Whether it is a form of a verb."""
        return self.of >= 0


def entries(dictionary: bytes) -> Iterator[Entry]:
    """Read the nouns, and the forms of verbs that others begin with, of a compiled system dictionary.

    Raises:
        UnknownLayout: See there.
    """
    version = _number(dictionary, 0, 8)
    if version != _LAYOUT:
        raise UnknownLayout(f"expected {_LAYOUT:#x}, got {version:#x}")
    nouns, verbs, at = _parts_of_speech(dictionary, _HEADER_BYTES)
    # The trie, in units of four bytes, and the numbers of its words.
    at += 4 + 4 * _number(dictionary, at, 4)
    at += 4 + _number(dictionary, at, 4)
    count, costs = _number(dictionary, at, 4), at + 4
    for number in range(count):
        # Words with a negative id are parts of others and never found by themselves.
        if dictionary[costs + 6 * number + 1] >= 0x80:
            continue
        spelling, at = _text(dictionary, _number(dictionary, costs + 6 * count + 4 * number, 4))
        at += 2 if dictionary[at] >= 0x80 else 1
        part_of_speech = _number(dictionary, at, 2)
        if part_of_speech not in nouns and part_of_speech not in verbs:
            continue
        word, at = _text(dictionary, at + 2)
        reading, _ = _text(dictionary, at + 4)
        found = Entry(spelling, word or spelling, reading or spelling)
        if part_of_speech in verbs:
            found = replace(found, number=number, of=_number(dictionary, at, 4))
        yield found


def _parts_of_speech(dictionary: bytes, at: int) -> tuple[set[int], set[int], int]:
    """Return the numbers of those that are wanted, nouns and verbs, and where the grammar ends."""
    count, at, nouns, verbs = _number(dictionary, at, 2), at + 2, set(), set()
    for number in range(count):
        names = []
        for _ in range(6):
            name, at = _text(dictionary, at)
            names.append(name)
        if (names[0], names[1]) in _PARTS_OF_SPEECH:
            nouns.add(number)
        elif (names[0], names[1]) in _VERBS and _FORMS.fullmatch(names[5]):
            verbs.add(number)
    # Behind them the costs of each word beside each other one.
    return nouns, verbs, at + 4 + 2 * _number(dictionary, at, 2) * _number(dictionary, at + 2, 2)


def _number(dictionary: bytes, at: int, size: int) -> int:
    return int.from_bytes(dictionary[at : at + size], "little")


def _text(dictionary: bytes, at: int) -> tuple[str, int]:
    """Return a string, and where it ends: its length in one byte or two, then UTF-16."""
    length = dictionary[at]
    at += 1
    if length >= 0x80:
        length, at = ((length & 0x7F) << 8) | dictionary[at], at + 1
    end = at + 2 * length
    return dictionary[at:end].decode("utf-16-le"), end


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
