"""A text with its kana words in their usual kanji (ころされる → 殺される), so that patterns need one spelling; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.morphology import Morpheme

_KINDS = frozenset({"動詞", "形容詞", "名詞", "副詞", "形状詞"})


def respell(text: str, words: Sequence[Morpheme]) -> str:
    """Return the text with each inflected kana word as Sudachi would normally write it.

    Args:
        text: As typed.
        words: Its morphemes; their offsets point into the text.
    """
    pieces: list[str] = []
    at = 0
    for word in words:
        pieces += [text[at : word.begin], _usual(word)]
        at = word.end
    return "".join([*pieces, text[at:]])


def _usual(word: Morpheme) -> str:
    """Return the word with the kanji of its normal form: なぐら, of なぐる = 殴る, becomes 殴ら."""
    kind, detail = word.part_of_speech
    # ている, てみる: helping verbs are written in kana.
    if kind not in _KINDS or detail == "非自立可能" or not _is_kana(word.surface):
        return word.surface
    ending = _common_ending(word.dictionary_form, word.normalized)
    stem = word.dictionary_form.removesuffix(ending)
    kanji = word.normalized.removesuffix(ending)
    if not stem or not word.surface.startswith(stem) or _is_kana(kanji):
        return word.surface
    return kanji + word.surface.removeprefix(stem)


def _is_kana(text: str) -> bool:
    return all("ぁ" <= letter <= "ヿ" for letter in text)


def _common_ending(one: str, other: str) -> str:
    size = 0
    while size < min(len(one), len(other)) and one[-size - 1] == other[-size - 1]:
        size += 1
    return one[len(one) - size :]
