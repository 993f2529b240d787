"""Writes readings over the characters of やさしい日本語 that have none: `echo 文 | python -m actions.library.furigana`.

A first draft for whoever writes an answer: what the dictionary reads wrongly is put right by hand, as 漢字《かんじ》, and kept.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import Any

from sudachipy import Dictionary, SplitMode

from actions.library.readings import RUBY, allowed_readings, hiragana

_KANJI = "一-鿿々〆"
_RUN = re.compile(f"[{_KANJI}]+")
# How counters are read after a number; the dictionary gives the reading of the single character.
_COUNTERS = {
    "年間": "ねんかん", "年": "ねん", "月": "がつ", "日": "にち", "時間": "じかん", "時": "じ", "分": "ふん", "人": "にん", "円": "えん", "回": "かい",
    "歳": "さい", "週間": "しゅうかん", "階": "かい", "本": "ほん", "丁目": "ちょうめ", "度": "ど", "校": "こう", "世帯": "せたい",
    "割": "わり", "番": "ばん",
}  # fmt: skip
_COUNTED = re.compile(
    r"(?P<number>\d+)(?P<ten_thousand>万)?(?P<counter>" + "|".join(sorted(_COUNTERS, key=len, reverse=True)) + ")"
)
_DAYS = {
    "1": "ついたち", "2": "ふつか", "3": "みっか", "4": "よっか", "5": "いつか", "6": "むいか", "7": "なのか", "8": "ようか",
    "9": "ここのか", "10": "とおか", "14": "じゅうよっか", "20": "はつか", "24": "にじゅうよっか",
}  # fmt: skip


def add(text: str) -> str:
    """Return a text with a reading over each run of characters that had none."""
    done, end = [], 0
    for match in RUBY.finditer(text):
        done += [_read(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*done, _read(text[end:])])


def _read(text: str) -> str:
    found, end = [], 0
    for match in _COUNTED.finditer(text):
        found_counter = _counted(match["number"], match["counter"], bool(match["ten_thousand"]))
        found += [_words(text[end : match.start()]), found_counter]
        end = match.end()
    return "".join([*found, _words(text[end:])])


def _counted(number: str, counter: str, ten_thousand: bool) -> str:
    """Return a number with its counter's reading: 5日 is いつか, 10分 じゅっぷん, 1人 ひとり."""
    if ten_thousand:
        return f"{number}万《まん》{counter}《{_COUNTERS[counter]}》"
    if counter == "日" and number in _DAYS:
        return f"｜{number}日《{_DAYS[number]}》"
    if counter == "人" and number in {"1", "2"}:
        return f"｜{number}人《{'ひとり' if number == '1' else 'ふたり'}》"
    if counter == "分" and number[-1] in "134680":
        return f"{number}分《ぷん》"
    if counter == "階" and number[-1] == "3":
        return f"{number}階《がい》"
    return f"{number}{counter}《{_COUNTERS[counter]}》"


def _words(text: str) -> str:
    shown: list[str] = []
    # Cut at brackets: the dictionary takes （カナ） after a word for its reading and swallows it.
    for line in re.split(r"([\n（）「」])", text):
        if not line.strip("\n（）「」 "):
            shown.append(line)
            continue
        cut = _tokenizer().tokenize(line, SplitMode.B)
        shown += [_word(word.surface(), hiragana(word.reading_form())) for word in cut]
    return "".join(shown)


def _word(surface: str, reading: str) -> str:
    """Return 食べる《たべる》 as 食《た》べる: readings stand over kanji only."""
    if len(surface) > 1 and surface in _listed():
        return f"{surface}《{_listed()[surface][0]}》"
    pieces = re.findall(f"[{_KANJI}]+|[^{_KANJI}]+", surface)
    pattern = "".join("(.+?)" if _RUN.fullmatch(piece) else re.escape(hiragana(piece)) for piece in pieces)
    match = re.fullmatch(pattern, reading)
    if match is None or not any(_RUN.fullmatch(piece) for piece in pieces):
        return surface
    over = iter(match.groups())
    return "".join(f"{piece}《{next(over)}》" if _RUN.fullmatch(piece) else piece for piece in pieces)


@lru_cache(maxsize=1)
def _listed() -> dict[str, list[str]]:
    return allowed_readings()


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    return Dictionary(dict="core").create()


if __name__ == "__main__":
    sys.stdout.write(add(sys.stdin.read()))
