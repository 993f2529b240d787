"""One spelling for what a migrant may type in many: width, kana, marks, noise."""

from __future__ import annotations

import functools
import re
import unicodedata

# Longer texts are cut before any model sees them: what matters is said in the first sentences.
MAX_CHARACTERS = 1_000
# Texts up to this length are normalised once a while.
_REMEMBERED = 200

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_SPACES = re.compile(r"\s+")
# 「すご〜〜い」「すごーーい」: any run of lengthening marks is one.
_LENGTHENING = re.compile(r"(?<=[\u3041-\u30ff])[ー〜~―]+")
_REPEATED_MARK = re.compile(r"([!?。、…w・])\1+")
# <b>, </p>, <!-- -->; a person may put words into angle brackets: <家賃>, 5<10.
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,199}>")


def normalise(text: str) -> str:
    """Return the text as the models read it: NFKC, lower case, no tags, no control characters.

    Never use the result for offsets: its length differs from the text as typed.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _normalised(text)


def _normalised(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")[:MAX_CHARACTERS]
    text = unicodedata.normalize("NFKC", _TAG.sub(" ", text))
    text = _CONTROL.sub(" ", text).lower()
    text = _LENGTHENING.sub("ー", text)
    text = _REPEATED_MARK.sub(r"\1", text)
    return _SPACES.sub(" ", text).strip()


# Whoever reads a message asks for the same.
_remembered = functools.lru_cache(maxsize=1_024)(_normalised)


def has_words(text: str) -> bool:
    """Whether the text holds at least one letter, kana, kanji or digit."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def is_japanese(text: str) -> bool:
    """Whether the text holds kana or kanji."""
    return any(
        "\u3041" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" or "\uff66" <= character <= "\uff9d"
        for character in text
    )


def is_kana_only(text: str) -> bool:
    """Whether somebody wrote without kanji: at least six characters, nearly all of them hiragana."""
    letters = [c for c in text if unicodedata.category(c)[0] in "LN"]
    hiragana = sum("\u3041" <= c <= "\u309f" for c in letters)
    kanji = any("\u3400" <= c <= "\u9fff" for c in letters)
    return len(letters) >= 6 and not kanji and hiragana >= 0.8 * len(letters)
