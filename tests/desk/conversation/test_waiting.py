"""Waiting can be left at any time, by the bar, by a choice and by words; a message can be withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.conversation import assignment, desk_choices, message_parts, waiting
from desk.conversation.models import Author, State
from desk.conversation.waiting import Wish
from tests.desk.conftest import CLOSED, SATO
from tests.desk.conversation.passage import Desk

WIRE = Path(__file__).resolve().parents[2] / "wire"


@pytest.mark.parametrize(
    "words",
    [
        "待つのをやめる",
        "待つのやめます",
        "もういいです",
        "やっぱりいいです",
        "すみません、やっぱり大丈夫です",
        "やめます",
        "キャンセル",
        "もう待てない",
        "取り消してもらえますか？",
        "自動応答に戻して",
        "何でもないです",
        "まつのを やめる",
        "ヤメル",
        "もう まてない",
        "stop",
        "ｷｬﾝｾﾙ",
        "やっぱりいいや",
        "もういいや",
        "また今度にします",
        "子どもが起きちゃったのでまた今度にします",
        "仕事に戻らないといけないから、待つのやめます",
        "今日はここまでにします",
        "I don't want to wait any more",
        "Sorry, I have to go.",
        "never mind",
        "不等了",
        "算了，謝謝",
        "不用等了",
        "我等不了了",
        "그만 기다릴게요",
    ],
)
def test_these_words_stop_waiting(words: str) -> None:
    assert waiting.read(words) is Wish.STOP


@pytest.mark.parametrize(
    "words",
    [
        "やっぱり伝言はやめます",
        "伝言を取り消したい",
        "伝言の取り消し",
        "メッセージを取り下げたいです",
        "さっきの伝言、なしでお願いします",
        "でんごんを とりけしたい",
        "Please cancel my message",
        "取消我的留言",
        "메시지 취소해 주세요",
    ],
)
def test_these_words_withdraw_a_message(words: str) -> None:
    assert waiting.read(words) is Wish.WITHDRAW


@pytest.mark.parametrize("words", json.loads((WIRE / "withdrawals.json").read_text(encoding="utf-8")))
def test_what_the_assistant_hears_as_the_end_of_a_message_withdraws_it(words: str) -> None:
    assert waiting.read(words) is Wish.WITHDRAW


@pytest.mark.parametrize(
    "words",
    [
        "伝言を残す",
        "伝言を残したいです",
        "伝言にします",
        "メッセージを預けたい",
        "I'd like to leave a message",
        "我想留言",
        "메시지 남길게요",
    ],
)
def test_these_words_leave_a_message(words: str) -> None:
    assert waiting.read(words) is Wish.LEAVE_MESSAGE


@pytest.mark.parametrize(
    "words",
    [
        "予約したいです",
        "やっぱり予約にしてください",
        "面談の予約とれますか、オンラインがいい",
        "予約できますか？",
        "I'd like to book an appointment instead",
        "我想預約諮詢",
        "상담 예약할게요",
    ],
)
def test_these_words_may_want_an_appointment_instead(words: str) -> None:
    assert waiting.read(words) is Wish.BOOK


@pytest.mark.parametrize(
    "words",
    [
        "",
        "先週予約をキャンセルしたので",
        "しばらく待ってから移住したい",
        "Can I cancel the rent contract?",
        "等一下可以嗎",
        "大丈夫です",
        "大丈夫ですか",
        "いいですか",
        "もういいですか？",
        "キャンセルできるのでしょうか",
        "予約をキャンセルしたい",
        "引っ越しをやめたい",
        "いい家はありますか",
        "保育園の申し込みを取り消したいのですが、どうすればいいですか",
        "犬と住める家をさがしています",
        "はい",
    ],
)
def test_other_words_are_for_the_consultant(words: str) -> None:
    assert waiting.read(words) is None


class TestQueue:
    def test_what_is_written_is_confirmed_once_with_both_ways_out(self, desk: Desk) -> None:
        desk.hand_over()
        for number in range(3):
            desk.say("犬もいます", f"m{number}")

        reached = [m for m in desk.messages(Author.SYSTEM) if m.parts[0].get("kind") == "reached"]
        assert len(reached) == 1
        assert "相談員に届きました" in reached[0].parts[0]["text"]
        assert [c["label"] for c in reached[0].parts[1]["choices"]] == ["待つのをやめる", "伝言を残す"]

    def test_another_wait_is_confirmed_anew(self, desk: Desk) -> None:
        desk.hand_over("w1")
        desk.say("犬もいます", "m1")
        desk.say("もういいです", "m2")
        desk.hand_over("w2")
        desk.say("猫もいます", "m3")

        assert sum(m.parts[0].get("kind") == "reached" for m in desk.messages(Author.SYSTEM)) == 2

    def test_typed_words_stop_it_after_any_message(self, desk: Desk) -> None:
        desk.hand_over()
        desk.say("犬もいます", "m1")
        desk.say("もういいです", "m2")

        assert desk.holder().state is State.BOT
        assert "呼び出しを取りやめました" in desk.messages(Author.SYSTEM)[-1].text
        assert desk.turn_queue.lease(desk.clock.now()) is None, "the assistant has nothing to answer"

    @pytest.mark.parametrize(("choice", "state"), [("cancel_wait", State.BOT), ("leave_message", State.MESSAGE_LEFT)])
    def test_the_buttons_of_the_bar_work_whatever_was_said(self, desk: Desk, choice: str, state: State) -> None:
        desk.hand_over()
        desk.say("犬もいます", "m1")
        desk.say("", "m2", choice=choice)

        assert desk.holder().state is state

    def test_typed_words_leave_a_message_with_the_form_on_the_web(self, desk: Desk) -> None:
        desk.hand_over()
        desk.say("伝言を残したいです", "m1")

        assert desk.holder().state is State.MESSAGE_LEFT
        assert desk.messages(Author.SYSTEM)[-1].parts[0]["form"] == "leave_message"

    def test_an_appointment_takes_the_place_of_the_wait_where_it_is_wanted(self, desk: Desk) -> None:
        desk.hand_over()
        desk.say("やっぱり予約できますか", "m1")
        assert desk.holder().state is State.QUEUED, "nobody is sent away by a question"
        offered = desk.messages(Author.SYSTEM)[-1].parts
        assert offered[0]["kind"] == "book_instead"

        desk.say("", "m2", choice=desk.choice_id("予約に切り替える"))

        assert desk.holder().state is State.BOT
        turn, _ = desk.turn_queue.lease(desk.clock.now())
        assert turn.payload == "/request_booking"

    def test_a_tap_on_it_after_somebody_came_stays_with_them(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.say("予約したいです", "m1")
        desk.do(assignment.claim, case["case_id"], SATO)
        desk.say("", "m2", choice=desk.choice_id("予約に切り替える"))

        assert desk.holder().state is State.CONSULTANT
        assert desk.turn_queue.lease(desk.clock.now()) is None

    def test_with_a_consultant_all_words_are_theirs(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.do(assignment.claim, case["case_id"], SATO)
        desk.say("もういいです", "m1")
        desk.say("", "m2", choice="cancel_wait")

        assert desk.holder().state is State.CONSULTANT


class TestMessage:
    def test_it_is_withdrawn_by_words(self, desk: Desk) -> None:
        left = desk.hand_over(situation=CLOSED)
        desk.say("やっぱり伝言はやめます", "m1", situation=CLOSED)

        assert desk.holder().state is State.BOT
        assert f"伝言を取りやめました（受付番号 {left['receipt']}）" in desk.messages(Author.SYSTEM)[-1].text
        with desk.store.read() as tx:
            assert tx.open_case(desk.id) is None

    @pytest.mark.parametrize(
        ("label", "state"), [("伝言を取りやめる", State.BOT), ("そのままにする", State.MESSAGE_LEFT)]
    )
    def test_words_that_may_mean_it_are_asked_about(self, desk: Desk, label: str, state: State) -> None:
        desk.hand_over(situation=CLOSED)
        desk.say("やめます", "m1", situation=CLOSED)
        assert desk.holder().state is State.MESSAGE_LEFT
        with desk.store.read() as tx:
            assert "やめます" not in tx.open_case(desk.id).question

        desk.say("", "m2", choice=desk.choice_id(label), situation=CLOSED)

        assert desk.holder().state is state

    def test_questions_are_still_answered_by_the_assistant(self, desk: Desk) -> None:
        desk.hand_over(situation=CLOSED)
        desk.say("家賃はいくらですか", "m1", situation=CLOSED)

        turn, _ = desk.turn_queue.lease(desk.clock.now())
        assert turn.text == "家賃はいくらですか"


def test_with_the_bot_the_same_words_go_to_the_assistant(desk: Desk) -> None:
    desk.say("やめます", "m1")

    turn, _ = desk.turn_queue.lease(desk.clock.now())
    assert turn.text == "やめます"


def test_the_choices_of_the_bar_are_those_of_the_notices() -> None:
    offered = {(c.label, c.payload) for c in map(desk_choices.always, ("cancel_wait", "leave_message")) if c}

    assert offered == {message_parts.CANCEL_WAIT, message_parts.LEAVE_MESSAGE}
