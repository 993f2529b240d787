"""Values that one database or no calendar takes: refused with a 4xx on both databases, with and without a login."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.channels.line import measure, render
from desk.conversation.models import Author, Message
from tests.desk.api import Api
from tests.desk.conftest import START

# As a day in Tokyo it lies before the first or after the last that a calendar has.
FIRST, LAST = "0001-01-01", "9999-12-31"


@pytest.fixture
def api(tmp_path: Path, database_url: str) -> Iterator[Api]:
    opened = Api(tmp_path, database_url=database_url)
    opened.account(role="manager")
    yield opened
    opened.app.state.services.database.close()


@pytest.mark.parametrize(
    "address",
    [
        "/book/a%00b",
        "/api/web/messages?after=%00",
        "/api/console/cases/%00",
        "/api/console/search?q=a%00b",
        "/api/console/search?q=ab&topic=%00",
        "/console/audit?actor=%00",
        "/console/appointments/%00",
    ],
)
def test_a_nul_in_an_address_is_refused(api: Api, address: str) -> None:
    assert 400 <= api.http.get(address).status_code < 500
    assert 400 <= api.log_in().get(address).status_code < 500


@pytest.mark.parametrize("field", ["email", "password", "code"])
def test_a_nul_in_a_body_is_no_server_error(api: Api, field: str) -> None:
    given = {"email": "sato@example.jp", "password": "geheim", "code": ""} | {field: "a\x00b"}

    assert api.http.post("/api/console/login", json=given).status_code < 500


@pytest.mark.parametrize("day", [FIRST, LAST])
@pytest.mark.parametrize(
    "address",
    [
        "/console/audit?since={}",
        "/console/audit?until={}",
        "/console/reports?first={0}&last={0}",
        "/api/console/search?q=ab&since={}",
        "/api/console/search?q=ab&until={}",
    ],
)
def test_a_day_at_the_end_of_the_calendar_is_no_server_error(api: Api, address: str, day: str) -> None:
    assert api.log_in().get(address.format(day)).status_code < 500


@pytest.mark.parametrize("name", ["👨\u200d👩\u200d👧\u200d👦" * 20, "相談員" * 20, "葛\U000e0100" * 20, "佐藤"])
def test_a_name_fits_as_line_counts_it(name: str) -> None:
    [shown] = render.messages(Message("c", 1, Author.CONSULTANT, name, START, [{"type": "text", "text": "はい"}]))

    assert 0 < measure.units(shown["sender"]["name"]) <= render.LONGEST_SENDER


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/web/messages", '{"client_id": "c1", "text": "a\\u0000b"}'),
        ("/api/web/messages", '{"client_id": "c\\u0000", "text": "仕事"}'),
        ("/api/web/messages", '{"client_id": "c1", "text": "仕事", "choice_id": "\\\\\\u0000"}'),
        ("/api/web/feedback", '{"seq": 1, "value": "\\u0000"}'),
        ("/api/web/transcript", '{"email": "a\\u0000@example.jp"}'),
    ],
)
def test_a_nul_in_words_is_refused_before_anything_is_stored(api: Api, path: str, body: str) -> None:
    visitor = api.visitor()
    before = visitor.get("/api/web/messages").json()

    answer = visitor.post(path, content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 422
    assert visitor.get("/api/web/messages").json() == before


def test_a_nul_in_a_form_of_the_office_is_refused(api: Api) -> None:
    boss = api.log_in()

    answer = boss.post(
        "/console/appointments/new",
        content=f"csrf={boss.headers['x-csrf-token']}&name=a%00b",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 422


def test_who_types_the_letters_of_an_escape_is_heard(api: Api) -> None:
    typed = "\\u0000 と出ました"
    visitor = api.visitor()

    answer = visitor.post("/api/web/messages", json={"client_id": "c1", "text": typed})

    assert answer.status_code == 202
    assert typed in visitor.get("/api/web/messages").text.replace("\\\\", "\\")
