"""The language a message is written in, by its script and its commonest words; pure.

Enough to answer in it; a text of two languages is of the one that carries the sentence.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

from bot import pack

Language = Literal["ja", "en", "zh-Hans", "zh-Hant", "ko", "romaji", "other"]
# What replies are written in; romaji is Japanese for whoever has no Japanese keyboard.
REPLY: dict[Language, str] = {"romaji": "ja", "other": "ja"}

_KANA = re.compile(r"[ぁ-ゖァ-ヺｦ-ﾝ]")
_HANGUL = re.compile(r"[가-힣ㄱ-ㆎ]")
_HAN = re.compile(r"[一-鿿]")
_LATIN_WORD = re.compile(r"[a-zà-ÿ]+(?:'[a-z]+)?")
# Words of Chinese that Japanese nouns without kana do not hold; the comma ， is Chinese too.
_CHINESE = re.compile(
    r"[你您她很嗎吗吧呢怎們们這这跟讓让也，]|[没沒][有去来來法人]|我(?!慢|家|流)|想(?!定|像|起|談|い)|多少|大概|可以|不要|不能|不敢|好[痛想怕]|從|为|死了|了[。！!]|了$|救救|[在有]什"
)
_ENGLISH = frozenset(
    re.findall(
        r"\S+",
        "i i'm i'd i've my me you your we is are am was the a an and or to of in on at for with from can can't do does "
        "don't how what where when why who there this that it not no please want need help have has would could should "
        "will be about any if live move house job work school hospital snow rent",
    )
)
_ROMAJI = frozenset(
    re.findall(
        r"\S+",
        "wa ga wo ni de no mo ka yo ne desu masu desuka arimasu arimasuka imasu imasuka kudasai shitai tai nai watashi "
        "kara made doko nani itsu ikura dou donna kono sono ie yachin shigoto ijuu hojokin yuki kodomo mou to ya "
        "suru shite iru aru naku mashita masen deshita tte kedo node nara sumitai shinitai tasukete tsurai",
    )
)
_ROMAJI_SYLLABLES = re.compile(
    r"(?:(?:[kgszjtdcnhbpmyrwf]|sh|ch|ts|ky|gy|ny|hy|by|py|my|ry|kk|tt|pp|ss|tch|ssh)?[aiueo]|n(?![aiueoy]))+"
)


def detect(text: str) -> Language:
    """Return the language of a text; `ja` where nothing speaks for another."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    han = _HAN.findall(text)
    if han:
        return _chinese_or_japanese(text, han)
    words = _LATIN_WORD.findall(text.lower().replace("’", "'"))
    return _latin(words) if words else "ja"


def reply_language(language: Language) -> str:
    """Return the language in which an answer is given."""
    return REPLY.get(language, language)


def _chinese_or_japanese(text: str, han: list[str]) -> Language:
    """Tell by the national character sets: what Japan's lacks is Chinese, and the two Chinas' differ."""
    foreign = [letter for letter in han if not _is_in(letter, "shift_jis")]
    if not foreign and not _CHINESE.search(text):
        # 移住支援金: nouns alone are Japanese here, however many strokes they have.
        return "ja"
    simplified = sum(not _is_in(letter, "big5") for letter in han)
    traditional = sum(not _is_in(letter, "gb2312") for letter in han)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


@functools.lru_cache(maxsize=8_192)
def _is_in(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _latin(words: list[str]) -> Language:
    english = sum(word in _ENGLISH for word in words)
    romaji = sum(word in _ROMAJI or word == pack.town() for word in words)
    syllables = sum(_ROMAJI_SYLLABLES.fullmatch(word) is not None for word in words)
    if (
        romaji > english
        or syllables * 2 > len(words) + english
        or (english == 0 and syllables == len(words) and len(words[0]) > 3)
    ):
        return "romaji"
    if english or len(words) > 1:
        return "en" if english or all(word.isascii() for word in words) else "other"
    # One Latin word may be an abbreviation: UIJ, DV, Wi-Fi.
    return "en" if len(words[0]) > 5 else "ja"
