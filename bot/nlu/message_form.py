"""The form of a short message after an answer: how it begins and ends, what it compares; none of it says which topic; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.morphology import Morpheme
from bot.nlu.text import normalise

_PATTERNS = {
    "sets a case (なら)": re.compile(r"なら|だったら"),
    "adds a case (でも)": re.compile(r"でも|じゃなくて"),
    "names a case (だと, 場合)": re.compile(r"だと|場合|とき|たら"),
    "goes on (じゃあ, あと)": re.compile(r"^(?:で[、は]?|じゃあ?|では|あと|ちなみに|それなら|逆に)"),
    "asks by its end (か, の)": re.compile(r"[?？]|か$|の$"),
    "leaves the question out (は, って)": re.compile(r"(?:は|って)[?？]?$"),
    "wishes": re.compile(r"たい|ほしい|欲しい"),
    "tells": re.compile(r"(?:です|ます|てる|ない|だけど|けど|んだ|から)。?$"),
    "asks for something else (以外, ほか)": re.compile(r"じゃな|ではな|以外|ほか|他|別|逆|ふつう|普通|代わり|かわり"),
    "holds a number": re.compile(r"\d"),
    "points (それ, そこ)": re.compile(r"それ|その|そこ|これ|この|あれ|そっち"),
}
NAMES = (*_PATTERNS, "length", "content words")
# So that no number is much larger than the others: characters and content words of an ordinary message.
_CHARACTERS, _WORDS = 10, 3


def numbers(text: str, words: Sequence[Morpheme]) -> list[float]:
    """Return the numbers named in `NAMES`."""
    plain = normalise(text)
    found = [float(pattern.search(plain) is not None) for pattern in _PATTERNS.values()]
    return [*found, len(plain) / _CHARACTERS, sum(word.is_content for word in words) / _WORDS]
