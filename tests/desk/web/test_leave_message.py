"""The form that takes a message: forgiving, checked before it is sent, stored once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.conversation import turns
from desk.conversation.turns import Reply
from desk.conversation_sql.turn_queue import SqlTurnQueue
from tests.desk.api import Api

HOLIDAY = "2026-11-23T10:00:00+09:00"
WIRE = Path(__file__).parents[2] / "wire"
FORM = json.loads((WIRE / "web_form_leave_message.json").read_text()) | {"client_id": "f1"}


@pytest.fixture
def closed(tmp_path, database_url: str) -> Iterator[Api]:
    """A desk on a holiday."""
    opened = Api(tmp_path / "closed", database_url=database_url, test_clock=HOLIDAY)
    yield opened
    opened.app.state.services.database.close()


def leave(browser, **change):
    return browser.post("/api/web/forms/leave_message", json=FORM | change)


def case_of(api: Api, visitor):
    return api.log_in().get("/api/console/cases", params={"state": "message_left"}).json()["cases"]


def test_a_message_left_is_a_case_with_a_receipt_and_the_address_that_was_agreed_to(
    closed: Api,
) -> None:
    closed.account()
    visitor = closed.visitor()

    answer = leave(visitor)

    assert answer.status_code == 202
    news = visitor.get("/api/web/messages", params={"after": 1}).json()
    mine, notice = news["messages"]
    assert mine["client_id"] == "f1"
    assert "犬と住める家" in mine["parts"][0]["text"]
    assert "migrant" not in mine["parts"][0]["text"]
    assert notice["parts"][0]["receipt"] == "OT-1123-01"
    assert "11月24日(火)" in notice["parts"][0]["text"]
    assert news["state"]["holder"] == "message_left"
    (case,) = case_of(closed, visitor)
    found = closed.log_in().get(f"/api/console/cases/{case['case_id']}").json()["case"]
    assert found["contact"]["kind"] == "email"
    shown = closed.log_in().post(f"/api/console/cases/{case['case_id']}/contact").json()
    assert shown["contact"] == {
        "kind": "email",
        "value": "migrant@example.jp",
        "name": "たろう",
    }
    assert found["consent"]["given"] is True
    assert "個人情報の取り扱い" in found["consent"]["text"]


def test_sent_again_it_is_the_same_message(closed: Api) -> None:
    closed.account()
    visitor = closed.visitor()

    first, second = leave(visitor), leave(visitor)

    assert first.json() == second.json()
    assert len(case_of(closed, visitor)) == 1
    assert len(visitor.get("/api/web/messages").json()["messages"]) == 3


def test_checking_stores_nothing_and_shows_what_would_be_sent(closed: Api) -> None:
    visitor = closed.visitor()

    answer = leave(visitor, send=False, contact_kind="phone", contact="０１３４ー３２ー４１１１")

    assert answer.status_code == 200
    assert answer.json()["checked"]["contact"] == "0134-32-4111"
    assert len(visitor.get("/api/web/messages").json()["messages"]) == 1


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"question": " \n"}, ["question"]),
        ({"question": "あ" * 1_001}, ["question"]),
        ({"contact": "あとで"}, ["contact"]),
        ({"contact": "a@"}, ["contact"]),
        ({"agreed": False}, ["agreed"]),
        ({"contact_kind": "phone", "contact": "123"}, ["contact"]),
        ({"question": "", "contact": "", "agreed": False}, ["question", "contact", "agreed"]),
    ],
)
def test_what_cannot_be_used_is_named_by_field_in_kind_words(closed: Api, change: dict, fields: list[str]) -> None:
    visitor = closed.visitor()

    answer = leave(visitor, **change)

    assert answer.status_code == 422
    told = answer.json()["error"]["fields"]
    assert [item["field"] for item in told] == fields
    assert all(item["message"].endswith(("ください。", "かまいません。")) for item in told)
    assert len(visitor.get("/api/web/messages").json()["messages"]) == 1


def test_without_an_address_nothing_needs_to_be_agreed_to(closed: Api) -> None:
    closed.account()
    visitor = closed.visitor()

    assert leave(visitor, contact_kind="chat", contact="", agreed=False).status_code == 202
    (case,) = case_of(closed, visitor)
    assert closed.log_in().get(f"/api/console/cases/{case['case_id']}").json()["case"]["contact"] is None


def test_a_second_message_adds_to_the_first_case(closed: Api) -> None:
    closed.account()
    visitor = closed.visitor()
    leave(visitor, contact_kind="chat", agreed=False)

    leave(visitor, client_id="f2", question="雪も心配です")

    (case,) = case_of(closed, visitor)
    found = closed.log_in().get(f"/api/console/cases/{case['case_id']}").json()["case"]
    assert found["question"] == "犬と住める家を春までに借りたいです\n雪も心配です"
    assert found["contact"]["kind"] == "email"


def test_in_opening_hours_it_calls_a_person(api: Api) -> None:
    visitor = api.visitor()

    leave(visitor)

    assert visitor.get("/api/web/messages").json()["state"]["holder"] == "queued"


def test_who_waits_in_the_queue_may_leave_a_message_and_add_an_address(api: Api) -> None:
    visitor = api.visitor()
    leave(visitor, contact_kind="chat", agreed=False)

    leave(visitor, client_id="f2")

    assert visitor.get("/api/web/messages").json()["state"]["holder"] == "message_left"


@pytest.mark.parametrize(
    "body",
    [{}, [], {"client_id": "a b"}, FORM | {"contact_kind": "fax"}, FORM | {"question": 5}],
)
def test_malformed_forms_are_refused(api: Api, body: object) -> None:
    assert api.visitor().post("/api/web/forms/leave_message", json=body).status_code == 422


def test_nobody_leaves_a_message_without_a_conversation(api: Api) -> None:
    assert api.http.post("/api/web/forms/leave_message", json=FORM).status_code == 401


def test_the_form_of_the_assistant_gets_its_words_and_the_last_question(api: Api) -> None:
    visitor = api.visitor()
    sent = visitor.post("/api/web/messages", json={"client_id": "c1", "text": "犬と住める家は？"})
    assert sent.status_code == 202
    store = api.app.state.services.store
    turn_queue = api.app.state.services.of(SqlTurnQueue)
    turn, outside_id = turn_queue.lease(api.app.state.services.clock.now())
    reply = Reply([[{"type": "form", "form": "leave_message"}]], {"label": "housing/rental_search"})

    with store.write() as tx:
        turns.record(tx, turn, reply, outside_id, api.app.state.services.clock.now())

    form = visitor.get("/api/web/messages").json()["messages"][-1]["parts"][0]
    sample = json.loads((WIRE / "web_message_form.json").read_text())["parts"][1]
    assert form.keys() == sample.keys()
    assert (form["type"], form["form"]) == (sample["type"], sample["form"])
    assert form["question"] == "犬と住める家は？"
    assert "小樽市の移住相談への回答" in form["purpose"]
    assert form["easy_purpose"].startswith(sample["easy_purpose"])
