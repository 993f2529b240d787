"""Japanese in Latin letters as kana, so that it is understood like any Japanese; pure.

jaconv turns syllables into kana; what people write beside the textbook (macrons, m before b, English words in between,
particles by their sound) is prepared here.
"""

from __future__ import annotations

import re
import unicodedata

import jaconv

from bot.nlu import language

_WORD = re.compile(r"[a-zāīūēōâîûêô']+")
_LONG = str.maketrans(
    {
        "ā": "aa",
        "ī": "ii",
        "ū": "uu",
        "ē": "ei",
        "ō": "ou",
        "â": "aa",
        "î": "ii",
        "û": "uu",
        "ê": "ei",
        "ô": "ou",
    }
)
# Particles are written otherwise than they sound.
_PARTICLES = {"wa": "は", "wo": "を", "o": "を", "e": "へ"}
_LATIN = re.compile(r"[a-z]")


def read(text: str) -> str:
    """Return a text in romaji as kana, any other text as it is."""
    return kana(text) if language.detect(text) == "romaji" else text


def kana(text: str) -> str:
    """Return a text with its Japanese words in kana; words that are none stay as they are."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return re.sub(r"(?<=[ぁ-ゖー])\s+(?=[ぁ-ゖー])", "", _WORD.sub(_word, plain))


def _word(match: re.Match[str]) -> str:
    written = match[0].translate(_LONG)
    if written in _PARTICLES:
        return _PARTICLES[written]
    # shimbun, kon'ya, donna: m stands for n before lips, an apostrophe divides syllables, and so does n before n.
    spelt = re.sub(r"n(?=n[aiueoy])", "n'", re.sub(r"m(?=[bpm])", "n", written))
    if not language.ROMAJI_WORD.fullmatch(spelt):
        return match[0]
    found = "".join(jaconv.alphabet2kana(piece) for piece in spelt.split("'"))
    return match[0] if _LATIN.search(found) else found
