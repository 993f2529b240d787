"""Whether a message wishes for a time with a consultant, or names a time after that was asked; pure.

What day it is, `actions/when` reads; here it only matters whether a time is meant at all.
"""

from __future__ import annotations

import re

from bot.nlu import said_beside
from bot.nlu.text import normalise

BOOKING = "centre/centre_booking"
# Labels beside the one of appointments: a wish for a time is heard through them, their questions stay theirs.
NEIGHBOURS = frozenset(
    {
        "centre/centre_how_to",
        "centre/centre_online",
        "centre/centre_overview",
        "centre/centre_hours_cost",
        "handoff/human_agent",
    }
)
# A few characters of a sentence may be left when its time is taken out (がいい, でどう).
_MOST_REST = 4
_TIME = re.compile(
    r"再来週|来週|今週|再来月|来月|今月|明々?後日|しあさって|あさって|明日|あした|あす(?!か)|今日|本日|きょう|"
    r"[月火水木金土日](?:曜日?|よう(?:び)?)|[月火水木金土日](?:[・、,][月火水木金土日])+|土日|平日|週末|週明け|祝日|連休明け|"
    r"\d{1,2}月(?:\d{1,2}日?)?|\d{1,2}/\d{1,2}|\d{1,2}日(?!間|前)|\d{1,2}時(?!間)(?:半|\d{1,2}分)?|\d{1,2}:\d{2}|"
    r"年明け|年内|年末|月末|上旬|中旬|下旬|\d+(?:日|週間)後|午前中?|午後|正午|朝一?|(?:ご飯|ごはん|食事|朝食|昼食|夕食|夕飯|昼寝|お?風呂)(?:時|どき|の?時間)|お?昼(?:過ぎ|頃|ごろ)?|夕方|夜|"
    r"(?:仕事|会社)(?:の)?(?:終わり|あと|後|帰り)|\d{1,2}月頃|"
    # As dates and hours are spelt besides: R8.12.4, 12-4, 三時半, ごごさんじ, よっか; read by `actions/when/spelling.py`.
    r"(?:令和|(?<![a-z])r)(?:\d{1,2}|元)(?:年|[./-])(?:\d{1,2}[月./-]\d{1,2}日?)?|20\d{2}[年./-]\d{1,2}[月./-]\d{1,2}日?|"
    r"(?<![\d.\-])(?:1[0-2]|0?[1-9])[.\-](?:3[01]|[12]\d|0?[1-9])(?![\d.\-a-z倍万円])|"
    r"[一二三四五六七八九十]{1,3}(?:月|日|時)(?!間)半?|さ?らいしゅう|こんしゅう|さ?らいげつ|こんげつ|ごぜん(?:ちゅう)?|ごご|ゆうがた|しょうご|"
    r"(?:(?<![ぁ-ん])か|(?<=の)か|(?<![ぁ-ん])ど|(?<=の)ど|げつ|すい|もく|きん|にち)よう(?:び)?|"
    r"(?:(?<![ぁ-ん])|(?<=ごご)|(?<=ごぜん)|(?<=[のに]))(?:じゅういち|じゅうに|いち|に|さん|よ|ご|ろく|しち|はち|く|じゅう)じ(?![ゃゅょ])(?:はん)?|"
    r"(?:(?<![ぁ-ん])|(?<=[のに]))(?:ついたち|ふつか|みっか|よっか|いつか(?=$|[のにで])|むいか|なのか|ようか|ここのか|とおか|はつか)|"
    r"\d{1,2}(?:がつ|にち|じ(?:はん)?)"
)
_METHOD = re.compile(r"オンライン|zoom|ズーム|電話|対面|ビデオ通話|直接会って")
# What is left is no time but a thing that is asked about (1月の家賃).
_THING = re.compile(r"(?!相談|面談|予約|参加|出席|訪問|来所|電話)(?:[一-龥]{2}|[ァ-ヶー]{2})")
_OTHER = re.compile(
    r"(?:ほか|他|別|べつ|次|翌)の?(?:日|時間|曜日|候補|週)|別日|(?:もっと|もう少し|もうちょっと)?(?:早い|はやい|遅い|おそい|後の|あとの)(?:時間|日|ほう|方)?|"
    r"もっと(?:早く|あと|後|先|遅く)|(?:いちばん|一番|最も|なるべく|できるだけ)(?:早[いく]|近い|遅[いく])(?:の?(?:時間帯?|日|枠|ほう|方))?|(?:最後|最終)の?(?:時間|枠)|(?:いつ|どれ)でも"
)
_MEET = re.compile(
    r"予約|面談|相談(?:し|でき|させ|に(?:乗|の)っ|に行|を?(?:お願い|希望))|話(?:し?たい|を(?:聞|し))|会(?:いたい|って|え)|打ち合わせ|"
    r"(?:空|あ)いて(?:い?ます|る|い?ません)|電話(?:を|で)?(?:もら|いただ|ほしい|くれ|し(?:て|たい)|話)|伺(?:い|って|え)|行って(?:も)?(?:いい|大丈夫)"
)
_WISH = re.compile(
    r"予約を?(?:し|取り|とり|入れ|いれ)(?:たい|てほしい|て下さい|てください|てもらえ)|予約(?:を)?(?:お願い|希望)|"
    r"予約(?:って|[をがはも])?(?:取れ|とれ|入れられ|いれられ|入れても?らえ|取っても?らえ)(?:ます|る|ません)|"
    r"(?:面談|相談|打ち合わせ)(?:の)?(?:日時|日程|時間|日)を?(?:決め|組|設定|予約|調整)|(?:面談|相談)の?アポ"
)
# Whoever asks how booking works, or whether it must be, wants words and no calendar.
_ABOUT = re.compile(
    r"必要|方法|やり方|どうやって|どうすれば|しないで|なしで|キャンセル|何日前|何か月前|いりますか|いるん"
)
# What the words of meeting and the small ones leave behind (話し|たい で|す, 電話もら|えます|か).
_WISHING = re.compile(
    r"(?:し|もら|いただ|くだ)?(?:たい|て(?:ほしい)?|い(?:たい)?|き(?:たい)?|[えけ]|さい|くれ)?(?:る|ます|ません)?す?"
)
_FILLERS = re.compile(
    r"(?:じゃあ|では|それなら|できれば|やっぱり|もし|たぶん|あと|が(?:いい|良い|よい|都合)?|で(?:も|す|しょうか?)?|は|に|の|と|か|も|を|だと|なら|"
    r"以降|以後|まで(?:に)?|から|より|ごろ|頃|くらい|あたり|中|いっぱい|前後|お願い(?:し(?:ます|たい(?:です)?))?|ください|下さい|ます|"
    r"どう(?:です)?|希望|いい|良い|よい|都合|大丈夫|可能|空いて(?:い)?(?:ます|る)?|あいて(?:い)?(?:ます|る)?|ありません|ある|あり(?:ます)?|"
    r"(?:時間|予定)(?:が|は|を)?(?:[取と]れ|作れ|つくれ)(?:ます|ません|ない|る)|無理|だめ|ダメ|以外|そのうち|その中|しか|だけ|ね|よ|ん|かな|[?？!！。、,~〜（）()・\-]|\s)++"
)


