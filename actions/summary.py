"""What the migrant told of themselves, found in their own words for the consultant; pure, by plain patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_PREFECTURES = (
    "北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|京都|大阪|兵庫|奈良|和歌山"
    "|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄|札幌|横浜|川崎|名古屋|神戸|仙台"
)
_FROM = re.compile(
    rf"({_PREFECTURES})(?:都|府|県|市)?(?:から|在住|に住ん|で暮らし|の(?:会社|マンション|アパート|自宅)|より)"
)
_FAMILY = re.compile(
    r"夫婦(?:二人|2人)?|(?:妻|夫|旦那|主人|家内|嫁)(?:と|が|の)|子ども?(?:が)?\d人|子供(?:が)?\d人|(?:\d+歳の)?(?:息子|娘|子ども|子供|赤ちゃん|長男|長女|次男|次女)"
    r"|(?:一|1)人暮らし|ひとり暮らし|単身|独身|シングル(?:マザー|ファザー)|(?:父|母|両親|義母|義父)(?:と|を|が)|(?:猫|犬|ペット)(?:\d+匹|二匹|一匹|がい|と|を飼)|\d人家族"
)
_TIMING = re.compile(
    r"(?:来年|再来年|今年|来月|再来月|今月)(?:の)?(?:春|夏|秋|冬|\d{1,2}月)?(?:ごろ|頃|まで)?|\d{1,2}月(?:ごろ|頃|まで|に|から)|(?:春|夏|秋|冬)(?:に|まで|ごろ|頃)"
    r"|(?:すぐ|なるべく早く|できるだけ早く|急ぎ)|\d年(?:後|以内)|数年(?:後|以内)|定年(?:後|を機)|いずれ|将来"
)
_AMOUNT = re.compile(
    r"(?:予算|年収|月収|自己資金|貯金|家賃)[はがを]?(?:約)?\d[\d,.]*(?:万|千)?円?|\d[\d,.]*万円?(?:くらい|以内|まで|以下)"
)
# What the person wants, and how far they are: named here, because their words for it are many. Only what is said is told.
_GOALS = (
    (
        r"(?:家|部屋|物件|アパート|マンション|一軒家|住まい|住宅)[^。？?]{0,12}借り|賃貸",
        "家を借りたい",
    ),
    (r"(?:家|物件|中古|一軒家|土地|マンション|空き家)[^。？?]{0,12}(?:買|購入)", "家を買いたい"),
    (
        r"起業|開業|創業|独立し|(?:店|カフェ|パン屋|ゲストハウス|民泊|飲食店)[^。？?]{0,10}(?:始め|開き|開く|やり|出し)",
        "起業したい",
    ),
    (r"事業(?:を)?(?:承継|引き継|継ぎ|継ぐ)", "事業を継ぎたい"),
    (r"仕事[^。？?]{0,10}(?:探|見つけ|したい)|転職|就職|求人", "仕事を探したい"),
    (r"保育園留学", "保育園留学をしたい"),
    (r"お試し移住|見学|下見|体験(?:したい|住宅|移住)", "見に行きたい"),
    (r"二地域|二拠点|デュアルライフ", "二つの地域で暮らしたい"),
)
_STAGES = (
    (
        r"(?:もう|すでに|引っ越しが?|移住が?|転勤が?)(?:決ま|決め)|契約(?:した|しま)|来月(?:に)?(?:引っ越|移住)",
        "決まっている",
    ),
    (r"(?:見学|下見|お試し|内見)[^。？?]{0,8}(?:したい|行きたい|できますか|希望)", "見に行く前"),
    (r"検討(?:中|して)|迷って|悩んで|考えて(?:い|る|ます)|候補", "検討中"),
    (r"(?:なんとなく|漠然|いつか|将来)|興味が?(?:あ|出)|気になって", "調べはじめ"),
)
_NAMED = (("goal", _GOALS), ("stage", _STAGES))
_KINDS = (
    ("from_where", _FROM, 1),
    ("family", _FAMILY, 0),
    ("timing", _TIMING, 0),
    ("amounts", _AMOUNT, 0),
)


def told(questions: Iterable[str], most: int = 3) -> dict[str, str]:
    """Return goal, stage, from_where, family, timing and amounts as far as the questions tell them.

    Goal and stage are named by us, the rest is in the person's words; of two stages the one told last holds.
    """
    found: dict[str, list[str]] = {}
    for question in questions:
        plain = unicodedata.normalize("NFKC", question)
        for name, pattern, group in _KINDS:
            for match in pattern.finditer(plain):
                words = match[group].rstrip("とがのをに")
                if words and words not in found.setdefault(name, []):
                    found[name].append(words)
        for name, named in _NAMED:
            for words in (words for pattern, words in named if re.search(pattern, plain)):
                kept = found.setdefault(name, [])
                found[name] = [*(one for one in kept if one != words), words]
                if name == "stage":
                    break  # patterns stand from the furthest on
    return {
        name: "、".join(words[-1 if name == "stage" else -most :]) for name, words in found.items()
    }
