"""Wishes about the conversation itself, by form: `bot.nlu.control`."""

from __future__ import annotations

import pytest

from bot.nlu import control


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
        ("どうもありがとうございました！", "thanks"),
        ("大丈夫です", "thanks"),
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
        ("ｗｗｗ", "laugh"),
        ("笑", "laugh"),
        ("あはは", "laugh"),
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
        "保育園留学をキャンセルしたい",
        "電話回線は引けますか",
        "仕事をやめたい",
        "はい、家賃はいくらですか",
        "相談は予約が必要ですか",
        "予約なしで相談できますか",
        "小樽に戻りたい",
        "人を雇いたい",
        "職員になりたい",
        "引っ越しの日を変えたい",
        "連絡なしで行ってもいいですか",
        "予約なしで",
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
    ("text", "topic"), [("仕事", "jobs"), ("雪のこと", "winter"), ("家について", "housing"), ("家賃", None), ("", None)]
)
def test_topic_word_names_its_menu(text, topic):
    assert control.topic(text) == topic
