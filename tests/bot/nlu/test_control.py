"""Wishes about the conversation itself, by form: `bot.nlu.control`."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bot.nlu import control, told, topic_words

WIRE = Path(__file__).resolve().parents[2] / "wire"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("予約したい", "book"),
        ("相談の予約をしたいです", "book"),
        ("予約をキャンセルしたい", "cancel_booking"),
        ("相談の予約を取り消したいのですが", "cancel_booking"),
        ("木曜に変えたい", "change_booking"),
        ("面談の日時を変更できますか", "change_booking"),
        ("予約いつだっけ", "my_booking"),
        ("相談員につないでください", "person"),
        ("電話", "phone"),
        ("使い方", "help"),
        ("最初から", "restart"),
        ("戻る", "back"),
        ("待つのをやめる", "stop"),
        ("やっぱり伝言はやめます", "stop"),
        ("この回答間違ってるよ", "wrong"),
        # Who writes without kanji, in hiragana, katakana or half-width.
        ("さいしょから", "restart"),
        ("モドル", "back"),
        ("ﾖﾔｸしたい", "book"),
        ("よやくを とりけしたい", "cancel_booking"),
        ("ひとに そうだんしたい", "person"),
        ("にんげんとはなしたい", "person"),
        ("だれかいますか", "person"),
        ("でんごんをのこしたい", "message"),
        ("アリガトウ", "thanks"),
        ("らいしゅうの かようびに かえたい", "change_booking"),
        ("もくようびに ずらしたい", "change_booking"),
        ("這個答案不對", "wrong"),
        ("你的回答好像错了吧", "wrong"),
        ("The answer is outdated.", "wrong"),
        ("답변이 틀린 것 같아요", "wrong"),
        ("How can I cancel it?", "cancel_booking"),
        ("再見", "thanks"),
        ("See you later!", "thanks"),
        ("どうもありがとうございました！", "thanks"),
        ("大丈夫です", "thanks"),
        ("助かるー", "thanks"),
        ("すごく助かります", "thanks"),
        ("参考になりました", "thanks"),
        ("ありがとう、家族で話し合ってみます", "thanks"),
        ("ありがとうございます。検討してみます", "thanks"),
        ("もう少し考えてみます", "thanks"),
        ("妻と相談してみますね", "thanks"),
        ("担当の人と電話で話したい", "person"),
        ("相談員さんと直接話したいです", "person"),
        ("はい", "yes"),
        ("いいえ", "no"),
        ("👍", "thanks"),
        ("🙏😊", "thanks"),
        ("😭", "emoji"),
        ("OK👌", "yes"),
        ("👌OK", "yes"),
        ("はーい🙋", "yes"),
        ("いいえ🙅", "no"),
        ("おk", "yes"),
        ("やっぱり予約はやめておきます", "cancel_booking"),
        ("面談は見送ります", "cancel_booking"),
        ("伝言はやっぱりなしで", "stop"),
        ("やっぱり書くのやめる", "stop"),
        ("メッセージは送りません", "stop"),
        ("キャンセルで", "stop"),
        ("ふーん", "heard"),
        ("思ったより安いですね", "heard"),
        ("うわ大変そう", "heard"),
        ("I see", "heard"),
        ("그렇군요", "heard"),
        ("そうなんですね", "yes"),
        ("本当に？", "sources"),
        ("いつの情報ですか", "sources"),
        ("出典は？", "sources"),
        ("その数字は正しいですか", "sources"),
        ("Is that true?", "sources"),
        ("真的吗", "sources"),
        ("よくわかりません", "unclear"),
        ("意味がわからない", "unclear"),
        ("もっとわかりやすく説明してください", "unclear"),
        ("どういうことですか？", "unclear"),
        ("むずかしくて わかりません", "unclear"),
        ("I don't understand", "unclear"),
        ("看不懂", "unclear"),
        ("무슨 말인지 모르겠어요", "unclear"),
        ("よやくを おねがいします", "book"),
        ("ひとに ききたい", "person"),
        ("我想跟真人說話", "person"),
        ("あ", "noise"),
        ("ｗｗｗ", "laugh"),
        ("笑", "laugh"),
        ("あはは", "laugh"),
        ("予約が取れているか確認したい", "my_booking"),
        ("いつ予約したか忘れました", "my_booking"),
        ("予約の番号がわからない", "my_booking"),
        ("面談の日時を忘れてしまいました", "my_booking"),
        ("明日行けなくなりました", "cancel_booking"),
        ("急用で面談に出られません", "cancel_booking"),
        ("予約を消してください", "cancel_booking"),
        ("面談を別の日にしてほしい", "change_booking"),
        ("予約の時間を遅らせたい", "change_booking"),
        ("面談を申し込みたい", "book"),
        ("空いている日を教えて", "book"),
        ("電話じゃなくて人に聞きたい", "person"),
        ("相談員はいますか", "person"),
        ("どんなことが聞けますか", "help"),
        ("使い方がわかりません", "help"),
        ("トップに戻る", "restart"),
        ("前の答えをもう一回見せて", "back"),
        ("なんでもありません", "stop"),
        ("また今度にします", "stop"),
        ("間違えて送りました", "stop"),
        ("いいえ違います", "wrong"),
        ("全然違う", "wrong"),
        ("必要ないです", "no"),
        ("I'd like to book an appointment", "book"),
        ("Can I talk to someone?", "person"),
        ("取消预约", "cancel_booking"),
        ("我想和真人说话", "person"),
        ("예약 취소", "cancel_booking"),
        ("처음부터", "restart"),
        ("thank you very much", "thanks"),
        ("asdf", "noise"),
        ("ASDFGH", "noise"),
        ("poiu", "noise"),
        ("あああああ", "noise"),
        ("11", "noise"),
        ("１１１１", "noise"),
    ],
)
def test_control_is_heard(text, wanted):
    assert control.read(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "市営住宅を予約したい",
        "お試し住宅の予約状況を確認したい",
        "予約の時間帯は何時から何時まで",
        "病院に行けなくなったらどうする",
        "How do I book a trial stay?",
        "我想预约看房",
        "保育園留学をキャンセルしたい",
        "電話回線は引けますか",
        "仕事をやめたい",
        "はい、家賃はいくらですか",
        "相談は予約が必要ですか",
        "予約なしで相談できますか",
        "小樽に戻りたい",
        "人を雇いたい",
        "職員になりたい",
        "しょくいんになりたい",
        "まえのいえ",
        "ひとがすくないですか",
        "引っ越しの日を変えたい",
        "連絡なしで行ってもいいですか",
        "予約なしで",
        "安いですか",
        "大変ですか",
        "移住の情報",
        "もっと安いのは",
        "早いですね",
        "本当に移住できますか",
        "仕組みがよくわからない",
        "何から始めればいいかわからない",
        "生きる意味がわからない",
        "日本語がわかりません",
        "開業は難しいですか",
        "111号室",
        "11月",
        "wifi",
        "DIY",
        "ああ",
        "家賃👌",
        "？？？",
        "",
    ],
)
def test_a_question_is_no_control(text):
    assert control.read(text) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("仕事", "jobs"),
        ("雪のこと", "winter"),
        ("家について", "housing"),
        ("しごとについて教えてください", "jobs"),
        ("こどものこと", "family"),
        ("学校", "family"),
        ("お金", "money"),
        ("お金のことを聞きたいです", "money"),
        ("病院", "health"),
        ("車", "traffic"),
        ("移住", "start"),
        ("家賃", None),
        ("給食", None),
        ("家を建てる", None),
        ("", None),
    ],
)
def test_topic_word_names_its_menu(text, topic):
    assert topic_words.topic(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "東京です",
        "東京から",
        "神奈川県横浜市です",
        "30代の夫婦です",
        "家族4人",
        "会社員です",
        "まだ決めていません",
        "埼玉",
        "大阪に住んでいます",
    ],
)
def test_facts_about_the_writer_ask_nothing(text):
    assert told.only_tells(text)


@pytest.mark.parametrize(
    "text",
    [
        "東京からの交通費",
        "子どもは？",
        "ひとり親です",
        "家賃",
        "東京から移住したい",
        "夫婦で住める家",
        "パート",
        "一人でも借りられますか",
        "",
    ],
)
def test_what_asks_or_names_a_thing_is_no_mere_fact(text):
    assert not told.only_tells(text)


@pytest.mark.parametrize("read", [control.read, topic_words.topic, told.only_tells])
@pytest.mark.parametrize(
    "piece",
    ["ています", "たい", "東京前", "一人", "だよ", "予約の日を", "教えてたい", "別の日", "かな", "please talk to a "],
)
def test_repeated_words_are_read_at_once(read, piece):
    started = time.perf_counter()
    for length in (29, 39, 59):
        read((piece * 60)[:length] + "ぬ")

    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("text", json.loads((WIRE / "withdrawals.json").read_text(encoding="utf-8")))
def test_words_that_take_back_a_message_stop_the_talk_about_it(text):
    assert control.read(text) == "stop"
