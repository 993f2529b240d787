"""Whether the readings of やさしい日本語 fit their characters, by SudachiPy's dictionary; pure apart from the dictionary.

A reading is a fault if no way to cut the text gives it. `data/readings.yml` lists what the dictionary does not know, reads
otherwise or offers too many readings for: those of a listed word or phrase are the only ones that fit, however it is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sudachipy import Dictionary, SplitMode

from actions.city import shared

ALLOWED = shared("readings.yml")
RUBY = re.compile(r"[｜|]([^《》｜|]+)《([^《》]+)》|([一-鿿々〆ヶ]+)《([^《》]+)》")
_KANJI = re.compile(r"[一-鿿々〆]")
_KANJI_RUN = re.compile(r"[一-鿿々〆]+")
_MODES = (SplitMode.A, SplitMode.B, SplitMode.C)


def plain(text: str) -> str:
    """Return a text without its readings."""
    return RUBY.sub(lambda match: match[1] or match[3], text)


def unread(text: str) -> list[str]:
    """Return the characters that have no reading."""
    return _KANJI.findall(RUBY.sub("", text))


def misread(text: str, allowed: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield (characters, reading) of the readings that do not fit."""
    whole = plain(text)
    at = 0
    end = 0
    for match in RUBY.finditer(text):
        base, reading = match[1] or match[3], match[2] or match[4]
        at += len(plain(text[end : match.start()]))
        end = match.end()
        if not _fits(whole, at, base, reading, allowed.get(base, [])):
            yield base, reading
        at += len(base)
    yield from _misread_words(text, whole, allowed)


def allowed_readings(path: Path = ALLOWED) -> dict[str, list[str]]:
    """Return the allow-list."""
    listed: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return listed


def hiragana(text: str) -> str:
    """Return text with katakana as hiragana."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def _fits(whole: str, at: int, base: str, reading: str, listed: list[str]) -> bool:
    if listed:
        return reading in listed
    return hiragana(reading) in _possible(whole, at, at + len(base))


def _misread_words(text: str, whole: str, allowed: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield the listed words whose reading stands over their parts (一《いち》歩《ほ》, マル経《きょう》) and does not fit."""
    parts = _parts(text)
    for word, listed in allowed.items():
        # 1日 of 11日 is another day.
        before = r"(?<!\d)" if word[0].isdigit() else ""
        for match in re.finditer(before + re.escape(word), whole):
            inside = [part for part in parts if part[0] < match.end() and part[1] > match.start()]
            # One reading over the whole was looked at already; one that reaches beyond is of another word.
            if len(inside) == 1 or inside[0][0] < match.start() or inside[-1][1] > match.end():
                continue
            said = "".join(reading for _, _, reading in inside)
            if said not in listed:
                yield word, said


def _parts(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, reading) of all that stands in a text without its readings; kana read themselves."""
    found: list[tuple[int, int, str]] = []

    def add(base: str, reading: str) -> None:
        start = found[-1][1] if found else 0
        found.append((start, start + len(base), reading))

    end = 0
    for match in RUBY.finditer(text):
        for character in text[end : match.start()]:
            add(character, hiragana(character))
        add(match[1] or match[3], match[2] or match[4])
        end = match.end()
    for character in text[end:]:
        add(character, hiragana(character))
    return found


def _possible(whole: str, start: int, end: int) -> set[str]:
    """Return the readings that the characters from start to end have in this text, or alone."""
    sentence = max(whole.rfind(mark, 0, start) for mark in "。\n、「」（）") + 1
    stop = min([at for mark in "。\n、「」（）" if (at := whole.find(mark, end)) >= 0] or [len(whole)])
    found = set(_readings(whole[sentence:stop], start - sentence, end - sentence))
    return found | set(_readings(whole[start:end], 0, end - start))


def _readings(text: str, start: int, end: int) -> Iterator[str]:
    for mode in _MODES:
        reading, first = "", None
        for morpheme in _tokenizer().tokenize(text, mode):
            if morpheme.end() <= start or morpheme.begin() >= end:
                continue
            first = morpheme.begin() if first is None else first
            reading += hiragana(morpheme.reading_form())
            last = morpheme.end()
        if first is None:
            continue
        # 引っ越す《ひっこす》: what is kana says where the reading of the characters begins and ends.
        around = (_pattern(text[first:start]), _pattern(text[end:last]))
        if fit := re.fullmatch(f"{around[0]}(.+?){around[1]}", reading):
            yield fit[1]


def _pattern(text: str) -> str:
    return _KANJI_RUN.sub(".+?", re.escape(hiragana(text)))


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    return Dictionary(dict="core").create()
