"""What a message wants the conversation to do, whatever was said before: book, cancel, call, fetch a person, stop, go back.

Heard by form and only where the whole message says it: 「予約したい」 books, 「市営住宅を予約したい」 is a question. The label's
own classifier has no part in it, nor has the last answer; danger comes before it.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from bot.nlu import control_words
from bot.nlu.danger_language import hiragana
from bot.nlu.text import has_words, normalise

Control = Literal[
    "book", "cancel_booking", "change_booking", "my_booking", "message", "person", "phone", "help", "stop", "back", "restart",
    "thanks", "yes", "no", "wrong", "emoji", "noise", "laugh", "told", "unclear",
]  # fmt: skip

# Around the words that say it: greetings, hesitation, politeness.
_BEFORE = (
    r"(?:(?:あの|えっと|えーと|すみません|すいません|すみませんが|やっぱり|やっぱ|じゃあ|では|それでは|それじゃ|あと|ちなみに|もう|とりあえず|"
    r"いったん|一旦|ちょっと|お願い|できれば|急いで|早く|今すぐ|いますぐ|今度|一度|一回|この|その|さっきの|先日の|昨日の|前に取った|取った|した|入れた)[、,。\s]*)*"
)
_AFTER = (
    r"(?:です|ます|んだ|ん|の|が|けど|けれど|んですが|のですが|ですが|でしょうか|ですか|ますか|かな|か|ね|よ|よね|な|わ|を|"
    r"お願い(?:し(?:ます|たい(?:です)?))?|ください|下さい|ちょうだい|もらえ(?:ますか|る|ません(?:か)?)|"
    r"いい|できる|できます|可能|どう(?:すれば|したら)(?:いい)?|方法|[。、!！?？.…w笑\s])*+"
)
_DAY = (
    r"(?:(?:来週|今週|今日|明日|あした|あさって|明後日|土日|[月火水木金土](?:曜日?)?|日曜日?|\d+月\d+日|\d+日|\d+時|午前|午後|"
    r"(?:別|べつ|ほか|他|違う|次|翌)の?(?:日|時間|曜日|週)|(?:もっと)?(?:早い|遅い)(?:時間|日))(?:の|に)?)*"
)
_A_DAY = _DAY[:-1] + "+"
_WHERE = r"(?:(?:詳しい|わかる|分かる|生身の)?(?:相談員|担当者|担当の(?:方|人|者)|担当|職員|スタッフ|係の人|人間|人|窓口|センター|オペレーター|誰か))"
_BOOKED = rf"(?:{_DAY}(?:面談|相談|オンライン相談|予約|よやく|アポ)(?:の(?:予約|日時|日程|時間|日|約束))?)"
# Who thinks it over (家族で話し合ってみます, 検討します) has heard enough for now.
_OVER = (
    r"(?:(?:家族|妻|夫|主人|旦那|嫁|親|両親|友達|みんな|皆|二人|ふたり|自分)(?:たち)?[とでに]?も?|一緒に|よく|もう少し|ゆっくり|少し|ちょっと|一度|いろいろ|色々|参考に)*"
    r"(?:(?:話し?合って|話して|相談して|考えて|検討して|調べて|読んで|見て|やって)(?:み(?:ます|る|たい|ようと思い(?:ます)?|ますね)|から(?:また)?)|検討(?:し|いたし|させていただき)(?:ます)?|考え(?:ます|とき(?:ます)?|ておき(?:ます)?))"
)
_MINE = r"(?:私の|わたしの|自分の|僕の|うちの)?"
# What is known of an appointment, and what is done with that.
_DETAIL = rf"(?:{_DAY}(?:予約|よやく)の?(?:日時|日にち|日程|日|時間|状況|番号|内容|詳細|情報)|{_DAY}(?:面談|相談)の(?:日時|日にち|日程|約束)|{_DAY}(?:予約|よやく))"
_LOOK = r"(?:確認|確かめ|調べ|忘れ|わすれ|わから|分から|覚えて|見せ|見て|見たい|どうな(?:って|った|りま)|どこで見)"
# Longer pieces first, for none is given back.
_TAIL = r"(?:だっけ|でしたっけ|でした|だった|くださ|しまっ?|できて|なくな|いな|から|まで|いる|います|ません|まし|ます|たい|な|に|を|く|る|し|せ|て|た|い)*+"
_CANNOT_COME = r"(?:行け|いけ|来られ|出られ|参加でき|出席でき|伺え|うかがえ)(?:なく(?:なり(?:ました|そう)|なった|なる)|ない|ません|なさそう)"
_BECAUSE = r"(?:(?:急用|用事|都合|仕事|体調不良|熱|病気|急な予定)(?:で|が入(?:って|り)|が悪く(?:て)?|があって|ができて)[、,]?)?"

# What we say, and how badly it is understood.
_HARDLY = r"(?:(?:よく|全然|ぜんぜん|全く|まったく|さっぱり|あまり|あんまり|いまいち|いまひとつ|ちょっと|少し|ますます|やっぱり?)(?:意味が)?|意味(?:が|も))?"
_SAID_BY_US = r"(?:(?:今の|さっきの|この|その|あなたの)?(?:説明|回答|答え|返事|内容|文章|言葉|ことば|話|意味|言って(?:い)?ること|書いて(?:ある|いる)こと|それ|これ|今の))"

# In this order; the first that is the whole message counts.
_FORMS: tuple[tuple[Control, str], ...] = (
    ("cancel_booking", rf"{_BOOKED}(?:を|は|の)?(?:キャンセル|取り?消[しせす]?|消[しせす]|取りやめ|やめ|なし|中止|見送)(?:し|り)?(?:に|で)?(?:たい|て|る|させて|する|します|して|したい|できる|ます|ておき(?:ます|たい)|とき(?:ます|たい)|とく)?(?:ほしい|欲しい)?"
     rf"|{_BECAUSE}(?:{_A_DAY}|{_BOOKED}(?:に|へ|は|が)?){_BECAUSE}{_CANNOT_COME}"),
    ("change_booking", rf"{_BOOKED}?(?:を|の)?{_DAY}(?:時間|日にち|日程|日時|曜日)?(?:を|に|へ)?(?:変更|変え|ずらし|かえ|移し|ずら|遅らせ|早め|延期|前倒し|後ろ倒し|繰り上げ)(?:し|に)?(?:たい|て|る|せ|させて|する|します|できる|られる|られ)?(?:ほしい|欲しい|ます)?"
     rf"|{_BOOKED}(?:を|は)?{_A_DAY}し(?:たい|て)(?:ほしい|欲しい)?|リスケ(?:し)?(?:たい|て)?"),
    ("my_booking", rf"{_MINE}{_DETAIL}(?:を|は|が|って|も|の)?{_LOOK}{_TAIL}|{_MINE}(?:予約|よやく)の(?:日時|日にち|日程|日|時間|状況|番号|内容|詳細)(?:を|は|が|って)?(?:知り|教え|おしえ)?{_TAIL}"
     rf"|{_MINE}{_BOOKED}(?:は|が|って|に)?(?:ちゃんと|もう|きちんと)?(?:入って|取れて|とれて|できて|されて|残って)(?:い)?(?:る|ます)?(?:のか|かどうか|か)?(?:を|が|も)?(?:確認|確かめ|見て|見せ|知り|教え|不安|心配|わから|調べ)?{_TAIL}"
     rf"|(?:いつ|何時に|何日に)に?(?:予約|面談)(?:を)?(?:し|取っ|とっ|入れ)た(?:の)?(?:か|っけ)(?:を|も)?(?:{_LOOK}|知り|教え)?{_TAIL}"
     rf"|{_MINE}{_BOOKED}[、,]?(?:って|は|の)?(?:いつ|何時|何日|どうなって|確認|取れて|入って|内容)(?:だっけ|でしたっけ|だったっけ|だった|でした|から|に|を|いる|います|る|ます|たい|し)*"),
    ("message", rf"(?:{_WHERE}(?:の方|さん|宛て?|あて)?(?:に|へ|宛てに|あてに)?(?:の)?)?(?:伝言|でんごん|メッセージ|ことづて|言付け|書き置き)(?:だけ|でも)?(?:を|に|で)?(?:残(?:す|し|せ)|預け|あずけ|預かっ|頼み|頼め|送(?:る|り|れ)|書(?:く|き|け)|伝え|し|する|できる|お願い)?(?:たい|て|ます|ませ|る|られる|れる)*(?:ほしい|欲しい|おき)?(?:たい)?"),
    ("book", rf"{_DAY}(?:相談|面談)(?:の時間)?(?:を)?(?:申し?込み|申し?込|取っ|とっ|取り|とり|セッティング)(?:し)?(?:たい|て|ます)?(?:ほしい|欲しい)?|(?:空い|あい)て(?:い)?る(?:日|日時|時間|枠)(?:を|は|が|って)?(?:教え|知り|見せ|いつ|見)?(?:て|たい)?"
     r"|(?:(?:相談|面談|オンライン相談|来所)(?:の|を)?)?(?:予約|よやく|アポ(?:イント)?)(?:を|って|は|も)?(?:ここで|こちらで|今)?(?:し|取り|とり|入れ|取れ|とれ|したい|でき)?(?:たい|て|る|ます|れる)?(?:ほしい|欲しい)?"),
    ("person", rf"(?:(?:電話|チャット|機械|ロボット|ai|自動応答|自動)(?:じゃ|では?)な(?:くて?|い)?[、,]?)?(?:本物の)?{_WHERE}(?:の方|さん)?(?:に|と|を|へ|は)?(?:いま|今)?(?:直接|電話で|でんわで|チャットで)?(?:相談|話し?|話|繋い|つない|代わっ|かわっ|呼ん|呼び|会い|聞き|聞い|つなげ|いる|いない|出し|います|いません|おりますか?)?(?:し|が|させ)?(?:たい|て|で|る|ます|せる|ない|だ)?(?:ほしい|欲しい)?"),
    ("phone", r"(?:電話|でんわ|tel|電話番号|でんわばんごう)(?:番号)?(?:を|は|で|が|して|かけ)?(?:話し?|相談し?|教え|かけ|問い合わせ|聞き|し)?(?:たい|て|る)?(?:いい|ほしい)?"),
    ("help", r"(?:ヘルプ|へるぷ|help|使い方|つかいかた|使いかた|何ができる|なにができる|何が聞ける|メニュー|めにゅー|menu|操作方法|コマンド(?:一覧)?|(?:これ(?:は|って)?)?どう(?:やって)?使(?:う|え)|(?:何|なに|どんなこと|どういうこと)(?:を|が)?(?:聞け|きけ|相談でき|聞い)|(?:何|なに)を(?:聞け|質問すれ|書け|し(?:て)?(?:くれる|もらえる))|これ(?:は|って)?(?:何|なに))(?:ば)?(?:は|を|が|の)?(?:いい)?(?:のか|か)?(?:の|教え|見せ|見|出し|開い|わから(?:な)?|分から(?:な)?|わかり|分かり)?(?:い|て|たい|る|ます|ません)?"),
    ("restart", r"(?:(?:最初|はじめ|初め|トップ|ホーム|先頭)(?:の)?(?:画面|メニュー|ページ)?(?:に|へ)(?:戻|もど)(?:る|って|り|し|れる)?(?:たい|て)?)|(?:最初|はじめ|初め|始め|一)(?:から|に)(?:戻|もど|やり直|やりなお|お願い|もう一度)?(?:る|って|して|し|り)?(?:たい)?|リセット(?:し|する|して)?|やり直(?:し|す|したい)"),
    ("back", r"(?:前|さっき|先ほど|ひとつ前|一つ前|直前)の(?:回答|答え|話|画面|説明|内容)?(?:を|が)?(?:もう(?:一度|一回|1回|1度)|また)?(?:見せ|見たい|見|出し|表示し?|読みたい|お願い)?(?:て|たい)?"
     r"|(?:前|ひとつ前|一つ前|1つ前|ひとつ|一つ|1つ|さっき|元)?(?:に|の|へ)?(?:画面|話|質問|ところ|所)?(?:に|へ)?(?:戻|もど)(?:る|って|り|して|たい|れ)+"),
    ("stop", r"(?:待つの|話すの|聞くの|書くの|送るの|頼むの|質問|会話|チャット|相談|入力|伝言|メッセージ|問い合わせ|連絡)?(?:を|は|は?もう|は?やっぱり|は?やっぱ)?(?:やめ|止め|ストップ|終わり|おわり|終了|中止|stop|キャンセル|取り?消し?|取りやめ|もういい|待てない|待たない|結構)(?:る|たい|ます|て|ましょう|ときます|とく|おきます|おく|に|で|し|する)*|(?:伝言|メッセージ|問い合わせ|連絡|相談)(?:は|も)?(?:やっぱり|やっぱ|もう)(?:いい|結構|大丈夫|けっこう)|(?:伝言|メッセージ|問い合わせ|連絡)(?:は|も)?(?:やっぱり|やっぱ|もう)?なし(?:で|に(?:し(?:ます|たい|て))?)|(?:伝言|メッセージ|問い合わせ|連絡)(?:は|を)?(?:もう)?(?:送り|残し|し|書き)(?:ません|ない(?:で)?)|(?:送る|送らない|書かない|待たない|聞かない)(?:こと)?にする|(?:やっぱり|もう)いい|いいや|(?:なんでも|何でも)(?:ない|ありません|なかった)"
     r"|(?:今日は|きょうは|今回は|ひとまず)?(?:ここ|これ)(?:まで|で)(?:に)?(?:し(?:ます|ておきます|とく)|終わり(?:ます|にします)?|終わる|閉じ(?:ます|る))?|(?:質問|相談|聞きたいこと)?(?:は|も)?(?:以上|これだけ|それだけ)|また(?:今度|後で|あとで|次回|こんど)(?:に(?:し(?:ます|とく)|する))?|また来ます"
     r"|(?:チャット|会話|画面)(?:を|は)?閉じ(?:る|ます|たい)|(?:今の|さっきの|それ)?(?:は|を)?(?:気にし|忘れ|無視し|なかったことにし)(?:ないで|て)|(?:間違え|まちがえ|間違っ)(?:ました|た|て(?:送り|押し|打ち)(?:ました|た))|誤送信(?:でした|です)?|(?:さっきの|今の)(?:は|を)?(?:取り?消し|なし|忘れ)(?:で|て)?"),
    ("wrong", r"(?:(?:いいえ|いえ|いや|ううん)[、,]?)?(?:それ|この答え|この回答|回答|答え|今の|さっきの)?(?:は|が|って)?(?:全然|ぜんぜん|全く|まったく|ちょっと|少し|なんか)?(?:違う|ちがう|違います|ちがいます|違ってる|違くない|間違い|間違って(?:い?る|い?ます)|まちがい|まちがって(?:い?る|い?ます)|そうじゃない|そうではない|そういうことじゃない|そうじゃなくて|聞きたいことと違う|的外れ)"),
    # What was said is too hard, whichever answer it was; 「仕組みがわからない」 asks about a thing.
    ("unclear", rf"{_SAID_BY_US}?(?:は|が|も|だと|じゃ|では)?(?:{_HARDLY}(?:わから|分から|わかり|分かり|理解でき|りかいでき|ピンとこ|ぴんとこ)(?:ない|なかった|ません(?:でした)?|ず|ん|へん)|(?:{_HARDLY}|なんか|日本語が)?(?:難し(?:い|すぎ(?:る|ます)?|く)|むずかし(?:い|すぎ(?:る|ます)?|く)|わかりにくい|分かりにくい|わかりづらい|分かりづらい|ややこしい)(?:て(?:{_HARDLY}(?:わから|分から|わかり|分かり)(?:ない|ません|ん))?)?|イメージが?(?:わか|湧か|つか)(?:ない|ません))"
     r"|(?:今の|それ|これ|さっきの)?(?:を|は|って)?(?:もっと|もう少し|もうちょっと|少し|ちょっと)?(?:(?:わかり|分かり)やすく|簡単に|かんたんに|(?:やさしい|易しい|簡単な)(?:言葉|ことば|日本語)で|かみ砕いて|噛み砕いて|手短に|短く|簡潔に|要約し(?:て)?)(?:まとめて)?(?:言い換え(?:て)?|言って|いって|説明(?:し(?:て)?)?|教えて|おしえて|書いて|話して|して)?(?:くれ(?:る|ます|ません)?|もらえ(?:る|ます|ません)?|ほしい|欲しい|くれない)?"
     r"|(?:それ|これ|今の)?(?:は|って)?(?:どういう|どうゆう|なんの|何の)(?:意味|こと)(?:なの|なん)?|(?:何|なに)(?:を|が)?(?:言って|いって)(?:い?る|い?ます)(?:の)?か?(?:が|も)?(?:(?:よく)?(?:わから|分から)(?:ない|ません|ん))?"),
    ("thanks", r"(?:いえ|いいえ|もう)?(?:大丈夫|結構)です|(?:本当に|ほんとに|どうも|色々|いろいろ|丁寧に|ご丁寧に|親切に|すごく|とても|めっちゃ|大変|たいへん|よく)*(?:ありがと(?:う)?(?:ございま(?:す|した))?|有難う(?:ございま(?:す|した))?|助か(?:り(?:ます|ました)|った|る)ー?|(?:参考|勉強|お世話)になりました|わかりやすかった|あざっす|あざす|サンキュー|thanks?|thank you|感謝(?:し)?)(?:ます|です)?(?:[、,。!！\s]*" + _OVER + r")?|" + _OVER),
    # A keyboard set to Japanese spells 「no」 as の.
    ("no", r"(?:いいえ|いえ|いや|ううん|ノー|no|nope|のー|の|だめ|いら(?:ない|ん|ないや)|いりません|要らない|要りません|必要(?:は)?(?:ない|ありません)|不要)"),
    ("yes", r"(?:はい|はーい|ええ|うん|そう|その通り|イエス|yes|ok|okay|おk|おけ|オーケー|おっけー|オッケー|了解|りょうかい|りょ|承知(?:し(?:まし)?た)?|わかった|分かった|わかりました|分かりました|お願いします|おねがいします|合って(?:い?る|い?ます))"),
    ("laugh", r"(?:[w草笑]+|lol|爆笑|大?笑い|あは(?:は)+|はは(?:は)+|ふふ+|[(（][笑爆]+[)）])"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(rf"{_BEFORE}(?:{form}){_AFTER}", re.IGNORECASE)) for name, form in _FORMS)
# What a conversation consists of.
_TALK = re.compile(
    r"待つの|まつの|最初|さいしょ|(?:話す|聞く|書く|送る|頼む)の|質問|会話|チャット|相談|入力|伝言|メッセージ|問い合わせ|予約|面談|アポ|電話|メニュー|"
    r"\b(?:message|note|appointment|booking|reservation|consultation|meeting|chat|conversation|questions?|menu|answer)\b|"
    r"\b(?:operator|agent|consultant|representative|real person|human)s?\b|真人|人工|客服|工作人[员員]|[咨諮][询詢][员員]|상담원|상담사|담당자|"
    r"相談員|担当者|オペレーター|わかりやすく|分かりやすく|簡単に|説明|意味が|難し|むずかし|"
    r"留(?:一?[个個])?言|消息|信息|訊息|讯息|预约|預約|改期|对话|對話|聊天|菜单|選單|回答|답변|메시지|메모|예약|상담|대화|채팅|질문|메뉴"
)
_KANJI = re.compile("[一-龥々]")
# The words of the forms as who writes no kanji writes them. A form is the whole message, so that nothing else is meant by them.
_READINGS = {
    "おねが": "お願", "たのみ": "頼み", "ききた": "聞きた", "さいしょ": "最初", "よやく": "予約", "めんだん": "面談", "そうだんいん": "相談員", "そうだん": "相談", "へんこう": "変更", "えんき": "延期",
    "とりけ": "取り消", "けし": "消し", "ちゅうし": "中止", "でんわ": "電話", "ばんごう": "番号", "でんごん": "伝言", "のこ": "残", "あず": "預", "ひと": "人",
    "にんげん": "人間", "たんとうしゃ": "担当者", "たんとう": "担当", "かかりのひと": "係の人", "しょくいん": "職員", "まどぐち": "窓口", "だれか": "誰か", "はな": "話",
    "ちょくせつ": "直接", "よん": "呼ん", "よび": "呼び", "まえ": "前", "かいとう": "回答", "こたえ": "答え", "みせ": "見せ", "まつの": "待つの",
    "らいしゅう": "来週", "こんしゅう": "今週", "げつようび": "月曜日", "げつよう": "月曜",
    "かようび": "火曜日", "かよう": "火曜", "すいようび": "水曜日", "すいよう": "水曜", "もくようび": "木曜日", "もくよう": "木曜",
    "きんようび": "金曜日", "きんよう": "金曜", "どようび": "土曜日", "どよう": "土曜",
    "にちようび": "日曜日", "にちよう": "日曜", "ごぜん": "午前", "ごご": "午後", "あす": "明日", "ひにち": "日にち",
    "やりなお": "やり直", "しつもん": "質問", "かくにん": "確認", "にちじ": "日時", "じかん": "時間", "おしえ": "教え", "なにができる": "何ができる", "なにがきける": "何が聞ける",
}  # fmt: skip
_BY_EAR = re.compile("|".join(sorted(_READINGS, key=len, reverse=True)))
# Longer messages say more than a control.
_LONGEST, _LONGEST_FOREIGN = 30, 60
# Whoever asks whether or how it works, or what it costs, wants words.
_ABOUT = re.compile(
    r"必要(?!は?ない(?:です)?$|ありません$)|いりますか|いくら|何日前|料金|(?<!伝言は)(?<!やっぱり)(?<!セージは)なしで|しないで|せず"
)


def read(text: str) -> Control | None:
    """Return what a message wants of the conversation, None where it asks something."""
    # Phones put ’ for the sign of the keyboard; words of English are told apart by their spaces.
    plain = normalise(text).translate(_APOSTROPHES)
    plain = plain if plain.isascii() else plain.replace(" ", "")
    if not plain:
        return None
    if is_emoji(plain):
        return "thanks" if any(picture in _AGREEING for picture in plain) else "emoji"
    # A picture behind words colours them: OK👌.
    plain = plain.strip("".join(filter(_PICTURE.match, plain)) + " ")
    if is_noise(plain):
        return "noise"
    if foreign := control_words.read(plain) if len(plain) <= _LONGEST_FOREIGN else None:
        return cast("Control", foreign)
    if len(plain) > _LONGEST or _ABOUT.search(plain):
        return None
    for spelt in _spellings(plain):
        if (found := next((name for name, form in _COMPILED if form.fullmatch(spelt)), None)) is not None:
            return found
    return None


def _spellings(plain: str) -> list[str]:
    """Return a text, and one without kanji in hiragana and in the kanji that the forms are written in (ひとにそうだんしたい)."""
    if _KANJI.search(plain):
        return [plain]
    by_ear = hiragana(plain)
    return list(dict.fromkeys([plain, by_ear, _BY_EAR.sub(lambda match: _READINGS[match[0]], by_ear)]))


def is_about_the_talk(text: str) -> bool:
    """Whether a wish names what it wants of the talk: 「待つのをやめたい」 does, 「もうやめます」 may mean more."""
    return _TALK.search(normalise(text)) is not None


def is_emoji(plain: str) -> bool:
    """Whether a message is pictures only: nothing that could be read."""
    return bool(plain) and all(_PICTURE.match(character) for character in plain)


def is_noise(plain: str) -> bool:
    """Whether nothing can be meant: numbers alone, one letter held down, a finger drawn along the keyboard."""
    if not any(letter.isalpha() for letter in plain):
        return has_words(plain) and len(plain) <= _LONGEST
    if len(plain) == 1 and _SLIP.fullmatch(plain):
        return True
    if len(plain) >= _HELD_DOWN and len(set(plain)) == 1 and plain[0] not in _LAUGHTER:
        return True
    is_run = len(plain) >= _DRAWN and plain.isascii()
    return is_run and any(plain in row or plain in row[::-1] for row in _KEYBOARD)


_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
_LAUGHTER = "w草笑"
# One kana or letter alone is a slip of the finger; の is how a keyboard set to Japanese spells no, y and n are said for it.
_SLIP = re.compile("[ぁ-んァ-ヶa-vxz](?<![のn])")
_HELD_DOWN, _DRAWN = 3, 4
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Thanks or consent without words.
_AGREEING = frozenset("👍👌🙆🙏😊🙂😄😃😀😁😆🥰😍❤♥💕💖✨🎉👏🙇🤝☺💯⭕✅✔")
_PICTURE = re.compile("[\u200d\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
