"""A text without kanji in the spelling in which the vectors know its words: モウシニタイ, しに たい → もう死にたい.

The encoder and the word vectors have hardly met words in kana alone, least of all in half-width katakana; what is seen of such
a text is its usual spelling. Runs of characters still see it as typed (`danger_model.runs`).
"""

from __future__ import annotations

import re
import unicodedata

from bot.nlu import morphology
from bot.nlu.danger_language import hiragana
from bot.nlu.respelling import respell

_KANJI = re.compile(r"[一-龥々]")
_HIRAGANA = re.compile(r"[ぁ-ん]")
_KANA = re.compile(r"[ぁ-んァ-ヶｦ-ﾝ]")
# Learners and small children part words; between two Latin words a space counts.
_SPACE = re.compile(r"(?<![!-~])\s+(?![!-~])")


def usual(text: str) -> str:
    """Return the text as it would usually be spelt; as it is where it has kanji, or no kana."""
    if _KANJI.search(text) or not _KANA.search(text):
        return text
    wide = unicodedata.normalize("NFKC", text)
    if not _HIRAGANA.search(wide):
        wide = hiragana(wide)
    joined = _SPACE.sub("", wide)
    return respell(joined, morphology.analyse(joined))
