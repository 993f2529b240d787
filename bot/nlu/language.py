"""The language a message is written in, by its script and its commonest words; pure.

Enough to answer in it; a text of two languages is of the one that carries the sentence. What has no sign of any language
(OK, 119, UIJ, 東京) is taken to be in the language of the talk so far.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from typing import Literal, get_args

from bot.nlu import language_words as words

Language = Literal["ja", "en", "zh-Hans", "zh-Hant", "ko", "romaji", "other"]
# What replies are written in; romaji is Japanese for whoever has no Japanese keyboard, and English is what most others read.
REPLY: dict[Language, Language] = {"romaji": "ja", "other": "en"}

_KANA = re.compile(r"[ぁ-ゖァ-ヺｦ-ﾝ]")
_HANGUL = re.compile(r"[가-힣ㄱ-ㆎ]")
_HAN = re.compile(r"[一-鿿]")
_LATIN_WORD = re.compile(r"[a-zà-ɏạ-ỹ]+(?:'[a-z]+)?")
# Words of Chinese that Japanese nouns without kana do not hold; the comma ， is Chinese too.
_CHINESE = re.compile(
    r"[你您她很嗎吗吧呢怎們们這这跟讓让也，]|[没沒][有去来來法人]|我(?!慢|家|流)|想(?!定|像|起|談|い)|多少|大概|可以|不要|不能|不敢|好[痛想怕]|從|为|死了|了[。！!]|了$|救救|[在有]什|"
    r"[冬夏春]天|多[深高长長远遠久冷热熱]|[几幾][个個天岁歲]|哪|"
    # Letters that Japan gave up in 1946 and Taiwan writes every day; those of Japanese names (澤, 廣, 濱) are not among them.
    r"[學國會來對觀實應當體變點與舊樂氣號處經單條獨區醫專轉驗歸發傳數圖寫廳]"
)
ROMAJI_WORD = re.compile(
    r"(?:(?:[kgszjtdcnhbpmyrwf]|sh|ch|ts|ky|gy|ny|hy|by|py|my|ry|kk|tt|pp|ss|tch|ssh)?[aiueoāīūēōâîûêô]|n(?![aiueoy'])|n')++"
)
# An address is in no language: it is what a form asked for.
_ADDRESS = re.compile(r"https?://\S+|\S{1,80}[@＠]\S+")
_MACRONS = re.compile(r"[āīūēōâîûêô]")


def detect(text: str, before: Language = "ja") -> Language:
    """Return the language of a text; `before`, that of the talk so far, where nothing speaks for any."""
    return signal(text, before) or before


def signal(text: str, before: Language = "ja") -> Language | None:
    """Return the language that a text shows, None where it shows none."""
    text = _ADDRESS.sub(" ", text)
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    han = _HAN.findall(text)
    if han:
        return _chinese_or_japanese(text, han, before)
    # A foreign alphabet is no Japanese, whatever its words say.
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
    if scripts and scripts.most_common(1)[0][0] not in {"LATIN", "FULLWIDTH", "CJK", "HIRAGANA", "KATAKANA"}:
        return "other"
    found = _LATIN_WORD.findall(unicodedata.normalize("NFKC", text).lower().replace("’", "'"))
    return _latin(found) if found else None


def reply_language(language: Language) -> Language:
    """Return the language in which an answer is given."""
    return REPLY.get(language, language)


def known(value: object) -> Language | None:
    """Return a value as a language, None where it is none."""
    return next((language for language in get_args(Language) if language == value), None)


def _chinese_or_japanese(text: str, han: list[str], before: Language) -> Language | None:
    """Tell by the national character sets: what Japan's lacks is Chinese, and the two Chinas' differ."""
    foreign = [letter for letter in han if not _is_in(letter, "shift_jis")]
    if not foreign and not _CHINESE.search(text):
        # 移住支援金: nouns alone are Japanese here, however many strokes they have, unless the talk is Chinese.
        return None if before.startswith("zh") else "ja"
    simplified = sum(not _is_in(letter, "big5") for letter in han)
    traditional = sum(not _is_in(letter, "gb2312") for letter in han)
    if simplified == traditional and before.startswith("zh"):
        return before
    return "zh-Hant" if traditional > simplified else "zh-Hans"


@functools.lru_cache(maxsize=8_192)
def _is_in(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _latin(found: list[str]) -> Language | None:
    english = sum(word in words.ENGLISH for word in found)
    romaji = sum(word in words.ROMAJI for word in found)
    other = sum(word in words.OTHER for word in found)
    syllables = sum(ROMAJI_WORD.fullmatch(word) is not None for word in found)
    marked = sum(not word.isascii() and not _MACRONS.search(word) for word in found)
    if other > max(english, romaji) or marked > english + romaji:
        return "other"
    if (
        romaji > english
        or (romaji and syllables * 2 >= len(found) + english)
        or syllables * 2 > len(found) + english
        or (english == 0 and syllables == len(found) and len(found[0]) > 3)
    ):
        return "romaji"
    if english or len(found) > 1:
        return "en"
    # One Latin word may be an abbreviation: UIJ, DV, Wi-Fi.
    return "en" if len(found[0]) > 5 else None
