"""One-time links: they open one conversation on another device, for a while from their first use on, within a week."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from desk.conversation import links
from tests.desk.api import Api, client_of


def make(api: Api, conversation_id: str) -> str:
    with api.app.state.services.store.write() as tx:
        address = links.make(tx, conversation_id, api.app.state.services.clock.now(), "https://chat.example.jp/")
    found = re.fullmatch(r"https://chat\.example\.jp/chat#open=([\w-]{43})", address)
    assert found is not None
    return found[1]


def use(api: Api, code: str) -> TestClient:
    other = client_of(api.app)
    opened = other.post("/api/web/links", json={"code": code})
    assert opened.status_code == 200, opened.text
    other.headers["authorization"] = f"Bearer {opened.json()['token']}"
    return other


def later(api: Api, **duration: float) -> None:
    api.app.state.services.clock.pass_by(**duration)


def test_a_link_opens_the_conversation_on_another_device_and_the_first_keeps_its_own_way(
    api: Api,
) -> None:
    visitor = api.visitor()
    other = use(api, make(api, visitor.conversation_id))

    other.post("/api/web/messages", json={"client_id": "a", "text": "ただいま"})

    for device in (visitor, other):
        said = device.get("/api/web/messages").json()["messages"]
        assert said[-1]["parts"][0]["text"] == "ただいま"


def test_a_filter_that_opens_a_link_leaves_it_to_the_person_for_a_while(api: Api, clock) -> None:
    api.replace(clock=clock)
    code = make(api, api.visitor().conversation_id)
    use(api, code)

    later(api, minutes=14)
    use(api, code)
    later(api, minutes=2)
    again = api.http.post("/api/web/links", json={"code": code})

    assert again.status_code == 410
    assert "使用ずみ" in again.json()["error"]["message"]


def test_a_fresh_link_opens_few_devices(api: Api, clock) -> None:
    api.replace(clock=clock)
    code = make(api, api.visitor().conversation_id)
    for _ in range(links.MOST_USES):
        use(api, code)

    assert api.http.post("/api/web/links", json={"code": code}).status_code == 410


def test_a_link_is_good_for_a_week(api: Api, clock) -> None:
    api.replace(clock=clock)
    code = make(api, api.visitor().conversation_id)

    later(api, days=7, seconds=1)

    assert api.http.post("/api/web/links", json={"code": code}).status_code == 410


def test_a_link_for_ones_own_phone_is_good_for_a_quarter_of_an_hour(api: Api, clock) -> None:
    api.replace(clock=clock)
    visitor = api.visitor()

    def made() -> str:
        answer = visitor.post("/api/web/links/own")
        assert answer.status_code == 201
        return str(answer.json()["address"]).partition("#open=")[2]

    phone = use(api, made())
    assert phone.get("/api/web/messages").json() == visitor.get("/api/web/messages").json()
    late = made()
    later(api, minutes=16)
    assert api.http.post("/api/web/links", json={"code": late}).status_code == 410


def test_a_code_that_never_was_opens_nothing(api: Api) -> None:
    assert api.http.post("/api/web/links", json={"code": "x" * 43}).status_code == 410


def test_erasing_closes_links_and_other_devices(api: Api) -> None:
    visitor = api.visitor()
    unused = make(api, visitor.conversation_id)
    other = use(api, make(api, visitor.conversation_id))

    visitor.delete("/api/web/conversation")

    assert other.get("/api/web/messages").status_code == 401
    assert api.http.post("/api/web/links", json={"code": unused}).status_code == 410


def test_neither_code_nor_token_is_stored_as_it_is(api: Api) -> None:
    code = make(api, api.visitor().conversation_id)
    other = use(api, code)
    token = other.headers["authorization"].removeprefix("Bearer ")

    with api.app.state.services.database.read() as connection:
        stored = [
            str(row)
            for table in ("links", "web_keys")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - a fixed list
        ]

    assert stored
    assert not [row for row in stored if code in row or token in row]
