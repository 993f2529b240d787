"""Takes personal data out of what people wrote, for lists that are read and kept by others. Pure; masks rather too much."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from desk.contact import patterns
from desk.contact.patterns import Kind

# What stands in place of what every reader of contacts finds.
_FOUND = {
    Kind.MAIL: "【メール】",
    Kind.PHONE: "【番号】",
    Kind.POSTCODE: "【郵便番号】",
    Kind.INDIVIDUAL_NUMBER: "【番号】",
    Kind.CARD: "【番号】",
}
_DIGIT_RUN = re.compile(r"(?<![\d.,])\+?\d(?:[-‐‑–—−ー() ]{0,2}\d){8,18}(?!\d)")
_POSTAL = re.compile(r"〒 ?\d{3}[-‐–—−ー ]?\d{4}|(?<!\d)\d{3}[-‐–—−ー]\d{4}(?!\d|[-‐–—−ー]\d)")
_LOCAL_PHONE = re.compile(r"(?<![\d-])\d{2}[-‐–—−ー]\d{4}(?!\d|[-‐–—−ー年])")
_EXTENSION = re.compile(r"(電話|TEL|tel|携帯)(?:番号)?(?:は|:)? ?\d[\d-]{3,}")
_LINE_USER = re.compile(r"\b[UCR][0-9a-f]{32}\b")
_LINE_ID = re.compile(
    r"((?:LINE|ライン|らいん) ?(?:の)? ?(?:ID|アイディー|ユーザー名)? ?(?:は|:|→)? ?)@?([A-Za-z0-9][A-Za-z0-9._-]{3,})",
    re.IGNORECASE,
)
_LOT = re.compile(
    r"\d{1,3}丁目(?:\d{1,4}(?:番地?|[-‐–—−ーの])?(?:\d{1,4}号?)?)?|\d{1,5}番(?![目線組手])地?(?:の?\d{1,4})?号?|(?<!\d)\d{1,3}[-‐–—−ー]\d{1,4}[-‐–—−ー]\d{1,5}(?!\d)"
)
_BIRTH = re.compile(
    r"(生年月日(?:は|:)? ?)?(?:(?:19|20)\d{2}|(?:昭和|平成|令和|[SHR])\d{1,2})[年./-]\d{1,2}[月./-]\d{1,2}日?(生まれ|生)?"
)
# The look-behind lets one attempt suffice for a run of letters: it would start anew at each of them.
_CALLED = re.compile(
    r"(?<![一-鿿々ぁ-んァ-ヶーA-Za-z])[一-鿿々ぁ-んァ-ヶーA-Za-z]+(?: [一-鿿々ぁ-んァ-ヶーA-Za-z]+)?(?=(?:と申し|ともうし|と言います|といいます|という者))"
)
_MY_NAME = re.compile(
    r"((?:名前|氏名|なまえ|本名|フルネーム)(?:は|:|が) ?)(?!な|を|が|の|と|って|どう|何)([一-鿿々ぁ-んァ-ヶーA-Za-z ]{2,14}?)(?=です|と|。|、|,|\.|\n|$)"
)
_POLITE = re.compile(r"([一-鿿々]{1,4}|[ァ-ヶー]{2,8})(?=(?:さん|様|さま|氏|くん|君|ちゃん)(?![一-鿿]))")
# Words before さん and 様 that name nobody.
_NOBODY = frozenset(
    re.findall(
        r"\S+",
        "相談員 皆 皆々 子 娘 息子 奥 旦那 嫁 客 業者 大家 職員 担当 担当者 市役所 役所 先生 不動産屋 移住者 神 王 母 父 兄 姉 祖父 祖母 叔父 叔母 義母 義父 地元 農家 漁師"
        " 店主 店員 社長 係 爺 婆 何 各位 貴 同 一 赤 医者 看護師 保育士 大工 左官 隣 近所 利用者 オーナー スタッフ お客 本屋 魚屋 八百屋 ハローワーク",
    )
)


def _called(match: re.Match[str]) -> str:
    return "【お名前】"


def _polite(match: re.Match[str]) -> str:
    found = match[1]
    if found in _NOBODY or any(found.endswith(word) for word in _NOBODY if len(word) > 1):
        return found
    return "【お名前】"


def _birth(match: re.Match[str]) -> str:
    return f"{match[1] or ''}【生年月日】{match[2] or ''}" if match[1] or match[2] else match[0]


_STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_LINE_USER, "【LINE】"),
    (_LINE_ID, r"\1【LINE】"),
    (_BIRTH, _birth),
    (_DIGIT_RUN, "【番号】"),
    (_POSTAL, "【郵便番号】"),
    (_LOCAL_PHONE, "【番号】"),
    (_EXTENSION, r"\1【番号】"),
    (_LOT, "【番地】"),
    (_CALLED, _called),
    (_MY_NAME, r"\1【お名前】"),
    (_POLITE, _polite),
)


def mask(text: str) -> str:
    """Return the text in normal widths with numbers, addresses and names replaced by what they were.

    Phone, card and individual numbers (nine digits or more), postal codes, mail addresses, LINE ids, street numbers, birthdays, and names
    that are introduced (〜と申します, 名前は〜) or addressed (〜さん, 〜様).
    """
    contacts = patterns.find(text, public=())
    found = unicodedata.normalize("NFKC", patterns.replaced(text, contacts, _FOUND))
    for pattern, replacement in _STEPS:
        found = pattern.sub(replacement, found)
    return found
