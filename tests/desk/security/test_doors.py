"""Every door of the desk, found by asking the routers: a route that is added to one later is tested as well."""

from __future__ import annotations

import itertools
import json
import re
import socket
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from desk.channels.web import endpoints as web
from desk.channels.web import forms, mail
from desk.console import (
    accounts,
    answers,
    attachments,
    audit,
    canned,
    case_actions,
    cases,
    deliveries,
    events,
    hours,
    letters,
    login,
    notices,
    record,
    search,
    today,
    transcripts,
)
from tests.desk.api import Api
from tests.desk.line.phone import SECRET, event, poster

OPEN_TO_ALL = {"/api/console/login"}
HEADERS = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}


CONSOLE = [
    *(module.router for module in (accounts, answers, attachments, audit, canned)),
    *(module.router for module in (case_actions, cases)),
    *(module.router for module in (deliveries, events, hours, letters, login, record, search)),
    *(module.router for module in (notices, transcripts)),
    canned.api_router,
    today.router,
]


def routes(*routers: APIRouter) -> Iterator[tuple[str, str]]:
    """Yield (method, path with something in its holes)."""
    for route in itertools.chain.from_iterable(router.routes for router in routers):
        assert isinstance(route, APIRoute)
        for method in route.methods:
            yield method, re.sub(r"\{[^}]*\}", "1", route.path)


def test_the_list_of_routers_is_whole(api: Api) -> None:
    described = {path for path in api.app.openapi()["paths"] if "/console" in path}

    assert described <= {route.path for router in CONSOLE for route in router.routes}


@pytest.fixture
def api(tmp_path) -> Iterator[Api]:
    opened = Api(tmp_path, line_channel_secrets=SECRET)
    yield opened
    opened.app.state.database.close()


def test_no_route_of_the_console_opens_without_a_session(api: Api) -> None:
    asked = [pair for pair in routes(*CONSOLE) if pair[1] not in OPEN_TO_ALL]
    assert len(asked) > 20

    for method, path in asked:
        answer = api.http.request(method, path, json={}, follow_redirects=False)
        assert answer.status_code in {303, 401, 405}, (method, path, answer.status_code)


def test_no_change_is_made_without_the_csrf_token(api: Api) -> None:
    api.account(role="manager")
    boss = api.log_in()
    del boss.headers["x-csrf-token"]
    changing = [
        pair
        for pair in routes(*CONSOLE)
        if pair[0] not in {"GET", "HEAD"} and pair[1] not in OPEN_TO_ALL
    ]
    assert len(changing) > 10

    for method, path in changing:
        for token in ("", "guessed"):
            answer = boss.request(method, path, json={}, headers={"x-csrf-token": token})
            assert answer.status_code == 403, (method, path, answer.status_code)
        form = boss.request(method, path, data={"csrf": "guessed"})
        assert form.status_code == 403, (method, path)


def test_no_route_of_a_migrant_opens_with_a_made_up_token(api: Api) -> None:
    visitor = api.visitor()
    for method, path in routes(web.router, forms.router, mail.router):
        # A one-time link brings its own proof.
        if path.endswith(("/conversations", "/links", "/1")):
            continue
        for token in ("", visitor.conversation_id, "x" * 43, "Bearer", "null"):
            answer = api.http.request(
                method, path, json={}, headers={"authorization": f"Bearer {token}"}
            )
            assert answer.status_code == 401, (method, path, token)


@pytest.mark.parametrize(
    "path", ["/", "/chat", "/console", "/nothing", "/api/web/nothing", "/health/live", "/widget.js"]
)
def test_every_answer_carries_the_headers(api: Api, path: str) -> None:
    answer = api.http.get(path)

    for name, value in HEADERS.items():
        assert value in answer.headers[name]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json", "/docs"])
def test_what_is_not_for_the_public_says_nothing_of_people(api: Api, path: str) -> None:
    api.visitor().post("/api/web/messages", json={"client_id": "c", "text": "ひみつの話"})

    assert "ひみつ" not in api.http.get(path).text


BODIES = {
    "deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "deep list": b"[" * 30_000,
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(5_000)) + b"}",
    "not a number": b'{"client_id":"a","text":NaN}',
    "duplicate keys": b'{"client_id":"a","client_id":"b","text":"x","text":"y"}',
    "NUL": b'{"client_id":"a","text":"\\u0000"}',
    "lone surrogate": b'{"client_id":"a","text":"\\udfff"}',
    "not UTF-8": b'{"client_id":"a","text":"\xc3\x28"}',
    "UTF-16": '{"client_id":"a","text":"x"}'.encode("utf-16"),
    "combining marks": json.dumps({"client_id": "a", "text": "か" + "\u3099" * 20_000}).encode(),
    "long number": b'{"client_id":' + b"9" * 5_000 + b"}",
    "gzip": b"\x1f\x8b\x08\x00" + b"\x00" * 100,
    "nothing": b"",
    "too large": b" " * 2_000_000,
}


# Of equal keys the last holds, and JSON may come in UTF-16: a message like any other.
HARMLESS = {"duplicate keys", "UTF-16"}


@pytest.mark.parametrize("name", BODIES)
def test_no_body_breaks_a_door(api: Api, name: str) -> None:
    api.account()
    sato, visitor = api.log_in(), api.visitor()
    for browser, path in (
        (visitor, "/api/web/messages"),
        (sato, "/api/console/cases/1/messages"),
        (sato, "/api/console/cases/1/notes"),
        (api.http, "/api/console/login"),
        (api.http, "/webhooks/handoff"),
        (api.http, "/webhooks/line"),
    ):
        answer = browser.post(
            path, content=BODIES[name], headers={"content-type": "application/json"}
        )
        if name in HARMLESS and browser is visitor:
            assert answer.status_code in {202, 422}
            continue
        assert answer.status_code in {400, 401, 404, 413, 422}, (path, answer.text[:200])
        assert answer.json()["error"]["message"]
    assert visitor.get("/api/web/messages").status_code == 200


def test_nothing_that_people_send_makes_the_desk_call_out(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*address: object) -> None:
        raise AssertionError(f"the desk calls {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    provider = {"type": "external", "originalContentUrl": "http://169.254.169.254/latest"}
    urls = "http://127.0.0.1:5005/ http://[::1]/ http://0x7f.1/ file:///etc/passwd gopher://x/"

    line = poster(api.http)(
        event(message={"id": "1", "type": "image", "contentProvider": provider})
    )
    web = api.visitor().post("/api/web/messages", json={"client_id": "c", "text": urls})
    case = api.hand_over(question=urls)

    assert (line.status_code, web.status_code, case.status_code) == (200, 202, 201)
