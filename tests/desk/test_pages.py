"""The pages and scripts as browsers get them."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from desk.appointments import choice_views
from desk.http.pages import DIST
from desk.routes import ROUTERS
from tests.desk.api import Api


def chat() -> str:
    """The address of the chat's script, as the loader names it."""
    found = re.search(r"widget-app-[\w-]{8}\.js", (DIST / "widget.js").read_text(encoding="utf-8"))
    assert found
    return f"/{found[0]}"


def test_scripts_are_sent_packed_to_who_reads_gzip(api: Api) -> None:
    packed = api.http.get(chat(), headers={"accept-encoding": "gzip"})
    plain = api.http.get(chat(), headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert "Accept-Encoding" in packed.headers["vary"]
    assert "content-encoding" not in plain.headers


def test_the_loader_is_asked_for_again_and_a_version_of_the_chat_is_kept(api: Api) -> None:
    loader = api.http.get("/widget.js")

    assert loader.headers["cache-control"] == "no-cache"
    again = api.http.get("/widget.js", headers={"if-none-match": loader.headers["etag"]})
    assert again.status_code == 304
    assert "max-age" in api.http.get(chat()).headers["cache-control"]
    assert "max-age" in api.http.get("/widget-app.css?v=1").headers["cache-control"]
    assert api.http.get("/widget-app.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/chat", "/accessibility", "/privacy", "/console"])
def test_every_page_is_there_and_asked_for_again(api: Api, path: str) -> None:
    answer = api.http.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_the_chat_page_tells_the_hours_that_hold(tmp_path) -> None:
    api = Api(tmp_path, opening_hours="tue-sat 10:00-16:00; sun 10:00-12:00")

    assert "火〜土曜 10:00〜16:00／日曜 10:00〜12:00" in api.http.get("/chat").text


def test_what_is_not_there_is_not_there(api: Api) -> None:
    assert api.http.get("/nothing.js", headers={"accept-encoding": "gzip"}).status_code == 404
    assert api.http.get("/../desk/main.py").status_code == 404


BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/nothing", "/chat/nothing", "/appointments/a/b/c"])
def test_who_opens_an_address_that_leads_nowhere_reads_where_to_go_on(api: Api, path: str) -> None:
    found = api.http.get(path, headers=BROWSER)

    assert found.status_code == 404
    assert "<h1>ページが見つかりません</h1>" in found.text
    assert 'href="/chat"' in found.text
    assert 'href="/appointments"' in found.text
    assert "Not Found" not in found.text
    # What a program asks for stays what programs read.
    assert api.http.get(path).json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("path", ["/api/nothing", "/internal/nothing", "/webhooks/nothing", "/health/nothing"])
def test_an_address_of_programs_answers_programs(api: Api, path: str) -> None:
    assert api.http.get(path, headers=BROWSER).json()["error"]["code"] == "not_found"


def test_a_page_that_fails_says_so_in_japanese(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> None:
        raise ValueError("たろう")

    monkeypatch.setattr(choice_views, "begin", failing)
    with TestClient(api.app, raise_server_exceptions=False) as browser:
        found = browser.get("/appointments", headers=BROWSER)

    assert found.status_code == 500
    assert "<h1>うまくいきませんでした</h1>" in found.text
    assert "少し待って、もう一度お試しください。" in found.text
    assert "たろう" not in found.text


def test_a_page_of_a_busy_database_asks_to_wait(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> None:
        raise OperationalError("SELECT 1", None, Exception("database is locked"))

    monkeypatch.setattr(choice_views, "begin", failing)
    found = api.http.get("/appointments", headers=BROWSER)

    assert found.status_code == 503
    assert found.headers["retry-after"] == "2"
    assert "<h1>少しお待ちください</h1>" in found.text


def test_every_page_that_anybody_may_open_answers_who_asks_for_its_head_alone() -> None:
    """Link checkers of mail systems and chats ask so, and take a 404 for a broken link."""
    closed = ("/api/", "/console/", "/internal/", "/webhooks/", "/health/", "/metrics")
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    opened = [route for route in routes if "GET" in route.methods and not route.path.startswith(closed)]

    assert len(opened) > 4
    assert [route.path for route in opened if "HEAD" not in route.methods] == []


def test_the_head_of_a_booking_page_is_that_of_the_page(api: Api) -> None:
    head, page = api.http.head("/appointments"), api.http.get("/appointments")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == page.headers["content-type"]
    assert api.http.head("/appointments/nothing").status_code == 404
