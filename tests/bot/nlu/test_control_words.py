"""Words about the talk in English, Chinese and Korean: `bot.nlu.control_words`, heard through `bot.nlu.control`."""

from __future__ import annotations

import time

import pytest

from bot.nlu import control

WORDINGS = {
    "message": """
        leave a message | I'd like to leave a message | can I leave a message? | I want to send a message to the staff | please take a message | how do I leave a note for a consultant
        留言 | 我想留言 | 可以留言吗？ | 我要留個言 | 我想给工作人员留言 | 傳訊息給諮詢員 | 怎么留言
        메시지를 남기고 싶어요 | 메시지 남기기 | 메시지를 남길 수 있나요? | 상담원에게 메모를 남기고 싶습니다 | 전언을 남기고 싶어요 | 메시지 남겨도 되나요?
        伝言を残したい | メッセージをお願いします | 担当者に伝言を頼みたいのですが | 伝言できますか | 相談員さんにメッセージを送りたいです
    """,
    "book": """
        I would like to make an appointment with a consultant | can I book an online consultation? | how can I make an appointment? | is it possible to schedule a meeting | book a time
        我想预约在线咨询 | 怎么预约？ | 可以預約嗎 | 我想约个时间 | 想預約線上諮詢
        예약하고 싶어요 | 온라인 상담 예약하고 싶어요 | 예약 어떻게 하나요? | 예약할 수 있나요? | 상담 예약 | 예약 부탁드려요
    """,
    "cancel_booking": """
        I need to cancel the appointment please | I can't make it to my appointment | I’d like to cancel my booking | how do I cancel my appointment?
        取消预约 | 預約想取消 | 怎么取消预约 | 麻煩取消預約 | 我去不了预约了
        예약을 취소하고 싶어요 | 예약 취소할 수 있나요? | 예약한 거 취소해 주세요 | 예약 취소 부탁드립니다
    """,
    "change_booking": """
        can I change the time of my appointment | move my booking to another day | reschedule | I'd like to reschedule my appointment
        预约可以改时间吗 | 想改期 | 我想更改預約時間 | 能改到别的时间吗
        예약 시간을 바꾸고 싶어요 | 예약 날짜 변경 | 예약을 다른 날로 바꿔 주세요 | 예약 시간 변경할 수 있나요?
    """,
    "my_booking": """
        what time is my appointment? | show my appointments | I forgot when my appointment is | do I have an appointment?
        我的预约是几点 | 查看預約 | 我预约了哪天 | 我的預約是什麼時候？
        내 예약 | 제 예약 확인해 주세요 | 예약 시간이 언제인가요? | 예약 내역
    """,
    "person": """
        connect me to a consultant | can I speak to a human? | I want to talk to staff | is anyone there?
        我想和咨询员谈谈 | 請幫我轉接工作人員 | 找人工 | 可以跟工作人員說話嗎
        상담원과 상담하고 싶어요 | 담당자 연결해 주세요 | 사람 바꿔 주세요 | 직원과 통화하고 싶어요
    """,
    "phone": """
        what's the phone number | can I call you? | give me the phone number
        電話是多少 | 可以打电话吗 | 你们的电话是多少
        전화번호 알려 주세요 | 전화로 상담할 수 있나요? | 전화해도 되나요
    """,
    "help": """
        how do I use this? | show me the menu | what can I ask?
        使用方法 | 可以問什麼 | 你能做什么
        어떻게 사용해요? | 뭘 물어볼 수 있어요? | 메뉴 보여 주세요
    """,
    "restart": """
        go to the start | back to the menu | start over
        回到首页 | 重來 | 从头开始
        처음으로 돌아가기 | 다시 시작 | 처음부터 다시 할게요
    """,
    "back": """
        go back to the previous answer | previous answer | show me the last answer again
        返回上一步 | 上一个回答 | 回上一頁
        이전 답변 보여 주세요 | 이전 | 돌아가고 싶어요
    """,
    "stop": """
        I'm done | no more questions | end chat | that is all for now
        就这样 | 結束聊天 | 没有别的问题了
        종료 | 여기까지 할게요 | 이제 끝낼게요
    """,
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (text.strip(), wanted)
        for wanted, lines in WORDINGS.items()
        for line in lines.strip().splitlines()
        for text in line.split(" | ")
    ],
)
def test_the_talk_is_steered_in_many_words(text: str, wanted: str) -> None:
    assert control.read(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "how do I get a driver's license",
        "I have a question about subsidies",
        "can I book a trial house?",
        "I want to cancel my lease",
        "can I change my job",
        "I want to leave Tokyo",
        "what time does the office open",
        "is there anyone who can help me with moving?",
        "我想预约试住",
        "怎么找工作",
        "换工作",
        "没有车可以吗",
        "可以吗",
        "电话费多少",
        "取消租约",
        "打电话给房东",
        "집을 바꾸고 싶어요",
        "사람이 많나요",
        "예약 없이 방문해도 되나요",
        "전화 요금이 얼마예요",
        "취소 수수료가 있나요",
        "친구를 만나고 싶어요",
        "伝言ゲームをしたい",
        "メッセージアプリは使えますか",
    ],
)
def test_questions_stay_questions(text: str) -> None:
    assert control.read(text) is None


@pytest.mark.parametrize(
    "text", ["我想" * 30, "how can i " * 6, "상담" * 30, "예약" * 30, "可以能" * 20, "please " * 8, "伝言を残し" * 6]
)
def test_no_wording_takes_long(text: str) -> None:
    started = time.perf_counter()
    for _ in range(20):
        control.read(text)

    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "text", ["leave a message", "我想留言", "메시지를 남기고 싶어요", "cancel my appointment", "end chat"]
)
def test_what_names_the_talk_is_about_the_talk(text: str) -> None:
    assert control.is_about_the_talk(text)


@pytest.mark.parametrize("text", ["I want to end it all", "goodbye forever", "我想结束一切", "이제 그만할래요"])
def test_what_may_mean_more_is_not(text: str) -> None:
    assert not control.is_about_the_talk(text)
