"""How the CPU time of a function that reads foreign text grows with the text; standard library only, for both environments.

A reader is asked with texts that a person could send to make it slow, each at the longest length that its door accepts
and at half of it. Twice the text may cost three times the CPU at most (a quadratic pattern needs four times, a cubic one
eight). CPU time of this process and the least of several tries are compared, so that a busy machine changes nothing.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MOST_GROWTH = 3.0
# Nobody notices less, however it grows; and a busy machine blurs it.
TOO_QUICK_SECONDS = 0.015
# No text of one person may hold a process longer, however its cost grows.
MOST_SECONDS = 2.0
_TRIES = 6

# What is repeated, by name: letters, kanji, digits, marks, combining, emoji, right to left, and beginnings of what is
# looked for (an address, a number, a date, a link, a tag, a name) that never end.
UNITS: Mapping[str, str] = {
    "letters": "a",
    "capitals": "A",
    "kanji": "漢",
    "kanji numbers": "十",
    "weekdays": "月",
    "hiragana": "あ",
    "katakana": "ア",
    "half-width katakana": "ｶﾞ",
    "long vowels": "ー",
    "kana with long vowels": "あー",
    "digits": "1",
    "full-width digits": "１",
    "noughts": "0",
    "digit and hyphen": "0-",
    "digit and blank": "1 ",
    "digit and dot": "1.",
    "digit and comma": "1,",
    "three digits and hyphens": "123-4567-",
    "dates": "12/3",
    "months": "1月",
    "days": "1日",
    "hours": "1時",
    "years": "2026年",
    "amounts": "1万円",
    "lots": "1番地",
    "blanks": " ",
    "wide blanks": "\u3000",
    "line breaks": "\n",
    "tabs": "\t",
    "letter and blank": "a ",
    "hiragana and blank": "あ ",
    "letter and line break": "a\n",
    "hyphens": "-",
    "dots": ".",
    "middle dots": "・",
    "exclamation marks": "!",
    "full stops": "。",
    "commas": "、",
    "comma and weekday": "、月",
    "brackets": "(",
    "closing brackets": ")",
    "lenticular brackets": "【",
    "braces": "{",
    "square brackets": "[",
    "bars": "|",
    "bar and dashes": "|---",
    "stars": "**",
    "slashes": "/",
    "backslashes": "\\",
    "quotes": '"',
    "at signs": "@",
    "letter and at sign": "a@",
    "letter and dot": "a.",
    "half an address": "a@a.",
    "tag": "<a",
    "closed tags": "<a>",
    "link": "[a](https://a",
    "percent": "%41",
    "combining accents": "\u0301",
    "letter and accents": "e\u0301",
    "voicing marks": "\u3099",
    "ligature that expands": "ﷺ",
    "emoji": "👍",
    "emoji family": "👨\u200d👩\u200d👧\u200d👦",
    "variation selectors": "葛\U000e0100",
    "flags": "🇯🇵",
    "zero width": "\u200b",
    "joiners": "\u200d",
    "right to left": "שלום",
    "right-to-left marks": "\u202e",
    "Arabic": "مرحبا",
    "Hangul": "한",
    "Hangul pieces": "\u1112\u1161\u11ab",
    "Thai": "ก็",
    "half a surrogate pair": "\ud800",
    "telephone": "電話",
    "telephone number": "090-1234-5678",
    "country code": "+81",
    "name": "名前は",
    "polite": "さん",
    "LINE": "LINE ID",
    "birthday": "平成1",
    "postal code": "〒",
    "receipt": "OT-2026-",
    "danger": "死にたい",
    "danger and gap": "死ん",
    "person and gap": "夫が",
    "burning": "火",
    "house": "家を",
    "and": "と、",
    "or": "か、",
    "joining words": "それと",
    "weeks": "来週",
    "from": "1時から",
    "please": "予約をお願い",
    "or words": "か",
    "perhaps": "かも",
    "figure of speech": "死ぬほど寒い",
    "subject": "自殺対策の仕事",
    "amount and question": "1万円くらい",
    "child": "5歳と",
    "era": "令和1",
    "romaji": "ka",
    "double letters": "kk",
    "apostrophes": "i'",
}


@dataclass(frozen=True)
class Reader:
    """A function that reads foreign text.

    Attributes:
        name: Module and function, as people look for it.
        call: Reads one text; what it raises for a text that it refuses is part of reading.
        longest: Most characters that its door lets in.
        refuses: Errors by which it refuses a text.
    """

    name: str
    call: Callable[[str], object]
    longest: int
    refuses: tuple[type[Exception], ...] = ()
    units: Mapping[str, str] = field(default_factory=lambda: UNITS)

    def worst(self) -> Cost:
        """Return the costliest of the texts at the longest length."""
        return max(
            (Cost(name, self.seconds(text_of(unit, self.longest))) for name, unit in self.units.items()),
            key=lambda cost: cost.seconds,
        )

    def seconds(self, text: str, tries: int = 1) -> float:
        """Return the least CPU seconds of reading a text."""
        least = float("inf")
        for _ in range(tries):
            began = time.process_time()
            with contextlib.suppress(*self.refuses):
                self.call(text)
            least = min(least, time.process_time() - began)
        return least


@dataclass(frozen=True)
class Cost:
    """What was repeated, and the CPU seconds of reading it."""

    unit: str
    seconds: float


def text_of(unit: str, length: int) -> str:
    """Return a text of so many characters that repeats a unit; the last character breaks what the unit began."""
    return (unit * (length // len(unit) + 1))[: length - 1] + "\u3000"


def faults(reader: Reader) -> list[str]:
    """Return one sentence for each text whose cost grows too fast or is too high."""
    found = []
    for name, unit in reader.units.items():
        whole, half = text_of(unit, reader.longest), text_of(unit, reader.longest // 2)
        if (seconds := reader.seconds(whole)) < TOO_QUICK_SECONDS:
            continue
        growth = float("inf")
        least = seconds
        for tries in range(_TRIES):
            of_half = reader.seconds(half, max(tries, 1))
            # The first comparison is with the reading above: most readers pass by it.
            least = min(least, reader.seconds(whole, tries))
            growth = least / max(of_half, 1e-6)
            if growth <= MOST_GROWTH and least <= MOST_SECONDS:
                break
        if least < TOO_QUICK_SECONDS:
            continue
        if growth > MOST_GROWTH:
            found.append(f"{name}: {growth:.1f} times the CPU for twice the text ({least * 1000:.0f} ms)")
        if least > MOST_SECONDS:
            found.append(f"{name}: {least * 1000:.0f} ms")
    return found


def main() -> None:
    """Print, for each reader of the module named, its costliest text and the CPU milliseconds of reading it."""
    readers: tuple[Reader, ...] = importlib.import_module(sys.argv[1]).READERS
    print(f"{'reader':<44} {'characters':>10} {'worst ms':>9}  of repeated")
    for reader in readers:
        # The first reading loads dictionaries and patterns.
        reader.seconds(text_of("あ", reader.longest))
        cost = reader.worst()
        print(f"{reader.name:<44} {reader.longest:>10,} {cost.seconds * 1000:>9.1f}  {cost.unit}", flush=True)


if __name__ == "__main__":
    main()
