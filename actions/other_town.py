"""Whether a question is about living in another town (余市に空き家はありますか): the answer says that it is this town's; pure.

Heard by form: a town to move to, or its homes, schools and help. A town that one comes from, travels to or works in is none
(札幌まで通えますか, 東京の家を売って).
"""

from __future__ import annotations

import re
import unicodedata

from actions import talk_texts
from actions.city import city
from actions.languages import JAPANESE
from actions.replies import Part
from actions.situation import Situation

# Prefectures, their capitals, and towns of Hokkaido that are weighed against each other; no name that is a word besides.
_NAMES = (
    "札幌 函館 旭川 室蘭 釧路 帯広 北見 岩見沢 網走 苫小牧 稚内 千歳 江別 石狩 北広島 恵庭 登別 伊達 富良野 美瑛 東川 余市 仁木 古平 積丹 "
    "岩内 倶知安 ニセコ 真狩 喜茂別 京極 蘭越 寿都 島牧 洞爺湖 当別 "
    "青森 岩手 盛岡 宮城 仙台 秋田 山形 茨城 水戸 栃木 宇都宮 群馬 前橋 埼玉 さいたま 千葉 東京 神奈川 横浜 川崎 新潟 富山 石川 金沢 福井 山梨 甲府 "
    "長野 松本 岐阜 静岡 浜松 愛知 名古屋 三重 滋賀 京都 大阪 兵庫 神戸 奈良 和歌山 鳥取 島根 松江 岡山 広島 山口 徳島 香川 高松 愛媛 松山 高知 "
    "福岡 北九州 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄 那覇"
)
_HOMES = r"空き家|物件|賃貸|アパート|マンション|貸家|土地|市営住宅|町営住宅|公営住宅|お試し住宅"
_HELP = r"(?:移住)?支援金|移住支援|補助金|移住相談|(?:地域おこし)?協力隊"
_OF_THE_TOWN = rf"{_HOMES}|{_HELP}|家賃|相場|保育園|保育所|幼稚園|除雪|気候|住みやすさ|人口|ごみ"
# What stands behind is compared with, given up or left.
_LEFT = r"(?:より|と|に)(?:比|くら|違)|より|から|を(?:売|引き払|出|解約|手放|処分)|のまま"
_LIVE = r"移住(?!者)|住みたい|住むなら|住む場合|引っ?越したい|転入したい|暮らしたい"
_ASKS = re.compile(
    rf"(?<![一-龥ァ-ヶ])(?P<town>(?:{'|'.join(_NAMES.split())})[都道府県]?[市区町村]?)"
    rf"(?:(?:に|へ|で)(?:{_LIVE})|の(?:{_OF_THE_TOWN})(?!{_LEFT})"
    rf"|[にで](?:{_HOMES}|{_HELP}|保育園)(?:は|って)?(?:あり|ある|ない)"
    r"|[にで](?:家|部屋|空き家|土地|店|物件|アパート)(?:を)?(?:借り|買い|探し|開き|出し)たい|で(?:起業|開業|就農)したい)"
)
_COMPARES = re.compile(r"比べ|くらべ|違い|どっち|どちら|例")


def named(text: str, own: str) -> str | None:
    """Return the other town that a question is about; None where it is about none, or about this one as well.

    Args:
        text: As typed.
        own: The name of this town, as people call it.
    """
    plain = unicodedata.normalize("NFKC", text)
    if own in plain or _COMPARES.search(plain):
        return None
    found = _ASKS.search(plain)
    return found["town"] if found else None


def line(where: Situation) -> list[Part]:
    """Return what stands before an answer to a question about another town; nothing where it is about none."""
    town = named(where.text, city().town) if where.language == JAPANESE and where.understanding else None
    return [talk_texts.say("other_town", town=town, city=city().name)] if town else []
