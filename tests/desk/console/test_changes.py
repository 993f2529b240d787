"""The console without an event stream: asking, and being answered when something happens."""

from __future__ import annotations

import threading

import pytest

from desk.cases import events
from desk.content.worker import ContentWorker
from tests.desk.api import PASSWORD, Api


@pytest.fixture
def sato(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(events, "WAIT_SECONDS", 2.0)
    # Nothing here asks for an answer, and bringing the pack is most of what running this desk would take.
    monkeypatch.setattr(ContentWorker, "look", lambda _: None)
    api.account()
    with api.http as browser:
        # The same client all the time: its requests and the signal share one event loop, as in a server.
        login = {"email": "sato@example.jp", "password": PASSWORD}
        answer = browser.post("/api/console/login", json=login)
        browser.headers["x-csrf-token"] = answer.json()["csrf"]
        yield browser


def ask(browser, after: str = "") -> dict:
    answer = browser.get("/api/console/changes", params={"after": after})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_first_answer_says_to_read_everything(sato) -> None:
    first = ask(sato)

    assert [event["event"] for event in first["events"]] == ["cases"]
    assert ask(sato, first["next"])["events"] == []


def test_a_change_during_the_wait_is_told_at_once(api: Api, sato, monkeypatch) -> None:
    after = ask(sato)["next"]
    # Longer than any machine needs: the answer comes because of the change, not because the wait is over.
    monkeypatch.setattr(events, "WAIT_SECONDS", 120.0)
    timer = threading.Timer(0.2, api.hand_over)
    timer.start()

    answer = ask(sato, after)

    timer.join()
    assert "cases" in [event["event"] for event in answer["events"]]


def test_what_happened_between_two_questions_is_told_by_the_next(api: Api, sato) -> None:
    case_id = api.hand_over().json()["case_id"]
    after = ask(sato)["next"]
    sato.post(f"/api/console/cases/{case_id}/notes", json={"text": "急ぎ"})

    answer = ask(sato, after)

    assert [e["data"]["note"]["text"] for e in answer["events"] if e["event"] == "note"] == ["急ぎ"]
    assert ask(sato, answer["next"])["events"] == []


@pytest.mark.parametrize("mark", ["x.1", "abc", "9" * 40, ".."])
def test_a_mark_of_another_start_means_to_read_again(sato, mark: str) -> None:
    assert ask(sato, mark)["events"] == [{"event": "cases", "data": {}}]


def test_nobody_hears_without_a_session(api: Api, sato) -> None:
    after = ask(sato)["next"]
    sato.post("/api/console/logout", json={})

    assert sato.get("/api/console/changes", params={"after": after}).status_code == 401
