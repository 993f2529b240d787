"""Words that point at something offered (二番目, 下の, それで, both, 第二个, 마지막): which place in a list they mean; pure.

Heard by form and only where the whole message says it. What was offered, `bot.channels.offers` knows; without an offer these
words mean nothing of their own.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Literal

from bot.nlu.text import normalise

Place = Literal["number", "first", "middle", "last", "left", "right", "that", "all", "any", "none", "more", "named"]


@dataclasses.dataclass(frozen=True)
class Pointing:
    """What is pointed at: `number` from 1 where the place is one; `words` where a part of its name was said.

    `is_bare` is true of digits alone, which may be meant as anything.
    """

    place: Place
    number: int = 0
    words: str = ""
    is_bare: bool = False


_DIGITS = {
    word: number
    for number, words in enumerate(
        (
            "一 いち ひと いっ first one 하나 첫 일",
            "二 に ふた second two 两 兩 둘 두 이",
            "三 さん みっ みつ third three 셋 세 삼",
            "四 よん よ し よっ fourth four 넷 네 사",
            "五 ご いつ fifth five 다섯 오",
            "六 ろく むっ sixth six 여섯 육",
            "七 なな しち seventh seven 일곱 칠",
            "八 はち やっ eighth eight 여덟 팔",
            "九 きゅう ここの ninth nine 아홉 구",
            "十 じゅう とお tenth ten 열 십",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_MOST = 13


def _either(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_JA_WRITTEN = rf"\d{{1,2}}|{_either('一 二 三 四 五 六 七 八 九 十')}"
# In kana only with what makes it a place: 「に」 alone is a slip of the finger.
_JA_SPOKEN = _either("いち に さん よん よ ご ろく なな はち きゅう じゅう ひと ふた みっ みつ よっ いつ むっ やっ")
_JA_COUNTER = r"(?:番目|ばんめ|番|ばん|つ目|つめ|個目|こめ|件目|行目|つ)"
_BEFORE = r"(?:じゃあ?|では|それでは|それじゃ|えっと|えーと|うーん|やっぱり?|とりあえず|はい|まず(?:は)?|できれば|あの|その(?!\d))*[、,。]?"
_THING = r"(?:やつ|もの|ほう|方|選択肢|候補|項目|質問|回答|答え|時間|日時|枠|日|話題|こと|ボタン|番)"
_OF = rf"(?:の{_THING}?|(?!日|時間|こと){_THING})?"
_WANTED = (
    r"(?:(?:で(?!も)|を|が|に|は|って|について|だけ)?(?:それで)?(?:お願い(?:し(?:ます|たい(?:です)?))?|おねがいします|頼みます|いい(?:です)?|良い(?:です)?|よい(?:です)?|"
    r"(?:見|み)(?:せて|たい)|(?:教え|おしえ)て|聞きたい|知りたい|選びます|選ぶ|し(?:ます|たい|て)|希望(?:します)?|ください|下さい|欲しい|ほしい|"
    r"どう(?:いうこと)?|何|なに|詳しく|くわしく|です|だ|かな|よ|ね)?(?:です|ください|下さい|ほしい|欲しい|ます|かな|か|ね|よ)*)[。、.!?~]*"
)
_ONLY = r"(?:(?:で|に|が|を)?(?:お願い(?:し(?:ます|たい(?:です)?))?|おねがいします|いい(?:です)?|良い(?:です)?|よい(?:です)?|し(?:ます|たい(?:です)?)|進めて(?:ください)?|頼みます|希望です|ください|下さい|です)?(?:ね|よ|よね)?)[。、.!~]*"

_JAPANESE: tuple[tuple[Place, str], ...] = (
    ("number", rf"(?:その|no\.?|番号)?(?P<n>{_JA_WRITTEN}){_JA_COUNTER}?{_OF}{_WANTED}"),
    ("number", rf"(?P<n>{_JA_SPOKEN}){_JA_COUNTER}{_OF}{_WANTED}"),
    ("last", rf"(?:(?:一番|いちばん|1番)?(?:下|した|最後|さいご|末尾|おしまい|後ろ|うしろ)(?!に)|ラスト|最下段|後者){_OF}{_WANTED}"),
    ("first", rf"(?:(?:一番|いちばん|1番)?(?:上|うえ|最初|さいしょ|はじめ|初め|先頭|前)|トップ|前者)(?:の{_THING}?|{_THING})?{_WANTED}"),
    ("middle", rf"(?:真ん中|まんなか|中央|中間){_OF}{_WANTED}"),
    ("left", rf"(?:一番)?(?:左|ひだり)(?:側|がわ)?{_OF}{_WANTED}"),
    ("right", rf"(?:一番)?(?:右|みぎ)(?:側|がわ)?{_OF}{_WANTED}"),
    ("all", rf"(?:どっちも|どちらも|両方(?:とも)?|りょうほう|(?:2|二|ふた)つとも|全部|ぜんぶ|全て|すべて|どれも)(?:の{_THING}?)?{_WANTED}"),
    ("any", rf"(?:どれでも|どっちでも|どちらでも|なんでも|何でも)(?:いい|良い|よい|構い?ません|構わない|大丈夫){_ONLY}|(?:お任せ|おまかせ|任せ)(?:し)?(?:ます)?{_ONLY}"),
    ("none", r"(?:どれで(?:も)?|どれも|どちらで(?:も)?|どっちで(?:も)?|いずれで(?:も)?|どちらも|どっちも|全部|どれとも)(?:ない|ありません|違う|ちがう|違います|ちがいます|ないです)(?:です)?[。.!]*|(?:この中|選択肢|候補)に(?:は)?(?:ない|ありません|無い)(?:です)?[。.!]*|該当なし"),
    ("more", r"(?:それ(?:を|について)?|その(?:こと|件)(?:を|について)?|これ(?:を|について)?)?(?:もう少し|もうちょっと|もっと|さらに|もう一段)?[、]?(?:(?:詳し|くわし|細か)(?:く|い(?:こと|話|説明|内容|情報)?)|詳細|具体的に|具体例)(?:を|は|が|に)?(?:教え|おしえ|説明し|話し|書い|聞か|聞き|知り|見|お願い|おねがい)?(?:て|たい|せて|します|しま|ください|下さい|ほしい|欲しい|もらえますか|です|の|ん|か|ね|、)*[。.!?]*|(?:続き|つづき)(?:を|は)?(?:見せて|見たい|読みたい|教えて|お願い)?(?:します|ください)?[。.!?]*"),
    ("that", rf"(?:それ|そちら|そっち|これ|こちら|こっち|そいつ){_ONLY}|その{_THING}{_ONLY}"),
)  # fmt: skip
_EN_ORDINAL = _either("first second third fourth fifth sixth seventh eighth ninth tenth") + r"|\d{1,2}(?:st|nd|rd|th)"
_EN_NUMBER = _either("one two three four five six seven eight nine ten") + r"|\d{1,2}"
_EN_BEFORE = r"(?:(?:ok(?:ay)?|well|yes|then|so|um+|hmm+),? )*(?:(?:i(?:'d| would) like|i(?:'ll| will) (?:take|have|go with)|i(?:'m)? (?:want|choose|pick)|i mean|let'?s (?:take|go with|do)|show me|tell me about|go with|take|give me|maybe|how about|what about) )?"
_EN_AFTER = r"(?:,? ?(?:please|pls|thanks|thank you|then))?[.!?~ ]*"
_ENGLISH: tuple[tuple[Place, str], ...] = (
    ("number", rf"(?:the )?(?P<n>{_EN_ORDINAL})(?: (?:one|option|choice|link|time|slot|item))?"),
    ("number", rf"(?:number|no\.?|option|choice|#) ?(?P<n>{_EN_NUMBER})"),
    ("last", r"(?:the )?(?:(?:very )?last|bottom|lowest|latter|final)(?: (?:one|option|choice))?|(?:the )?(?:one|option) (?:below|at the bottom)|the lower one"),
    ("first", r"(?:the )?(?:top|upper|former)(?: (?:one|option|choice))?|(?:the )?(?:one|option) (?:above|at the top)"),
    ("middle", r"(?:the )?(?:middle|one in the middle)(?: (?:one|option))?"),
    ("left", r"(?:the )?(?:left)(?: (?:one|option))?|(?:the )?one on the left"),
    ("right", r"(?:the )?(?:right (?:one|option)|one on the right)"),
    ("all", r"both(?: of them| options)?|all(?: of (?:them|these|those))?|everything"),
    ("any", r"(?:either|any)(?: (?:one|of them|is fine|will do))*|whichever|(?:you|please) (?:choose|decide|pick)|it doesn'?t matter"),
    ("none", r"none(?: of (?:these|those|them|the above))?|neither(?: of (?:them|these))?|not any of (?:these|them)"),
    ("more", r"(?:can you )?(?:tell me|explain|give me|show me|know)? ?(?:some |a (?:bit|little) )?more(?: about (?:it|that|this))?|(?:more |some )?details|(?:in|go into) more detail"),
    ("that", r"(?:that|this|it)(?: one| option)?(?: is (?:fine|good)|(?:'s| is) (?:it|the one))?|that works|sounds good"),
)  # fmt: skip
_ZH_WANT = r"(?:(?:我|请|請|就|那|那么|那麼|想|要|选|選|看|了解|知道)*)"
_ZH_AFTER = r"(?:吧|好了|就好|就行|就可以|可以|谢谢|謝謝|呢|的)*[。.!?]*"
_CHINESE: tuple[tuple[Place, str], ...] = (
    ("number", rf"(?:第|选项|選項)(?P<n>\d{{1,2}}|{_either('一 二 三 四 五 六 七 八 九 十')})(?:个|個|项|項|条|條)?"),
    ("number", r"(?P<n>\d{1,2})(?:号|號)"),
    ("last", r"(?:最后|最後)(?:一?(?:个|個|项|項))?|(?:最)?(?:下面|底下|下边|下邊)(?:的|那个|那個|这个|這個|一个|一個)*|后者|後者"),
    ("first", r"(?:最)?(?:上面|上边|上邊)(?:的|那个|那個|这个|這個|一个|一個)*|前者|最前面(?:的|那个|那個)*"),
    ("middle", r"(?:中间|中間)(?:的|那个|那個)*"),
    ("left", r"(?:左边|左邊|左面)(?:的|那个|那個)*"),
    ("right", r"(?:右边|右邊|右面)(?:的|那个|那個)*"),
    ("all", r"(?:两个|兩個|二者|两者|兩者)?都(?:要|想知道|想看|看|可以看|想了解)?|(?:全部|所有)(?:都)?(?:要|想知道)?"),
    ("any", r"(?:哪个|哪個|哪一个|哪一個|怎么|怎麼|什么|什麼)都(?:行|可以|好)|随便|隨便"),
    ("none", r"都不是|都不对|都不對|没有一个|沒有一個|以上都不是"),
    ("more", r"(?:能|可以)?(?:再|更)?(?:详细|詳細|具体|具體)(?:一点|一點|地|一些)?(?:说明|說明|介绍|介紹|说说|說說|告诉我|告訴我)?(?:一下)?(?:吗|嗎)?|(?:想)?了解更多"),
    ("that", r"(?:那|这|這)(?:个|個|项|項)"),
)  # fmt: skip
_KO_AFTER = r"(?:으로|로|요|을|를|은|는|이|가)*(?: ?(?:해 ?주세요|할게요|하겠습니다|부탁(?:해요|드려요|드립니다|합니다)|보여 ?주세요|알려 ?주세요|주세요|좋아요|선택할게요|선택|예요|이에요|입니다))?(?:요)?[.!?]*"
_KO_THING = r"(?: ?(?:것|거|걸|게|항목|선택지|시간|쪽))?"
_KOREAN: tuple[tuple[Place, str], ...] = (
    ("number", rf"(?P<n>\d{{1,2}}|{_either('첫 두 세 네 다섯 여섯 일곱 여덟 아홉 열')}) ?번째{_KO_THING}"),
    ("number", rf"(?P<n>\d{{1,2}}|{_either('일 이 삼 사 오 육 칠 팔 구 십')}) ?번{_KO_THING}"),
    ("last", rf"(?:(?:제일 |맨 |가장 )?(?:마지막|아래|밑)(?:의|에 있는)?|끝){_KO_THING}"),
    ("first", rf"(?:제일 |맨 |가장 )?(?:위|처음|앞)(?:의|에 있는)?{_KO_THING}"),
    ("middle", rf"(?:가운데|중간){_KO_THING}"),
    ("left", rf"왼쪽{_KO_THING}"),
    ("right", rf"오른쪽{_KO_THING}"),
    ("all", r"둘 ?다|전부(?: ?다)?|모두|다|둘 모두"),
    ("any", r"아무거나|아무 것이나|뭐든(?:지)?(?: ?(?:좋아요|괜찮아요))?|상관없어요"),
    ("none", r"다 ?아니에요|다 ?아니요|둘 다 아니에요|해당 ?없음|여기에? 없어요"),
    ("more", r"(?:좀 ?)?(?:더 ?)?(?:자세히|상세히|구체적으로)(?: ?(?:알려|설명해|말해))?(?: ?주세요)?|더 알려 ?주세요"),
    ("that", r"(?:그|이)(?:것|거|걸|쪽)"),
)  # fmt: skip
_COMPILED: tuple[tuple[Place, re.Pattern[str]], ...] = (
    *((place, re.compile(rf"{_BEFORE}(?:{form})")) for place, form in _JAPANESE),
    *((place, re.compile(rf"{_EN_BEFORE}(?:{form}){_EN_AFTER}")) for place, form in _ENGLISH),
    *((place, re.compile(rf"{_ZH_WANT}(?:{form}){_ZH_AFTER}")) for place, form in _CHINESE),
    *((place, re.compile(rf"(?:{form}){_KO_AFTER}")) for place, form in _KOREAN),
)
# お金のほう, 市営住宅のやつ, the one about rent: a part of a name.
_NAMED = re.compile(rf"{_BEFORE}(?P<name>[^、。?]{{1,20}}?)の(?:ほう|方|やつ){_ONLY}")
_NAMED_ENGLISH = re.compile(r"(?:the )?(?:one|option) (?:about|with|on) (?:the )?(?P<name>[a-z ]{2,30}?)[.! ]*")
_SPACED = re.compile(r"[a-z가-힣]")
_LONGEST = 40


def read(text: str) -> Pointing | None:
    """Return what a message points at in a list, None where it says anything else."""
    plain = normalise(text)
    if not _SPACED.search(plain):
        plain = plain.replace(" ", "")
    if not plain or len(plain) > _LONGEST:
        return None
    for place, form in _COMPILED:
        match = form.fullmatch(plain)
        if match is None:
            continue
        if place != "number":
            return Pointing(place)
        number = _number(match["n"])
        return Pointing(place, number, is_bare=plain.isdecimal()) if 0 < number <= _MOST else None
    named = _NAMED.fullmatch(plain) or _NAMED_ENGLISH.fullmatch(plain)
    return Pointing("named", words=named["name"]) if named else None


def _number(word: str) -> int:
    """Read 2, 二, ふた, second, 2nd, 둘."""
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _DIGITS.get(word, 0)
