"""Times as people spell them, rewritten the one way that the readers know: らいしゅうの かようび, ごご２じ, 2026-12-04, 12.4, 令和8年; pure.

A correction (水曜じゃなくて木曜) leaves what it corrects to, an exception (木曜以外) what remains beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Longer ones first: じゅうにじ is no にじ. Only apart from other words: くじ, むりょうか.
_APART = r"(?:(?<![ぁ-ん])|(?<=[のに]))"
_KANA_HOURS = {
    11: "じゅういち", 12: "じゅうに", 10: "じゅう", 1: "いち", 2: "に", 3: "さん", 4: "よ", 5: "ご", 6: "ろく", 7: "(?:しち|なな)",
    8: "はち", 9: "く",
}  # fmt: skip
_KANA_DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか", 9: "ここのか",
    10: "とおか", 20: "はつか",
}  # fmt: skip
# いつか is more often some day than the fifth.
_SOMEDAY = 5


def _hour(hour: int) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{hour}時半" if match[1] else f"{hour}時"


_KANA: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    ("さらいしゅう", "再来週"),
    ("らいしゅう", "来週"),
    ("こんしゅう", "今週"),
    ("さらいげつ", "再来月"),
    ("らいげつ", "来月"),
    ("こんげつ", "今月"),
    ("ごぜん", "午前"),
    ("ごご", "午後"),
    ("ゆうがた", "夕方"),
    ("しょうご", "正午"),
    ("げつようび?", "月曜"),
    # 火: not the end of another word (しずかようび is none).
    ("(?<![ぁ-ん])かようび?|(?<=の)かようび?", "火曜"),
    ("すいようび?", "水曜"),
    ("もくようび?", "木曜"),
    ("きんようび?", "金曜"),
    ("(?<![ぁ-ん])どようび?|(?<=の)どようび?", "土曜"),
    ("にちようび?", "日曜"),
    (r"(?<=\d)がつ", "月"),
    (r"(?<=月)(\d{1,2})か(?![らな])", r"\1日"),
    (r"(?<=\d)にち(?!よ)", "日"),
    (r"(?<=\d)じ(?!ゃ|ゅ|ょ)(はん)?", lambda m: "時半" if m[1] else "時"),
    ("(?<=月)ついたち", "1日"),
    *((rf"{_APART}{kana}じ(?![ょゅゃ])(はん)?", _hour(hour)) for hour, kana in _KANA_HOURS.items()),
    *(
        (rf"{_APART}{kana}{'(?=$|[のにで])' if day == _SOMEDAY else ''}", f"{day}日")
        for day, kana in _KANA_DAYS.items()
    ),
)
_ERA = re.compile(r"(?:令和|(?<![a-z])r)\s?(\d{1,2}|元)(?:年|[./-](?=\d))")
_REIWA_BEFORE = 2018
_ISO = re.compile(r"(?<!\d)(20\d{2})([-./年])(\d{1,2})(?:[-./]|月)(\d{1,2})日?(?!\d)")
_DIGITS_ONLY = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
# 12.4; with a hyphen only where no hour follows: 10-12時 is a stretch of the day.
_SHORT = re.compile(r"(?<![\d.\-/:])(1[0-2]|0?[1-9])([.\-])(3[01]|[12]\d|0?[1-9])(?![\d.\-:]|時|倍|万|円|%|ldk|km|m)")
_NOON = re.compile(r"(?:お昼の)?正午")
_NOT_BUT = re.compile(
    r"(?:じゃ|では?)な(?:く(?:て|、)?|くって)|(?:は|が)(?:だめ|ダメ|駄目|無理|むり|都合が悪(?:い|く))"
    r"(?:なので|だから|ですが|だけど|だったら|なら|になったので|に|で|て)?[、,。]?"
)
_OF_TIME = re.compile(r"\d|曜|日|週|月|午|あさって|あした")
_NAMES_A_TIME = re.compile(
    r"\d|[月火水木金土日]曜|明日|明後日|あさって|あした|しあさって|来週|今週|再来週|来月|午前|午後|夕方|朝|昼|夜"
)
_BASE = re.compile(r"再来週|来週|今週|再来月|来月|今月|(?:1[0-2]|[1-9])月(?=\d|の)")

_WEEKDAYS = "月火水木金土日"
# Behind a time that does not suit.
CANNOT = r"(?:は|が|も|だと)?(?:だめ|ダメ|駄目|無理|むり|都合が悪|都合がつか|行けな|行けませ|行けそうに|来られな|来られませ|ふさがって|埋まって|仕事(?:で|が入))"
_EXCEPT = re.compile(
    # A single letter only in a row: 月・火, not the 日 of 平日 or 3日. A week has no more than seven.
    rf"(?<![\d一-龥])(?P<days>[{_WEEKDAYS}]曜日?(?:[・、,ともや]?[{_WEEKDAYS}]曜日?){{0,6}}|[{_WEEKDAYS}](?:[・、,][{_WEEKDAYS}](?:曜日?)?){{1,6}}|[月火水木金]{{2,5}}|土日|週末|平日)"
    rf"(?:以外|いがい|を除|{CANNOT})"
    rf"|(?P<half>午前|午後)中?(?:以外|いがい|{CANNOT})"
)
_NAMED = {"土日": "土日", "週末": "土日", "平日": "月火水木金"}
_OTHER_HALF = {"午前": "午後", "午後": "午前"}


def rewritten(text: str) -> str:
    """Return a normalised text (see `wish.normalised`) in the spelling that the readers know."""
    for kana, written in _KANA:
        text = re.sub(kana, written, text)
    text = _ERA.sub(lambda m: f"{_REIWA_BEFORE + (1 if m[1] == '元' else int(m[1]))}年", text)
    text = _DIGITS_ONLY.sub(r"\1年\2月\3日", text)
    text = re.sub(r"(20\d{2}年)(\d{1,2})[./-](\d{1,2})(?!\d)", r"\1\2月\3日", text)
    # A blank keeps the day apart from the hour that follows it.
    text = _ISO.sub(lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日 ", text)
    text = _SHORT.sub(lambda m: f"{int(m[1])}月{int(m[3])}日", text)
    return without_exceptions(corrected(_NOON.sub("12時", text)))


def without_exceptions(text: str) -> str:
    """Return the text with what is left beside a weekday, or a half of the day, that does not suit."""
    return _EXCEPT.sub(_remaining, text)


def _remaining(match: re.Match[str]) -> str:
    if match["half"]:
        return _OTHER_HALF[match["half"]]
    days = _NAMED.get(match["days"]) or re.sub("曜日?", "", match["days"])
    left = [day for day in _WEEKDAYS if day not in days]
    return "・".join(f"{day}曜" for day in left) or match[0]


def corrected(text: str) -> str:
    """Return what a correction leaves: 来週の水曜じゃなくて木曜 is 来週の木曜."""
    *_, named = [-1, *(found.start() for found in _OF_TIME.finditer(text))]
    *_, last = [None, *(found for found in _NOT_BUT.finditer(text) if found.end() <= named)]
    if last is None:
        return text
    before, after = text[: last.start()], text[last.end() :]
    if not (_NAMES_A_TIME.search(before) and _NAMES_A_TIME.search(after)):
        return text
    base = _BASE.search(before)
    is_bare = re.match(r"[月火水木金土日]曜|\d{1,2}日", after.lstrip("、,の "))
    return f"{base[0]}{after}" if base and is_bare and not _BASE.search(after) else after
