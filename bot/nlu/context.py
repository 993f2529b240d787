"""Whether a message leans on what was said before (それはいくら？ いつまで？ 夫婦の場合は？)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.morphology import Morpheme
from bot.nlu.text import normalise

_POINTING = re.compile(
    r"^(?:(?:じゃあ?|では|で|あと|なら|ちなみに|え|はい|ふーん|へえ|なるほど)[、,]?)?(?:それ|その|そこ|そちら|そっち|これ|この|ここ|そう|そんな|さっきの|先ほどの|今の|上の)"
)
# A question word or a case to be told apart, without a subject of its own.
_BARE = re.compile(
    r"^(?:じゃあ?|では|あと|ちなみに|で)?[、,]?(?:いくら|いつ|どこ|だれ|誰|何|なに|どう|どの|どれ|どうやって|どんな|なぜ|なんで|何歳|何日|何月|何年|何時|期間|期限|料金|費用|値段|条件|書類|場所|時間|締め切り|締切|上限|金額|申込|申し込み|予約|電話|連絡先|対象|もっと|詳しく|くわしく|具体的)"
)
_CASE = re.compile(
    r"(?:場合|とき|時)(?:は|も|でも|だと|って)?\??$|(?:でも|だと|なら|は|も)(?:大丈夫|いい|いける|対象|使える|できる|可能|だめ|ok)?(?:です|ます)?か?\??$"
)
_LONGEST = 22
_GENERAL = frozenset(
    [
        "幾ら",
        "何時",
        "何処",
        "誰",
        "何",
        "如何",
        "金額",
        "料金",
        "費用",
        "値段",
        "条件",
        "書類",
        "期間",
        "期限",
        "場所",
        "時間",
        "場合",
        "申し込み",
        "申込",
        "対象",
        "為る",
        "有る",
        "居る",
        "成る",
        "出来る",
        "要る",
        "掛かる",
        "貰える",
        "使う",
        "教える",
        "知る",
        "必要",
        "詳しい",
        "具体",
        "的",
        "方法",
        "締め切り",
        "上限",
        "手続き",
        "予約",
        "連絡",
        "先",
        "電話",
        "問い合わせ",
        "夫婦",
        "家族",
        "子供",
        "一人",
        "単身",
        "独身",
        "二人",
        "人",
        "年",
        "月",
        "日",
        "歳",
        "時",
        "まで",
        "以内",
        "以上",
        "良い",
        "大丈夫",
        "可能",
        "無い",
        "思う",
        "言う",
        "行く",
        "其れ",
        "其の",
        "其処",
        "此れ",
        "此の",
        "此処",
        "其方",
    ]
)


def leans(text: str, words: Sequence[Morpheme]) -> bool:
    """Return whether the message has no subject of its own; decided by its form, never by its label."""
    plain = normalise(text).replace(" ", "")
    if not plain or len(plain) > _LONGEST:
        return False
    if _POINTING.search(plain):
        return True
    own = [
        w
        for w in words
        if w.is_content and w.normalized not in _GENERAL and w.part_of_speech[1] != "数詞"
    ]
    if _BARE.search(plain):
        return len(own) <= 1
    return bool(_CASE.search(plain)) and len(own) == 0 and len(plain) <= 16
