"""From where, when, with whom and how far people think of coming, as far as they told it; pure, from the slots of hand-overs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from desk.display_names import TOLD
from desk.reporting.history import Session

_CITIES = {
    **dict.fromkeys(("札幌", "旭川", "函館"), "北海道"),
    "仙台": "宮城県",
    "さいたま": "埼玉県",
    **dict.fromkeys(("横浜", "川崎", "相模原"), "神奈川県"),
    "名古屋": "愛知県",
    "浜松": "静岡県",
    "神戸": "兵庫県",
    "堺": "大阪府",
    "北九州": "福岡県",
}
_PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県"
    " 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
)
_SHORT = {name if name == "北海道" else name[:-1]: name for name in _PREFECTURES.split()}
_WHEN = (
    ("できるだけ早く", re.compile(r"すぐ|早く|早め|急ぎ|今月|来月|再来月|来週")),
    (
        "数年先・定年後",
        re.compile(r"再来年|数年|定年|いずれ|いつか|将来|[2-9二三四五]年(?:後|以内|先)"),
    ),
    ("来年", re.compile(r"来年|年明け|[1一]年(?:後|以内)")),
    ("今年のうち", re.compile(r"今年|年内")),
    ("季節・月だけ", re.compile(r"春|夏|秋|冬|[\d一二三四五六七八九十]月")),
)
_WITH = (
    (
        "子どもと",
        re.compile(r"子|園児|[小中高]学?生|息子|娘|長男|長女|次男|次女|赤ちゃん|シングル"),
    ),
    ("親と", re.compile(r"父|母|親")),
    ("夫婦・二人", re.compile(r"夫|妻|旦那|主人|家内|嫁|彼|パートナー|婚約|配偶|2人|二人")),
    ("一人", re.compile(r"一人|1人|ひとり|単身|独身")),
)
# As the summary of a hand-over names them (actions/summary.py), the furthest first.
STAGES = ("決まっている", "見に行く前", "検討中", "調べはじめ")
UNTOLD = "聞いていない"
OTHER = "そのほか"


def prefecture(told: str) -> str:
    """Return the prefecture named first."""
    first = told.split("、")[0]
    for short, name in {**_SHORT, **_CITIES}.items():
        if first.startswith(short):
            return name
    return OTHER


def when(told: str) -> str:
    """Return the group of a wish of time."""
    return next((name for name, pattern in _WHEN if pattern.search(told)), OTHER)


def whom(told: str) -> str:
    """Return the group of a family."""
    return next((name for name, pattern in _WITH if pattern.search(told)), OTHER)


def stage(told: str) -> str:
    """Return how far somebody is."""
    return told if told in STAGES else OTHER


def origins(cohort: Iterable[Session]) -> dict[str, Counter[str]]:
    """Return {どこから, いつごろ, だれと, 検討の段階: counts} of the cohort's hand-overs."""
    told = [dict(case.told) for session in cohort for case in session.asked]
    readers = (
        ("どこから", "from_where", prefecture),
        ("いつごろ", "timing", when),
        ("だれと", "family", whom),
        (TOLD["stage"], "stage", stage),
    )
    return {
        name: Counter(read(found[slot]) if slot in found else UNTOLD for found in told) for name, slot, read in readers
    }
