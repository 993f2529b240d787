"""Writes `desk/text/spellings.txt`: words that are written in more than one way, of Sudachi's dictionary, for the desk's search.

    python -m bot.runtime.spellings       after a new dictionary came with its package

The desk has no dictionary (its environment knows nothing of the assistant's), and Sudachi's own interface cannot list one: the
file of the dictionary is read as Sudachi 0.6 lays it out (sudachi.rs, `dic/lexicon` and `dic/grammar`, checked 2026-11-30).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot import pack

TARGET = Path(__file__).resolve().parents[2] / "desk" / "text" / "spellings.txt"
# Words that people search; verbs inflect, and what they are as nouns (引っ越し) is among these.
_PARTS_OF_SPEECH = {("名詞", "普通名詞"), ("形状詞", "一般"), ("副詞", "*")}
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# One character, or two of kana, stands inside too many other words.
_SHORTEST, _SHORTEST_KANA = 2, 3
_HEADER_BYTES = 272
# What a system dictionary begins with.
_LAYOUT = 0xCE9F011A92394434
_HEAD = """# Words that are written in more than one way, one a line, made by `python -m bot.runtime.spellings` of SudachiDict core {version}
# (Works Applications, Apache-2.0). Kana are hiragana, as the search folds them.
"""


class UnknownLayout(Exception):
    """The dictionary is of a version that is laid out otherwise; read what changed in sudachi.rs."""


@dataclass(frozen=True)
class Entry:
    """One spelling of the dictionary.

    Attributes:
        word: What it is a spelling of: Sudachi's normalised form.
        reading: In katakana.
    """

    spelling: str
    word: str
    reading: str


def entries(dictionary: bytes) -> Iterator[Entry]:
    """Read the nouns of a compiled system dictionary.

    Raises:
        UnknownLayout: See there.
    """
    version = _number(dictionary, 0, 8)
    if version != _LAYOUT:
        raise UnknownLayout(f"expected {_LAYOUT:#x}, got {version:#x}")
    wanted, at = _parts_of_speech(dictionary, _HEADER_BYTES)
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
        if _number(dictionary, at, 2) not in wanted:
            continue
        word, at = _text(dictionary, at + 2)
        reading, _ = _text(dictionary, at + 4)
        yield Entry(spelling, word or spelling, reading or spelling)


def _parts_of_speech(dictionary: bytes, at: int) -> tuple[set[int], int]:
    """Return the numbers of those that are wanted, and where the grammar ends."""
    count, at, wanted = _number(dictionary, at, 2), at + 2, set()
    for number in range(count):
        names = []
        for _ in range(6):
            name, at = _text(dictionary, at)
            names.append(name)
        if (names[0], names[1]) in _PARTS_OF_SPEECH:
            wanted.add(number)
    # Behind them the costs of each word beside each other one.
    return wanted, at + 4 + 2 * _number(dictionary, at, 2) * _number(dictionary, at + 2, 2)


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
    for entry in found:
        if _KANJI.search(entry.word):
            reading = entry.reading.translate(_HIRAGANA)
            words.setdefault((entry.word, reading), {reading}).add(entry.spelling.translate(_HIRAGANA).lower())
    listed = set()
    for spellings in words.values():
        kept = sorted(filter(_is_long_enough, spellings))
        with_kanji = [spelling for spelling in kept if _KANJI.search(spelling)]
        if len(with_kanji) > 1 or (len(kept) > 1 and any(spelling in vocabulary for spelling in with_kanji)):
            listed.add(" ".join(kept))
    return sorted(listed)


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
