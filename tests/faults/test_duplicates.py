"""The same thing sent many times at once through the doors: done once, and everybody gets the same answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.conversation_sql import tables as t
from desk.http.budgets import Budgets
from desk.http.limits import Limit
from tests.desk.api import Api
from tests.desk.line.phone import SECRET, event, poster, text
from tests.faults.checker import History, broken
from tests.faults.tally import Tally


@pytest.fixture
def api(tmp_path: Path, database_url: str) -> Iterator[Api]:
    opened = Api(tmp_path / "desk", database_url=database_url, line_channel_secrets=SECRET)
    yield opened
    opened.app.state.services.database.close()


def together(count: int, do: Callable[[], object]) -> list:
    """Do it so often, twenty at a time; returns what came back."""
    found: list = []
    start = threading.Barrier(20)

    def work() -> None:
        start.wait()
        found.extend(do() for _ in range(count // 20))

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def rows(api: Api, table) -> list:
    with api.app.state.services.database.read() as connection:
        return list(connection.execute(table.select()).mappings())


@pytest.fixture
def count(full: bool) -> int:
    return 100 if full else 20


class Unlimited(Budgets):
    """Nothing is too much: what is counted here is duplicates."""

    def allows(self, limit: Limit, key: str) -> bool:
        return True


def test_equal_hand_overs_are_one_case(api: Api, count: int, tally: Tally) -> None:
    api.replace(budgets=Unlimited())
    visitor = api.visitor()

    answers = together(count, lambda: api.hand_over(visitor.conversation_id, "w_1"))
    tally.add("equal hand-overs at once", count, api.app.state.services.database)

    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len({answer.json()["case_id"] for answer in answers}) == 1
    assert broken(api.app.state.services.database, History()) == []


def test_different_hand_overs_of_one_conversation_are_one_case(api: Api, count: int, tally: Tally) -> None:
    api.replace(budgets=Unlimited())
    visitor = api.visitor()

    answers = together(count, lambda: api.hand_over(visitor.conversation_id))
    tally.add("different hand-overs of one conversation at once", count, api.app.state.services.database)

    assert len({answer.json()["case_id"] for answer in answers}) == 1
    assert len(rows(api, t.cases)) == 1


def test_equal_line_events_are_one_turn(api: Api, count: int, tally: Tally) -> None:
    post, message = poster(api.http), text("家を借りたい")

    answers = together(count, lambda: post(message).status_code)
    tally.add("equal LINE messages at once", count, api.app.state.services.database)

    assert answers == [200] * count
    assert len(rows(api, t.turns)) == 1
    assert len([row for row in rows(api, t.messages) if row["author"] == "user"]) == 1


def test_equal_postbacks_are_one(api: Api, count: int, tally: Tally) -> None:
    post = poster(api.http)
    post(text("こんにちは"))
    tap = event("postback", postback={"data": "ask_person"})

    answers = together(count, lambda: post(tap).status_code)
    tally.add("equal LINE postbacks at once", count, api.app.state.services.database)

    assert answers == [200] * count
    assert len([row for row in rows(api, t.turns) if row["payload"]]) == 1


def test_equal_taps_in_the_widget_are_one(api: Api, count: int, tally: Tally) -> None:
    api.replace(budgets=Unlimited())
    visitor = api.visitor()
    body = {"client_id": "tap", "choice": "ask_person"}

    answers = together(count, lambda: visitor.post("/api/web/messages", json=body))
    tally.add("equal taps in the widget at once", count, api.app.state.services.database)

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["seq"] for answer in answers}) == 1
    assert len(rows(api, t.turns)) == 1


def test_first_messages_of_a_new_line_user_are_one_conversation(api: Api, count: int, tally: Tally) -> None:
    post, numbers = poster(api.http), iter(range(count))
    lock = threading.Lock()

    def send() -> int:
        with lock:
            number = next(numbers)
        return post(text(f"質問 {number}")).status_code

    answers = together(count, send)
    tally.add("first messages of a new person at once", count, api.app.state.services.database)

    assert answers == [200] * count
    assert len(rows(api, t.conversations)) == 1
    assert len([row for row in rows(api, t.messages) if row["author"] == "user"]) == count


def test_equal_replies_of_a_consultant_are_one(api: Api, count: int, tally: Tally) -> None:
    api.account()
    case_id = api.hand_over().json()["case_id"]
    desk = api.log_in()
    body = {"client_id": "r1", "text": "お待たせしました"}

    answers = together(count, lambda: desk.post(f"/api/console/cases/{case_id}/messages", json=body))
    tally.add("equal replies of a consultant at once", count, api.app.state.services.database)

    assert {answer.status_code for answer in answers} <= {200, 201, 202}
    assert len([row for row in rows(api, t.messages) if row["author"] == "consultant"]) == 1
