"""What every answer carries, and what no body that is sent can do."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.api import Api
from tests.desk.line.phone import SECRET, event, poster


@pytest.fixture
def api(tmp_path) -> Iterator[Api]:
    opened = Api(tmp_path, line_channel_secrets=SECRET)
    yield opened
    opened.app.state.services.database.close()


HEADERS = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}


@pytest.mark.parametrize(
    "path", ["/", "/chat", "/console", "/nothing", "/api/web/nothing", "/health/live", "/widget.js"]
)
def test_every_answer_carries_the_headers(api: Api, path: str) -> None:
    answer = api.http.get(path)

    for name, value in HEADERS.items():
        assert value in answer.headers[name]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/api/web/messages", "/api/console/cases", "/api/console/session", "/api/web/nothing"]
)
def test_what_is_answered_to_one_person_is_kept_nowhere(api: Api, path: str) -> None:
    api.account()
    both = {**api.log_in().headers, "authorization": api.visitor().headers["authorization"]}

    assert api.http.get(path, headers=both).headers["cache-control"] == "no-store"
    assert "no-store" not in api.http.get("/widget.js").headers.get("cache-control", "")


def test_where_people_come_by_https_browsers_come_by_nothing_else(tmp_path: Path) -> None:
    plain, safe = Api(tmp_path / "a"), Api(tmp_path / "b", public_url="https://chat.example.jp")

    assert "strict-transport-security" not in plain.http.get("/health/live").headers
    assert safe.http.get("/health/live").headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json", "/docs"])
def test_what_is_not_for_the_public_says_nothing_of_people(api: Api, path: str) -> None:
    api.visitor().post("/api/web/messages", json={"client_id": "c", "text": "ひみつの話"})

    assert "ひみつ" not in api.http.get(path).text


@pytest.mark.parametrize(
    "header",
    [
        {"host": "chat.example.jp"},
        {"via": "1.1 proxy"},
        {"x-forwarded-proto": "https"},
        {"x-real-ip": "203.0.113.7"},
        {"forwarded": "proto=https"},
    ],
)
def test_the_figures_are_not_passed_on_by_a_proxy_that_names_no_sender(api: Api, header: dict[str, str]) -> None:
    assert api.http.get("/metrics").status_code == 200
    assert api.http.get("/metrics", headers=header).status_code == 404


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
        answer = browser.post(path, content=BODIES[name], headers={"content-type": "application/json"})
        if name in HARMLESS and browser is visitor:
            assert answer.status_code in {202, 422}
            continue
        assert answer.status_code in {400, 401, 404, 413, 422}, (path, answer.text[:200])
        assert answer.json()["error"]["message"]
    assert visitor.get("/api/web/messages").status_code == 200


def test_nothing_that_people_send_makes_the_desk_call_out(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*address: object) -> None:
        raise AssertionError(f"the desk calls {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    provider = {"type": "external", "originalContentUrl": "http://169.254.169.254/latest"}
    urls = "http://127.0.0.1:5005/ http://[::1]/ http://0x7f.1/ file:///etc/passwd gopher://x/"

    line = poster(api.http)(event(message={"id": "1", "type": "image", "contentProvider": provider}))
    web = api.visitor().post("/api/web/messages", json={"client_id": "c", "text": urls})
    case = api.hand_over(question=urls)

    assert (line.status_code, web.status_code, case.status_code) == (200, 202, 201)
