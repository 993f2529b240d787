"""What a message wants the conversation to do, whatever was said before: book, cancel, call, fetch a person, stop, go back.

Heard by form and only where the whole message says it: 「予約したい」 books, 「市営住宅を予約したい」 is a question. The label's
own classifier has no part in it, nor has the last answer; danger comes before it.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.nlu.text import has_words, normalise

Control = Literal[
    "book", "cancel_booking", "change_booking", "my_booking", "person", "phone", "help", "stop", "back", "restart",
    "thanks", "yes", "no", "wrong", "emoji", "noise", "laugh",
]  # fmt: skip

# Around the words that say it: greetings, hesitation, politeness.
_BEFORE = (
    r"(?:(?:あの|えっと|えーと|すみません|すいません|すみませんが|やっぱり|やっぱ|じゃあ|では|それでは|それじゃ|あと|ちなみに|もう|とりあえず|"
    r"いったん|一旦|ちょっと|お願い|できれば|急いで|早く|今すぐ|いますぐ|今度|一度|一回|この|その|さっきの|先日の|昨日の|前に取った|取った|した|入れた)[、,。\s]*)*"
)
_AFTER = (
    r"(?:です|ます|んだ|ん|の|が|けど|けれど|んですが|のですが|ですが|でしょうか|ですか|ますか|かな|か|ね|よ|よね|な|わ|を|"
    r"お願い(?:し(?:ます|たい(?:です)?))?|ください|下さい|ちょうだい|もらえ(?:ますか|る|ません(?:か)?)|"
    r"いい|できる|できます|可能|どう(?:すれば|したら)(?:いい)?|方法|[。、!！?？.…w笑\s])*"
)
_DAY = r"(?:(?:来週|今週|今日|明日|あした|あさって|明後日|[月火水木金土日]曜?日?|\d+月\d+日|\d+日|\d+時|午前|午後)(?:の|に)?)*"
_WHERE = r"(?:相談員|担当者|担当の方|担当|職員|スタッフ|係の人|人間|人|窓口|センター|オペレーター|誰か)"
_BOOKED = rf"(?:{_DAY}(?:面談|相談|オンライン相談|予約|アポ)(?:の(?:予約|日時|日程|時間|日|約束))?)"

# In this order; the first that is the whole message counts.
_FORMS: tuple[tuple[Control, str], ...] = (
    ("cancel_booking", rf"{_BOOKED}(?:を|は|の)?(?:キャンセル|取り?消し?|取りやめ|やめ|なし|中止|見送)(?:し|り)?(?:に)?(?:たい|て|る|させて|する|します|できる|ます|ておき(?:ます|たい)|とき(?:ます|たい)|とく)?(?:ほしい|欲しい)?"),
    ("change_booking", rf"{_BOOKED}?(?:を|の)?{_DAY}(?:時間|日にち|日程|日時|曜日)?(?:を|に|へ)?(?:変更|変え|ずらし|かえ|移し|ずら)(?:し)?(?:たい|て|る|せ|させて|する|します|できる|られる)?(?:ほしい|欲しい|ます)?"),
    ("my_booking", rf"(?:私の|自分の|わたしの)?{_BOOKED}(?:って|は|の)?(?:いつ|何時|何日|どうなって|確認|取れて|入って|内容)(?:だっけ|でしたっけ|だった|でした|から|に|を|いる|います|る|ます|たい|し)*"),
    ("book", r"(?:(?:相談|面談|オンライン相談|来所)(?:の|を)?)?(?:予約|よやく|アポ)(?:を|って|は)?(?:し|取り|とり|入れ|取れ|とれ|したい|でき)?(?:たい|て|る|ます|れる)?(?:ほしい|欲しい)?"),
    ("person", rf"(?:本物の)?{_WHERE}(?:の方|さん)?(?:に|と|を|へ|は)?(?:直接)?(?:相談|話し?|話|繋い|つない|代わっ|かわっ|呼ん|呼び|会い|聞き|聞い|つなげ|いる|いない|出し)?(?:し|が)?(?:たい|て|で|る|ます|せる|ない|だ)?(?:ほしい|欲しい)?"),
    ("phone", r"(?:電話|でんわ|tel|電話番号|でんわばんごう)(?:番号)?(?:を|は|で|が|して|かけ)?(?:話し?|相談|教え|かけ|問い合わせ|聞き|し)?(?:たい|て|る)?(?:いい|ほしい)?"),
    ("help", r"(?:ヘルプ|へるぷ|help|使い方|つかいかた|使いかた|何ができる|なにができる|何が聞ける|メニュー|めにゅー|menu|操作方法|どう使う|どうやって使う)(?:は|を|が|の)?(?:の|教え|見せ|見|出し|開い)?(?:て|たい)?"),
    ("restart", r"(?:最初|はじめ|初め|始め|一)(?:から|に)(?:戻|もど|やり直|やりなお|お願い|もう一度)?(?:る|って|して|し|り)?(?:たい)?|リセット(?:し|する|して)?|やり直(?:し|す|したい)"),
    ("back", r"(?:前|ひとつ前|一つ前|さっき|元)?(?:に|の|へ)?(?:画面|話|質問|ところ|所)?(?:に|へ)?(?:戻|もど)(?:る|って|り|して|りたい|れる|れ)+(?:たい)?"),
    ("stop", r"(?:待つの|話すの|聞くの|書くの|送るの|頼むの|質問|会話|チャット|相談|入力|伝言|メッセージ|問い合わせ|連絡)?(?:を|は|は?もう|は?やっぱり|は?やっぱ)?(?:やめ|止め|ストップ|終わり|おわり|終了|中止|stop|キャンセル|取り?消し?|取りやめ|もういい|待てない|待たない|結構)(?:る|たい|ます|て|ましょう|ときます|とく|ておきます|ておく|に|で|し|する|します|したい|にする|にします)*|(?:伝言|メッセージ|問い合わせ|連絡)(?:は|も)?(?:やっぱり|やっぱ|もう)?なし(?:で|に(?:し(?:ます|たい|て))?)|(?:伝言|メッセージ|問い合わせ|連絡)(?:は|を)?(?:もう)?(?:送り|残し|し|書き)(?:ません|ない(?:で)?)|(?:送る|送らない|書かない|待たない|聞かない)(?:こと)?にする|(?:やっぱり|もう)いい|いいや|なんでもない|何でもない"),
    ("wrong", r"(?:それ|この答え|この回答|回答|答え|今の|さっきの)?(?:は|が|って)?(?:違う|ちがう|違います|ちがいます|違ってる|違くない|間違い|間違って(?:い?る|い?ます)|まちがい|まちがって(?:い?る|い?ます)|そうじゃない|そうではない|そういうことじゃない|そうじゃなくて|聞きたいことと違う|的外れ)"),
    ("thanks", r"(?:いえ|いいえ|もう)?(?:大丈夫|結構)です|(?:本当に|ほんとに|どうも|色々|いろいろ|丁寧に|ご丁寧に|親切に)*(?:ありがと(?:う)?(?:ございま(?:す|した))?|有難う(?:ございま(?:す|した))?|助かり(?:ます|ました)|助かった|サンキュー|thanks?|thank you|感謝(?:し)?)"),
    # A keyboard set to Japanese spells 「no」 as の.
    ("no", r"(?:いいえ|いえ|いや|ううん|ノー|no|nope|のー|の|だめ)"),
    ("yes", r"(?:はい|はーい|ええ|うん|そう|その通り|イエス|yes|ok|okay|おk|おけ|オーケー|おっけー|オッケー|了解|りょうかい|りょ|承知(?:し(?:まし)?た)?|わかった|分かった|わかりました|分かりました|お願いします|おねがいします|合って(?:い?る|い?ます))"),
    ("laugh", r"(?:[w草笑]+|lol|爆笑|大?笑い|あは(?:は)+|はは(?:は)+|ふふ+|[(（][笑爆]+[)）])"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(rf"{_BEFORE}(?:{form}){_AFTER}", re.IGNORECASE)) for name, form in _FORMS)
# A word that is a whole topic opens its menu; the keys of `data/city.yml`; where a pack has no such topic, all of its own are shown.
_TOPICS = {
    "housing": "家 いえ お家 住まい すまい 住居 住宅 部屋 物件 家のこと 住まいのこと 住宅のこと",
    "jobs": "仕事 しごと お仕事 就職 働く 働き方 仕事のこと 就職のこと",
    "family": "子育て 育児 教育 子ども 子供 こども 子育てのこと 子どものこと 子供のこと",
    "subsidy": "補助 補助金 支援 支援制度 助成 助成金 制度 補助金のこと 支援のこと",
    "winter": "冬 ふゆ 雪 ゆき 冬のこと 雪のこと 冬の暮らし 冬の生活",
}
_TOPIC_OF = {word: topic for topic, words in _TOPICS.items() for word in words.split()}
# What a conversation consists of.
_TALK = re.compile(
    r"待つの|(?:話す|聞く|書く|送る|頼む)の|質問|会話|チャット|相談|入力|伝言|メッセージ|問い合わせ|予約|面談|アポ|電話|メニュー"
)
# Longer messages say more than a control.
_LONGEST = 30
# Whoever asks whether or how it works, or what it costs, wants words.
_ABOUT = re.compile(r"必要|いりますか|いくら|何日前|料金|(?<!伝言は)(?<!やっぱり)(?<!セージは)なしで|しないで|せず")


def read(text: str) -> Control | None:
    """Return what a message wants of the conversation, None where it asks something."""
    plain = normalise(text).replace(" ", "") if not text.isascii() else normalise(text)
    if not plain:
        return None
    if is_emoji(plain):
        return "thanks" if any(picture in _AGREEING for picture in plain) else "emoji"
    # A picture behind words colours them: OK👌.
    plain = plain.strip("".join(filter(_PICTURE.match, plain)) + " ")
    if is_noise(plain):
        return "noise"
    if len(plain) > _LONGEST or _ABOUT.search(plain):
        return None
    return next((name for name, form in _COMPILED if form.fullmatch(plain)), None)


def is_about_the_talk(text: str) -> bool:
    """Whether a wish names what it wants of the talk: 「待つのをやめたい」 does, 「もうやめます」 may mean more."""
    return _TALK.search(normalise(text)) is not None


def topic(text: str) -> str | None:
    """Return the topic that is all a message says (仕事, 雪のこと), None where it says more."""
    return _TOPIC_OF.get(re.sub(r"(?:について|は|の話|を?教えて(?:ください)?|[。、?？!！\s])+$", "", normalise(text)))


def is_emoji(plain: str) -> bool:
    """Whether a message is pictures only: nothing that could be read."""
    return bool(plain) and all(_PICTURE.match(character) for character in plain)


def is_noise(plain: str) -> bool:
    """Whether nothing can be meant: numbers alone, one letter held down, a finger drawn along the keyboard."""
    if not any(letter.isalpha() for letter in plain):
        return has_words(plain) and len(plain) <= _LONGEST
    if len(plain) >= _HELD_DOWN and len(set(plain)) == 1 and plain[0] not in _LAUGHTER:
        return True
    is_run = len(plain) >= _DRAWN and plain.isascii()
    return is_run and any(plain in row or plain in row[::-1] for row in _KEYBOARD)


_LAUGHTER = "w草笑"
_HELD_DOWN, _DRAWN = 3, 4
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Thanks or consent without words.
_AGREEING = frozenset("👍👌🙆🙏😊🙂😄😃😀😁😆🥰😍❤♥💕💖✨🎉👏🙇🤝☺💯⭕✅✔")
_PICTURE = re.compile("[\u200d\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
