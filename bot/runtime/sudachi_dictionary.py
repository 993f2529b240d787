"""Reads Sudachi's compiled dictionary, which its own interface cannot list.

The file is read as Sudachi 0.6 lays it out (sudachi.rs, `dic/lexicon` and `dic/grammar`, checked 2026-11-30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

# Words that people search.
_PARTS_OF_SPEECH = {("名詞", "普通名詞"), ("形状詞", "一般"), ("副詞", "*")}
_VERBS = {("動詞", "一般"), ("動詞", "非自立可能")}
# Forms of a verb that all others begin with (引っ越さない, 引っ越します, 引っ越せば, 住んで); a dictionary has them as entries.
_FORMS = re.compile(r"未然形-一般|連用形-(?!融合|省略).+|終止形-一般|仮定形-一般")
_HEADER_BYTES = 272
# What a system dictionary begins with.
_LAYOUT = 0xCE9F011A92394434


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
