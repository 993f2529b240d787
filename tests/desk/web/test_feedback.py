"""What readers say of an answer, in place: it is counted, listed to staff, and adds no word to the talk."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from desk.content.service import Reports
from desk.conversation import message_parts, texts
from desk.conversation.models import Author
from tests.desk.api import Api

ANSWER = {
    "type": "answer",
    "label": "housing/rent_cost",
    "title": "家賃",
    "text": "3万円",
    "sources": [],
    "checked": "2026-11-23",
}


def answered(api: Api) -> tuple[TestClient, int, dict[str, str]]:
    """A visitor with an answer; its number, and the ids of はい and いいえ."""
    visitor = api.visitor()
    asked = message_parts.choices("resolved", ("はい", "desk:resolved:yes"), ("いいえ", "desk:resolved:no"))
    services = api.app.state.services
    with services.store.write() as tx:
        said = tx.append(visitor.conversation_id, Author.BOT, texts.BOT_NAME, [ANSWER, asked], services.clock.now())
    shown = visitor.get("/api/web/messages").json()["messages"][-1]
    return visitor, said.seq, {choice["label"]: choice["id"] for choice in shown["parts"][1]["choices"]}


def events(api: Api) -> list[str]:
    with api.app.state.services.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT kind FROM events ORDER BY id").scalars())


def reports(api: Api) -> list[tuple[str, str]]:
    return [(found.label, found.words) for found in api.app.state.services.of(Reports).waiting()]


@pytest.mark.parametrize(("label", "kind"), [("はい", "resolved"), ("いいえ", "not_resolved")])
def test_a_rating_is_counted_and_says_nothing(api: Api, label: str, kind: str) -> None:
    visitor, seq, ids = answered(api)

    assert visitor.post("/api/web/ratings", json={"choice": ids[label]}).status_code == 204

    assert events(api)[-1] == kind
    assert visitor.get("/api/web/messages").json()["messages"][-1]["seq"] == seq


@pytest.mark.parametrize("choice", ["ask_person", "ch_99", "x"])
def test_what_asks_something_else_is_no_rating(api: Api, choice: str) -> None:
    visitor, _, _ = answered(api)

    assert visitor.post("/api/web/ratings", json={"choice": choice}).status_code == 422


def test_a_report_is_kept_masked_once_for_each_answer(api: Api) -> None:
    visitor, seq, _ = answered(api)

    visitor.post("/api/web/reports", json={"seq": seq})
    visitor.post("/api/web/reports", json={"seq": seq, "words": "今は4万円です。090-1234-5678 まで"})

    ((label, words),) = reports(api)
    assert label == "housing/rent_cost"
    assert "4万円" in words
    assert "1234" not in words


@pytest.mark.parametrize("seq", [1, 99])
def test_what_is_no_answer_cannot_be_wrong(api: Api, seq: int) -> None:
    visitor, _, _ = answered(api)

    assert visitor.post("/api/web/reports", json={"seq": seq}).status_code == 422
    assert reports(api) == []


def test_the_office_sees_a_report_and_takes_it_off_the_list(api: Api) -> None:
    visitor, seq, _ = answered(api)
    visitor.post("/api/web/reports", json={"seq": seq, "words": "古い<b>値段</b>です"})
    api.account()
    office = api.log_in()

    page = office.get("/console/review", params={"kind": "reported"})
    assert "古い&lt;b&gt;値段&lt;/b&gt;です" in page.text
    assert "読んだ人からの知らせ 1" in page.text
    (found,) = api.app.state.services.of(Reports).waiting()
    done = office.post(f"/console/review/reports/{found.id}", data={"csrf": office.headers["x-csrf-token"]})

    assert done.status_code == 200, done.text
    assert reports(api) == []
    assert "読んだ人からの知らせ 0" in done.text


def test_an_erased_talk_leaves_no_report(api: Api) -> None:
    visitor, seq, _ = answered(api)
    visitor.post("/api/web/reports", json={"seq": seq, "words": "ちがいます"})

    visitor.delete("/api/web/conversation")

    assert reports(api) == []
