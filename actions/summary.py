"""What the migrant told of themselves, found in their own words for the consultant; pure, by plain patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from actions.city import city

_PLACES = (
    "北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|京都|大阪|兵庫|奈良|和歌山"
    "|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄"
    "|札幌|旭川|函館|仙台|さいたま|横浜|川崎|相模原|名古屋|浜松|神戸|堺|北九州"
)
# How people call the place that they move to: to go back there is a wish, 札幌に戻る is none.
_TOWN = re.escape(city().town)
# Not longer, and from its first digit only: a row of digits would be read through from each of them.
_NUMBER = r"(?:(?<!\d)\d{1,4}|[一二三四五六七八九十数])"
_ABOUT = r"(?:くらい|ぐらい|ほど|程度|前後|以内|以下|まで)?"
# A place is where somebody comes from only if the words around it say so: 東京の天気 tells nothing of the person.
_AT = rf"(?:{_PLACES})(?:都|府|県|市)?(?:[一-龥ァ-ヶー]{{1,5}}[市区町村郡])?"
_FROM = re.compile(
    rf"(?=({_PLACES})){_AT}(?:"
    r"から(?![^。？?]{0,12}(?:何分|何時間|電車|バス|飛行機|フェリー|まで|どのくらい|どれくらい|近い|遠い|距離))"
    r"|より(?:移住|引っ越|転居)|在住|に(?:いま|今)?住(?!む(?:友|知|親戚|兄|姉|弟|妹|息子|娘))|に(?:おり|い)(?:ます|る|て)|(?:で|に)[^。、？?]{0,10}(?:暮ら|働い|勤め|勤務|生活し|子育て)"
    rf"|の(?:会社|マンション|アパート|自宅|団地|賃貸|夫婦|家族|者です|人間です)|と{_TOWN}(?:の|で|を)[^。？?]{{0,6}}(?:二拠点|二地域|2拠点|行き来|往復))"
    rf"|(?:住んで(?:い)?るの[はが]|住まいは|居住地は|現住所は|現在は|(?:今|いま)は|{_TOWN}と)(?=({_PLACES})){_AT}(?![^。、？?]{{0,3}}(?:天気|気温|家賃))"
)
_CHILD = r"(?:息子|娘|男の子|女の子|双子|赤ちゃん|長男|長女|次男|次女|子(?:ども|供)?(?!育て))"
_FAMILY = re.compile(
    r"夫婦(?:二人|2人|ふたり)?"
    r"|(?:妻|夫|旦那|主人|家内|嫁|彼氏|彼女|婚約者|パートナー|配偶者)(?=[とがもはの、]|です)"
    rf"|(?:{_NUMBER}[歳才]と)?{_NUMBER}[歳才](?:児|の{_CHILD})(?:[がは]?{_NUMBER}人)?"
    rf"|(?:幼稚園児?|保育園児?|園児|未就学|小学生|中学生|高校生|大学生|小学校?{_NUMBER}年生?|中学?{_NUMBER}年生?)の{_CHILD}(?:[がは]?{_NUMBER}人)?"
    rf"|(?:子ども|子供|こども|子)[がは]?{_NUMBER}人"
    r"|(?:息子|娘|赤ちゃん|双子|長男|長女|次男|次女)(?=[とがもをの]|です)|(?:子ども|子供|こども)(?=と(?!いう)|を?連れ|がい[まる]|が生まれ)"
    r"|(?:一人|1人|ひとり|独り)(?:暮らし|ぐらし|住まい|ずまい|身|で(?:移住|引っ越|住))|単身|独身|シングル(?:マザー|ファザー)|母子家庭|父子家庭"
    rf"|家族は?{_NUMBER}人|{_NUMBER}人(?:家族|暮らし|世帯)"
    r"|(?:義両親|両親|義母|義父|祖父母|祖母|祖父|父|母|親)(?=と(?!は)|を(?:呼|連れ)|が(?:高齢|い[まる]|一緒)|も一緒|の介護)"
    rf"|(?:小型|中型|大型)?(?:犬|猫|いぬ|ねこ|ペット|うさぎ|インコ|鳥)(?:[がをは]?{_NUMBER}[匹頭羽]|(?=がい[まる]|を飼って(?!いる[人方])|と(?:一緒に)?(?:住|暮ら|引っ越|移住)|を?連れ|も一緒))"
)
# What follows tells whether a season is a plan or a question about the weather.
_MOVES = r"(?=[^。？?]{0,15}(?:引っ|移[りるっ住]|越[しす]|転[居職入勤]|住[みむ]|行き|行く|見に|下見|お試し|体験))"
_UNTIL = r"(?:ごろ|頃|くらい|ぐらい|まで|以降|以内|から|中|内|末|上旬|中旬|下旬)?"
_TIMING = re.compile(
    rf"(?:\d{{4}}年度?|令和\d+年度?|来年度?|再来年度?)(?:の?(?:春|夏|秋|冬|年度末|{_NUMBER}月))?(?:休み)?{_UNTIL}"
    rf"|(?:今年|今月|今年度)(?:の?(?:春|夏|秋|冬|{_NUMBER}月){_UNTIL}|中|じゅう|いっぱい|末)"
    rf"|(?:来月|再来月|来週){_UNTIL}|年内|年明け|年度内|年度末|春先|(?:春|夏|冬)休み|ゴールデンウィーク|お盆"
    rf"|(?:\d{{1,2}}|十[一二]?|[一二三四五六七八九])月(?:ごろ|頃|まで|から|以降|末|上旬|中旬|下旬|に{_MOVES})"
    rf"|(?:春|夏|秋|冬)(?:まで|ごろ|頃|から|に{_MOVES})"
    rf"|(?:半年|{_NUMBER}年|{_NUMBER}[かヶカケ]月|{_NUMBER}週間)(?:くらい|ぐらい)?(?:後|以内|先)(?:くらい|ぐらい|ごろ|頃)?"
    r"|(?:今すぐ|いますぐ|なるべく早く|できるだけ早く|早めに|急ぎ)|すぐに?(?=[^。？?]{0,6}(?:引っ|移|住[みむ]|入居))"
    r"|(?:定年|退職|卒業|結婚|出産)(?:退職)?(?:後|を機|したら|する前|に合わせて)|(?:小学校|中学校?|高校)(?:に|へ)?(?:上がる|入る|入学する?)(?:前|まで|とき|タイミング)|いずれ|将来|いつか"
)
_AMOUNT = re.compile(
    rf"(?:予算|年収|月収|手取り|自己資金|資金|貯金|貯蓄|退職金|家賃)[はがをもで]?(?:月|約|だいたい|およそ)?(?![\d,.万千億円くらいぐほど程度前後以内下まで]{{0,30}}です?か)\d[\d,.]*(?:万|千|億)?円?{_ABOUT}"
    r"|(?<![\d,.])(?![\d,.万千億円くらいぐほど程度前後以内下まで]{0,30}です?か)\d[\d,.]*[万億]円?(?:くらい|ぐらい|ほど|程度|前後|以内|以下|まで)"
)
_HOME = r"(?:家|部屋|物件|アパート|マンション|一軒家|一戸建て|戸建て|住まい|住宅|ワンルーム|\d[SL]?[LDK]+|住む(?:所|ところ))"
# What the person wants, and how far they are: named here, because their words for it are many. Only what is said is told.
_GOALS = (
    (
        rf"{_HOME}[^。？?]{{0,12}}借り|賃貸|(?:部屋|アパート)[^。？?]{{0,6}}(?:探し|さがし)",
        "家を借りたい",
    ),
    (
        rf"(?:{_HOME}|中古|土地|空き家)[^。？?]{{0,12}}(?:買|購入)|(?:家|住宅|マイホーム)を建て",
        "家を買いたい",
    ),
    (
        r"(?:家|住まい|住む(?:所|ところ|家)|空き家)[をは]?[^。？?]{0,4}(?:探し|さがし)",
        "住まいを探したい",
    ),
    (
        r"起業|開業し|創業|独立し|(?:店|カフェ|喫茶|パン屋|食堂|民宿|ゲストハウス|民泊|飲食店|会社|教室|サロン)[^。？?]{0,10}(?:始め|開き|開く|開け|やり|出し|持ち|持つ|立ち上げ|つくり)",
        "起業したい",
    ),
    (
        r"(?:事業|店|会社|工場|農園)を?[^。？?]{0,6}(?:承継|引き継|継ぎ|継ぐ)|後継者?に(?:な|応募)",
        "事業を継ぎたい",
    ),
    (
        r"仕事[^。？?]{0,10}(?:探|さが|見つけ|したい)|転職|就職|求人|働きたい|働ける?[^。？?]{0,6}(?:所|ところ|場所|会社|先|職場)",
        "仕事を探したい",
    ),
    (r"保育園留学", "保育園留学をしたい"),
    (
        rf"お試し移住|見学|下見|内見|体験(?:したい|住宅|移住)|(?:現地|町|街|まち|物件|{_TOWN})[^。？?]{{0,6}}(?:見に行|見てみ|見て回|見たい)|(?:一度|いちど)[^。？?]{{0,8}}(?:見に行|行ってみ|訪ね|訪れ)",
        "見に行きたい",
    ),
    (r"[二2]地域|[二2]拠点|デュアルライフ|週末移住", "二つの地域で暮らしたい"),
    (rf"Uターン|(?:地元|実家|故郷|ふるさと|{_TOWN})[にへ](?:戻|帰)(?:り|る|ろ)", "地元に戻りたい"),
)
_STAGES = (
    (
        r"(?:もう|すでに|引っ越しが?|移住が?|転勤が?|内定が?|住む家が?)(?:決ま|決め)|契約(?:した|しま|済)|来月(?:に)?(?:引っ越|移住)|転勤(?:に|と)な|(?:引っ越す|移住する|移る|転居する)ことに(?:な|し|決)",
        "決まっている",
    ),
    (
        r"(?:見学|下見|お試し|内見|見に)[^。？?]{0,8}(?:したい|行きたい|できますか|希望|予定)",
        "見に行く前",
    ),
    (r"なんとなく|漠然と", "調べはじめ"),
    (r"検討|迷って|悩んで|考えて(?:い|る|ます|お)|(?:たい|よう)[とか](?:も)?思って|候補", "検討中"),
    (r"いつか|将来|興味が?(?:あ|出)|気になって|憧れ|あこがれ", "調べはじめ"),
)
_NAMED = (("goal", _GOALS), ("stage", _STAGES))
_KINDS = (("from_where", _FROM), ("family", _FAMILY), ("timing", _TIMING), ("amounts", _AMOUNT))


def told(questions: Iterable[str], most: int = 3) -> dict[str, str]:
    """Return goal, stage, from_where, family, timing and amounts as far as the questions tell them.

    Goal and stage are named by us, the rest is in the person's words; of two stages the one told last holds.
    """
    found: dict[str, list[str]] = {}
    for question in questions:
        plain = unicodedata.normalize("NFKC", question)
        for name, pattern in _KINDS:
            for match in pattern.finditer(plain):
                # A place by its name alone: reports count by it.
                words = next(filter(None, match.groups()), match[0]).rstrip("とがのをに")
                if words and words not in found.setdefault(name, []):
                    found[name].append(words)
        for name, named in _NAMED:
            for words in (words for pattern, words in named if re.search(pattern, plain)):
                kept = found.setdefault(name, [])
                found[name] = [*(one for one in kept if one != words), words]
                if name == "stage":
                    break  # patterns stand from the furthest on
    return {name: "、".join(words[-1 if name == "stage" else -most :]) for name, words in found.items()}
