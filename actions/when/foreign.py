"""Times in English, Chinese and Korean, in the Japanese words that the readers know: next Tuesday afternoon, 下周二下午, 다음 주 화요일 오후; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_WEEKDAYS = "月火水木金土日"
_Written = str | Callable[[re.Match[str]], str]

# --- English ----------------------------------------------------------------------------------

_DAY_NAMES = ("mon(?:day)?", "tue(?:s|sday)?", "wed(?:nesday)?", "thu(?:rs?|rsday)?", "fri(?:day)?", "sat(?:urday)?", "sun(?:day)?")  # fmt: skip
_MONTH_NAMES = ("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?")  # fmt: skip
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"


def _is(written: str) -> Callable[[re.Match[str]], str]:
    """Return what writes a match with its groups in the blanks."""
    return lambda match: written.format(*match.groups(default=""))


def _clock(match: re.Match[str]) -> str:
    half = "午前" if match[3] == "a" else "午後"
    return f"{half}{match[1]}時{match[2][1:]}分" if match[2] else f"{half}{match[1]}時"


_ENGLISH: tuple[tuple[str, _Written], ...] = (
    (r"the day after tomorrow", "明後日"),
    (r"tomorrow", "明日"),
    (r"tonight", "今日の夜"),
    (r"today", "今日"),
    (r"yesterday", "昨日"),
    (r"(?:the )?week after next", "再来週"),
    (r"next week", "来週"),
    (r"this week(?!end)", "今週"),
    (r"last week", "先週"),
    (r"next month", "来月"),
    (r"this weekend", "今週の土日"),
    (r"next weekend", "来週の土日"),
    (r"(?:the )?weekends?", "土日"),
    (r"weekdays?", "平日"),
    *(
        (rf"(next |this )?(?:{name})s?\.?", lambda match, day=day: {"next ": "来週の", "this ": "今週の"}.get(match[1] or "", "") + f"{day}曜")
        for name, day in zip(_DAY_NAMES, _WEEKDAYS, strict=True)
    ),
    *((rf"{_NTH}(?: of)? (?:{name})\.?", _is(f"{number}月{{0}}日")) for number, name in enumerate(_MONTH_NAMES, 1)),
    *((rf"(?:{name})\.? (?:the )?{_NTH}(?![:\d])", _is(f"{number}月{{0}}日")) for number, name in enumerate(_MONTH_NAMES, 1)),
    *((rf"(?:in|during) (?:{name})", f"{number}月") for number, name in enumerate(_MONTH_NAMES, 1)),
    (r"(?:on )?the (\d{1,2})(?:st|nd|rd|th)", _is("{0}日")),
    (r"(\d{1,2})(?: ?[-–~] ?| to )(\d{1,2}) ?([ap])\.?m\b\.?", lambda match: "{0}{1}時~{0}{2}時".format("午前" if match[3] == "a" else "午後", match[1], match[2])),
    (r"(\d{1,2})(:\d\d)? ?([ap])\.?m\b\.?", _clock),
    (r"(\d{1,2}) ?o.?clock", _is("{0}時")),
    (r"at (\d{1,2})(?![\d:/時月日])", _is("{0}時")),
    (r"noon|midday", "正午"),
    (r"(?:in the )?(?:early )?mornings?", "午前"),
    (r"(?:in the )?afternoons?", "午後"),
    (r"(?:in the )?evenings?|at night", "夜"),
    (r"(?:the )?(?:latest|later) (?:time|slot)", "一番遅い時間"),
    (r"or", "か"),
)  # fmt: skip
_ENGLISH_COMPILED = tuple((re.compile(rf"(?<![a-z]){form}(?![a-z])"), written) for form, written in _ENGLISH)
# The words before an hour that Japanese puts behind it.
_AROUND = re.compile(
    r"(after|from|before|until|till|by|around|about)\s+((?:午前|午後)?\d{1,2}(?:時(?:\d{1,2}分)?|:\d\d))"
)
_BEHIND = {"after": "以降", "from": "以降", "around": "ごろ", "about": "ごろ"}

# --- Chinese and Korean -----------------------------------------------------------------------

_CHINESE_DAYS = dict(zip("一二三四五六日天", [*_WEEKDAYS, "日"], strict=True))
_CHINESE: tuple[tuple[str, _Written], ...] = (
    (r"大[后後]天", "明々後日"),
    (r"[后後]天", "明後日"),
    (r"明天", "明日"),
    (r"今天", "今日"),
    (r"昨天", "昨日"),
    (r"下下(?:个|個)?(?:周|週|星期|[礼禮]拜)", "再来週"),
    (r"下(?:个|個)?(?:周|週|星期|[礼禮]拜)", "来週"),
    (r"[这這本](?:个|個)?(?:周|週|星期|[礼禮]拜)", "今週"),
    (r"下(?:个|個)月", "来月"),
    (r"周末", "土日"),
    (r"(?:(?<=来週)|(?<=今週)|周|(?<![来今再先毎])週|星期|[礼禮]拜)([一二三四五六日天])", lambda match: f"{_CHINESE_DAYS[match[1]]}曜"),
    (r"上午", "午前"),
    (r"下午", "午後"),
    (r"早上|早晨", "朝"),
    (r"[晚]上|傍晚", "夜"),
    (r"中午", "正午"),
    (r"(?<=\d)[号號]", "日"),
    (r"(?<=[\d一二三四五六七八九十两兩])[点點](?:[钟鐘])?", "時"),
    (r"[两兩](?=時)", "二"),
    (r"以[后後]", "以降"),
    (r"或者?", "か"),
)  # fmt: skip
_KOREAN: tuple[tuple[str, _Written], ...] = (
    (r"다다음\s?주", "再来週"),
    (r"다음\s?주", "来週"),
    (r"이번\s?주(?!말)", "今週"),
    (r"다음\s?달", "来月"),
    (r"내일\s?모레|모레", "明後日"),
    (r"내일", "明日"),
    (r"오늘", "今日"),
    (r"어제", "昨日"),
    (r"주말", "土日"),
    (r"평일", "平日"),
    (r"([월화수목금토일])요일", lambda match: f"{_WEEKDAYS['월화수목금토일'.index(match[1])]}曜"),
    (r"오전", "午前"),
    (r"오후", "午後"),
    (r"아침", "朝"),
    (r"저녁|밤", "夜"),
    (r"정오", "正午"),
    (r"(?<=\d)월", "月"),
    (r"(?<=\d)일", "日"),
    (r"(?<=\d)시", "時"),
    (r"(?<=時)\s?반", "半"),
    (r"\s?이후", "以降"),
    (r"이나|또는", "か"),
)
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_LATIN, _HANGUL = re.compile("[a-z]{3}|[ap]m"), re.compile("[가-힣]")


def in_japanese(text: str) -> str:
    """Return a text with its words of time in Japanese; one that holds kana is Japanese already and stays."""
    if _KANA.search(text):
        return text
    plain = unicodedata.normalize("NFKC", text).lower()
    if _HANGUL.search(plain):
        return _rewritten(plain, _KOREAN)
    if _LATIN.search(plain):
        for form, written in _ENGLISH_COMPILED:
            plain = form.sub(written, plain)
        return _AROUND.sub(lambda match: f"{match[2]}{_BEHIND.get(match[1], 'まで')}", plain)
    return _rewritten(plain, _CHINESE)


def _rewritten(text: str, table: tuple[tuple[str, _Written], ...]) -> str:
    for form, written in table:
        text = re.sub(form, written, text)
    return text
