"""A word that is a whole topic opens its menu: 「お金」 asks nothing that one answer could hold; pure.

Heard where the word is all there is. A narrower word (除雪, 下見, 給食) is left to the classifier, which answers it.
"""

from __future__ import annotations

import re

from bot.nlu.text import normalise

# Keys of the pack's `city.yml` (topics of the first screen) and `menus.yml` (all others); where a pack has no such topic, all of
# the first screen's are shown.
_TOPICS = {
    "housing": "家 お家 おうち うち 住まい すまい 住居 住宅 部屋 物件 不動産 住む所 住むところ 住む場所 すむところ 引っ越し先",
    "jobs": "仕事 しごと お仕事 就職 転職 求人 働く 働き方 働き口 働く所 働く場所 バイト アルバイト 職 職探し 仕事探し",
    "family": "子育て 育児 教育 子ども 子供 こども 子 学校 がっこう 保育 保育園 幼稚園 赤ちゃん 小学校 中学校",
    "subsidy": "補助 補助金 支援 支援金 支援制度 助成 助成金 給付金 制度",
    "winter": "冬 ふゆ 雪 ゆき 冬の暮らし 冬の生活 冬のくらし",
    "startup": "起業 開業 創業 独立 商売 お店 店 事業 会社 起業支援 創業支援",
    "visit": "見学 体験 お試し おためし 訪問",
    "money": "お金 おかね 金 カネ 家計",
    "health": "病院 びょういん 医療 医者 お医者さん 健康 病気 介護 福祉 老後",
    "daily": "生活 せいかつ 暮らし くらし 日常 町 街 まち 環境 住み心地",
    "traffic": "車 くるま 交通 通勤 移動 足 交通手段 アクセス",
    "start": "移住 いじゅう 引っ越し ひっこし 引越し 引越 移住のやり方 移住について",
    "consult": "相談 そうだん",
}
_TOPIC_OF = {word: topic for topic, words in _TOPICS.items() for word in words.split()}
# What may follow the word without asking for more than the topic.
_ABOUT = re.compile(
    r"(?:に関すること|に関して|関係|について|につきまして|の(?:話|こと|件|情報)|は|って|を|が|も|と|で|など|とか|"
    r"色々|いろいろ|少し|ちょっと|(?:教え|おしえ)て(?:ください|下さい|ほしい|もらえますか)?|知りたい|聞きたい|"
    r"(?:相談|質問)(?:し)?(?:たい|があります)|です|[。、?？!！\s])*"
)
_LONGEST = max(map(len, _TOPIC_OF))


def topic(text: str) -> str | None:
    """Return the topic that is all a message says (仕事, 雪のこと, お金について教えて), None where it says more."""
    plain = normalise(text).replace(" ", "")
    for length in range(min(_LONGEST, len(plain)), 0, -1):
        found = _TOPIC_OF.get(plain[:length])
        if found is not None and _ABOUT.fullmatch(plain, length):
            return found
    return None