def is_wish(text: str, label: str) -> bool:
    """Whether a text that was understood as `label` says itself that an appointment is wished for."""
    plain = _plain(text)
    if _ABOUT.search(plain):
        return False
    if _is_nothing_but_a_meeting(plain):
        return True
    if label != BOOKING and label not in NEIGHBOURS:
        return False
    return bool(_WISH.search(plain)) or bool(_TIME.search(plain) and _MEET.search(plain))


def goes_on(text: str) -> bool:
    """Whether a text after an offer of times is hardly more than a time, a way to meet, or another day.

    A contact, a name, the subject, how many come and thanks may be said beside it.
    """
    return _is_hardly_more(text) or _is_hardly_more(said_beside.without(normalise(text), _names_a_time))


def _is_hardly_more(text: str) -> bool:
    rest = _beside_a_time(text)
    return rest is not None and len(rest) <= _MOST_REST and not _THING.search(rest)


def _names_a_time(piece: str) -> bool:
    return any(pattern.search(piece) for pattern in (_TIME, _METHOD, _OTHER))


def is_only_a_time(text: str) -> bool:
    """Whether a text says when, and by which small words it suits, and nothing else: 夜しか時間がとれない, but not 夜がこわい."""
    return _beside_a_time(text) == ""


def _beside_a_time(text: str) -> str | None:
    """Return what a text says besides a time, a way to meet or another day; None where it names none of these."""
    plain = _plain(text)
    if not (_TIME.search(plain) or _METHOD.search(plain) or _OTHER.search(plain)):
        return None
    for pattern in (_TIME, _METHOD, _OTHER, _FILLERS):
        plain = pattern.sub("", plain)
    return plain


def _is_nothing_but_a_meeting(plain: str) -> bool:
    """Whether a time and a way to meet are all that is said (仕事終わりに電話で話したい): then it is no matter what it was taken for."""
    if not (_TIME.search(plain) and _METHOD.search(plain) and _MEET.search(plain)):
        return False
    rest = plain
    # What is done before how and when: 「電話」 of 「電話したい」 is the way as well.
    for pattern in (_TIME, _MEET, _METHOD, _FILLERS):
        rest = pattern.sub("", rest)
    return _WISHING.fullmatch(rest) is not None


def _plain(text: str) -> str:
    return normalise(text).replace(" ", "")
