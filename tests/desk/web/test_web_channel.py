from __future__ import annotations

import threading

import pytest

from tests.desk.api import Api


def send(browser, text: str = "家を借りたい", client_id: str = "c1", **body):
    return browser.post("/api/web/messages", json={"client_id": client_id, "text": text} | body)


def test_a_conversation_begins_with_a_greeting_that_says_it_is_automatic(api: Api) -> None:
    begun = api.http.post("/api/web/conversations")

    assert begun.status_code == 201
    assert "自動でお答えします" in begun.json()["greeting"]["parts"][0]["text"]
    offered = [choice["label"] for choice in begun.json()["greeting"]["parts"][1]["choices"]]
    assert len(offered) == 10
    assert "相談を予約する" in offered


def test_messages_come_back_by_rising_numbers(api: Api) -> None:
    visitor = api.visitor()
    seq = send(visitor).json()["seq"]

    found = visitor.get("/api/web/messages", params={"after": 1}).json()

    assert [m["seq"] for m in found["messages"]] == [seq]
    assert found["messages"][0]["client_id"] == "c1"
    assert found["state"]["holder"] == "bot"


def test_twenty_posts_of_one_message_at_once_are_one_message(api: Api) -> None:
    visitor = api.visitor()
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(send(visitor))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {a.status_code for a in answers} == {202}
    assert len({a.json()["seq"] for a in answers}) == 1
    assert len(visitor.get("/api/web/messages").json()["messages"]) == 2


def test_one_visitor_never_reads_or_writes_anothers_conversation(api: Api) -> None:
    visitor, other = api.visitor(), api.visitor()
    send(visitor, "わたしだけの話")

    assert "わたしだけの話" not in other.get("/api/web/messages").text
    offered = visitor.get("/api/web/messages").json()["messages"][0]["parts"][1]["choices"][0]["id"]
    assert send(other, text=None, choice=offered).status_code == 422


@pytest.mark.parametrize("token", ["", "x", "Bearer", "Bearer ", "Bearer made-up", "Basic abc"])
def test_an_unknown_token_opens_nothing(api: Api, token: str) -> None:
    answer = api.http.get("/api/web/messages", headers={"authorization": token})

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unknown_token")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_id": "c1"},
        {"client_id": "", "text": "x"},
        {"client_id": "a b", "text": "x"},
        {"client_id": 5, "text": "x"},
        {"client_id": "c1", "text": 5},
        {"client_id": "c1", "text": ""},
        {"client_id": "c1", "text": " \n"},
        {"client_id": "c1", "text": "\x00"},
        {"client_id": "c1", "text": "あ" * 1_001},
        {"client_id": "c1", "text": "\u200b\u3164\ufe0f"},
        {"client_id": "c1", "text": "x", "choice": "y"},
        {"client_id": "c1", "choice": "never-offered"},
        [],
        "text",
    ],
)
def test_wrong_messages_are_refused_and_nothing_is_stored(api: Api, body: object) -> None:
    visitor = api.visitor()

    answer = visitor.post("/api/web/messages", json=body)

    assert answer.status_code == 422
    assert answer.json()["error"]["message"]
    assert len(visitor.get("/api/web/messages").json()["messages"]) == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 422),
        (b'{"client_id": "c1", "text": "\xff\xfe"}', 400),
        (b'{"client_id":"c1","text":"\\ud800"}', 422),
        (b"x" * 1_000_000, 413),
    ],
)
def test_broken_bodies_get_a_reason(api: Api, content: bytes, status: int) -> None:
    visitor = api.visitor()

    answer = visitor.post("/api/web/messages", content=content, headers={"content-type": "application/json"})

    assert answer.status_code == status
    assert answer.json()["error"]["code"]
    assert visitor.get("/api/web/messages").status_code == 200


def test_a_flood_is_answered_politely_and_others_are_served(api: Api) -> None:
    visitor, other = api.visitor(), api.visitor()

    statuses = [send(visitor, client_id=f"c{n}").status_code for n in range(25)]

    assert statuses.count(429) == 5
    assert send(other).status_code == 202


def test_erasing_ends_the_conversation(api: Api) -> None:
    visitor = api.visitor()
    send(visitor, "個人的な話")

    assert visitor.delete("/api/web/conversation").status_code == 204
    assert visitor.get("/api/web/messages").status_code == 401
    assert send(visitor).status_code == 401


def test_pages_and_scripts_forbid_foreign_code(api: Api) -> None:
    policy = api.http.get("/health/live").headers["content-security-policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_other_origins_are_let_in_only_by_name(tmp_path) -> None:
    api = Api(tmp_path, allowed_origins="https://www.city.example.lg.jp")
    ask = {"access-control-request-method": "POST"}

    good = api.http.options("/api/web/messages", headers={"origin": "https://www.city.example.lg.jp"} | ask)
    bad = api.http.options("/api/web/messages", headers={"origin": "https://evil.example"} | ask)

    assert good.headers["access-control-allow-origin"] == "https://www.city.example.lg.jp"
    assert "access-control-allow-origin" not in bad.headers
