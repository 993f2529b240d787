"""What a migrant has with the office, in one place: appointments to come with their pages, and what was asked of consultants."""

from __future__ import annotations

from desk.http import limits
from tests.desk.booking.conftest import Desk


def mine(visitor) -> dict:
    answer = visitor.post("/api/web/mine")
    assert answer.status_code == 200, answer.text
    return answer.json()


def path_of(address: str) -> str:
    return address.partition("8000")[2]


def test_who_has_nothing_sees_nothing(desk: Desk) -> None:
    assert mine(desk.api.visitor()) == {"appointments": [], "messages": []}


def test_an_appointment_stands_there_with_its_page_and_the_ways_to_change_and_cancel_it(desk: Desk) -> None:
    visitor = desk.api.visitor()
    desk.booked(visitor.conversation_id)

    (found,) = mine(visitor)["appointments"]

    assert found["text"] == "11月25日(水) 10:00〜11:00"
    assert found["method"] == "オンライン"
    assert found["receipt"] == "YO-1124-01"
    assert "この日時でお待ちしています" in desk.http.get(path_of(found["page_url"])).text
    assert "方法" in desk.http.get(path_of(found["change_url"])).text
    assert "予約を取り消しますか" in desk.http.get(path_of(found["cancel_url"])).text
    assert desk.http.get(path_of(found["calendar_url"])).text.startswith("BEGIN:VCALENDAR")


def test_nothing_of_who_comes_leaves(desk: Desk) -> None:
    visitor = desk.api.visitor()
    desk.booked(visitor.conversation_id)

    text = visitor.post("/api/web/mine").text

    assert not [private for private in ("たろう", "taro", "家のこと") if private in text]


def test_a_cancelled_appointment_and_one_of_somebody_else_are_not_there(desk: Desk) -> None:
    visitor, other = desk.api.visitor(), desk.api.visitor()
    path = desk.booked(visitor.conversation_id)
    desk.booked(other.conversation_id, contact="hanako@example.jp", at="2026-11-26T10:00")
    desk.post(f"{path}/cancel", sequence="0")

    assert mine(visitor)["appointments"] == []
    assert [item["text"] for item in mine(other)["appointments"]] == ["11月26日(木) 10:00〜11:00"]


def test_a_message_stands_there_with_its_receipt_until_it_is_closed(desk: Desk) -> None:
    visitor = desk.api.visitor()
    receipt = desk.api.hand_over(visitor.conversation_id, question="犬と住める家は？").json()["receipt"]

    (found,) = mine(visitor)["messages"]

    assert (found["receipt"], found["question"], found["can_withdraw"]) == (receipt, "犬と住める家は？", True)
    assert found["state"] == "相談員を呼んでいます"
    visitor.post("/api/web/messages", json={"client_id": "c", "choice": "cancel_wait"})
    (found,) = mine(visitor)["messages"]
    assert (found["state"], found["can_withdraw"]) == ("終わりました", False)


def test_a_long_question_is_cut(desk: Desk) -> None:
    visitor = desk.api.visitor()
    desk.api.hand_over(visitor.conversation_id, question="あ" * 500)

    (found,) = mine(visitor)["messages"]

    assert found["question"] == "あ" * 80 + "…"


def test_looks_are_limited(desk: Desk) -> None:
    visitor = desk.api.visitor()
    answers = [visitor.post("/api/web/mine").status_code for _ in range(limits.OWN_LIST.most + 1)]

    assert answers[-1] == 429
    assert set(answers[:-1]) == {200}
