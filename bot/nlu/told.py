"""Whether a message only tells of its writer and asks nothing: 「東京です」, 「30代の夫婦です」, 「家族4人」; pure.

A classifier has an answer for each of them (東京 stands in many questions on the grant), yet nobody asked for it.
"""

from __future__ import annotations

import re

from bot.nlu.text import normalise

_PREFECTURES = (
    "北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|京都|"
    "大阪|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄"
)
_PLACES = (
    rf"東京都内|(?:{_PREFECTURES})(?:都|府|県)?|(?:札幌|仙台|横浜|川崎|名古屋|神戸|さいたま|函館|旭川)市?|関東|関西|東北|九州|四国|首都圏|都内|道内|道外|"
    r"本州|海外|とうきょう|おおさか|さっぽろ|[一-龥ヶケ々]{1,4}[市区町村](?=$|です|から|在住|に住|の)|[ァ-ヶー]{2,8}区"
)
_AGES = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:歳|才|代)"
_PEOPLE = (
    r"夫婦|家族|ひとり(?!親|暮らし向け)|一人|1人|独身|単身|独り|ふたり|二人|三人|四人|五人|\d{1,2}人|子ども|子供|こども|息子|娘|妻|夫|主人|旦那|嫁|彼女|彼氏|両親|母|父|親|"
    r"小学生|中学生|高校生|未就学児|乳児|幼児|双子"
)
_WORK = r"会社員|公務員|自営業?|フリーランス|パート|アルバイト|主婦|専業主婦|主夫|学生|大学生|無職|退職(?:後|済み)?|定年(?:後|退職)?|年金(?:暮らし|生活)|共働き"
_TIMES = r"再来年|来年|今年|年内|(?:\d{1,2}|数)年(?:後|以内)|\d{1,2}月|半年後|春|夏|秋|冬"
# These are told only in a sentence: alone, they may be what a question is about.
_IN_A_SENTENCE = rf"{_WORK}|{_TIMES}"
_FACT = rf"(?:{_PLACES}|{_AGES}|{_PEOPLE})"
_COPULA = r"です|でした|だ|ます|る|在住|住み|出身|まだ|わたし|私|僕|未定|はじめて"
_GLUE = (
    r"(?:はじめて|初めて)使い|です|でした|だよ|だ|に|と|の|で|が|は|も|、|,|。|!|・|\s|から|在住|住んで(?:い)?(?:ます|る)|住み|住まい|出身|暮らして(?:い)?(?:ます|る)|"
    r"来ました|来た|男性|女性|男|女|現在|今|いま|私|わたし|僕|俺|うち|我が家|くらい|ぐらい|ごろ|頃|以上|未満|前半|後半|半ば|暮らし|の予定|予定|"
    r"働いて(?:い)?(?:ます|る)|して(?:い)?(?:ます|る)|(?:まだ)?(?:何も)?(?:決めて|決まって)(?:い)?(?:ません|ない)|未定|(?:を)?(?:考えて|検討して)(?:い)?(?:ます|る)|"
    r"ます|よ|ね|います|いる|連れ"
)
_WHOLE = re.compile(rf"(?:{_FACT}|{_IN_A_SENTENCE}|{_GLUE})++")
_HOLDS = re.compile(_FACT)
_SENTENCE = re.compile(
    rf"(?:{_IN_A_SENTENCE}).*(?:{_COPULA})|(?:決め|決まっ)て(?:い)?(?:ません|ない)|(?:はじめ|初め)て使"
)
# 「子どもは」 and 「東京の」 go on to a question that was left out.
_LEFT_OPEN = re.compile(r"(?:は|が|の|と|も|で)$")
_LONGEST = 40


def only_tells(text: str) -> bool:
    """Whether a message holds facts about its writer, and neither a question nor a wish nor a topic."""
    plain = normalise(text).replace(" ", "").rstrip("。!")
    if not plain or len(plain) > _LONGEST or _LEFT_OPEN.search(plain) or not _WHOLE.fullmatch(plain):
        return False
    return bool(_HOLDS.search(plain) or _SENTENCE.search(plain))
