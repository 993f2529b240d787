"""Every door of the desk, found by asking the routers: a route that is added to one later is tested as well."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from desk.accounts.models import ROLES
from desk.attachments.tables import attachments
from desk.content.tables import models
from desk.conversation_sql import tables as t
from desk.office.acts import ACTS, AUDITED, NAMES
from desk.reporting.unanswered import group_id
from tests.desk.api import Api
from tests.desk.booking.test_booking_page import Desk
from tests.desk.line.phone import SECRET, event, poster

DESK_SOURCES = Path(__file__).parents[3] / "desk"
OPEN_TO_ALL = {
    "/api/console/login",
    "/api/console/ways",
    "/console/sso/begin",
    "/console/sso/callback",
}
HEADERS = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}


# Of a migrant's routes these open without a token: they give one, or say what is published.
GIVE_A_TOKEN = ("/conversations", "/links", "/suggestions", "/{path:path}")
STAFF = frozenset({"consultant", "supervisor", "manager"})
SUPERVISORS = frozenset({"supervisor", "manager"})
MANAGERS = frozenset({"manager"})
# Who may open which route of the console, by the endpoint's name. A route that is missing here fails a test.
MAY_OPEN = {
    **dict.fromkeys(
        (
            "list_cases",
            "show",
            "older",
            "contact",
            "claim",
            "transfer",
            "release",
            "give_back",
            "close",
            "mute",
            "unmute",
            "correct_facts",
            "suggestions",
            "of_case",
            "reopen",
            "snooze",
            "wake",
            "send",
            "note",
            "typing",
            "viewing",
            "search",
            "events",
            "changes",
            "today",
            "colleagues",
            "set_duty",
            "answers",
            "canned",
            "show_record",
            "show_deliveries",
            "decide_delivery",
            "decide_letter",
            "openings",
            "send_transcript",
            "mails",
            "show_notices",
            "save_notices",
            "show_appointments",
            "export_appointments",
            "new_appointment",
            "make_appointment",
            "show_appointment",
            "show_appointment_person",
            "change_appointment",
            "show_availability",
            "save_availability",
            "drop_availability",
            "save_appointment_desk",
            "show_attachment",
            "resume_line",
            "show_outcomes",
            "set_outcome",
            "show_activity",
            "show_handover",
            "show_weekdays",
            "show_satisfaction",
            "show_answers",
            "show_results",
            "show_monthly",
            "show_files",
            "export_report",
            "show_unanswered",
            "decide_unanswered",
            "drop_phrasing",
            "finish_report",
            "export_phrasings",
            "export_draft",
            "open_alert",
            "set_danger",
            "lift_danger",
            "call_supervisor",
            "undo",
            "see_news",
            "pulse",
            "decide_aside",
            "list_entries",
            "create_entry",
            "show_entry",
            "begin_version",
            "save_version",
            "step_version",
            "add_phrasings",
            "remove_phrasing",
            "list_facts",
            "show_fact",
            "save_fact",
            "step_fact",
            "list_publications",
            "list_switches",
            "list_models",
            "list_answers",
            "new_answer",
            "begin_answer",
            "show_answer",
            "compare_answer",
            "change_answer",
            "show_version",
            "change_version",
            "check_version",
            "show_off",
            "show_history",
            "list_values",
            "show_value",
            "change_value",
            "show_trial",
            "try_question",
            "show_models",
            "show_city",
            "show_model",
            "ask_department",
            "show_mails",
            "decide_mail",
            "show_drafts",
            "matters",
            "use_department_answer",
            "show_review",
            "decide_review",
            "show_case_answers",
            "correct_answer",
        ),
        STAFF,
    ),
    **dict.fromkeys(("log_out", "session", "ways", "begin_sso", "end_sso"), frozenset(ROLES)),
    **dict.fromkeys(("show_second_factor", "begin_second_factor", "confirm_second_factor"), frozenset(ROLES)),
    **dict.fromkeys(
        (
            "show_hours",
            "save_hours",
            "show_canned",
            "save_canned",
            "take_over",
            "show_trials",
            "mark_trial",
            "show_danger",
            "read_again",
            "withdraw_entry",
            "restore_entry",
            "approve_phrasings",
            "switch_assistant",
            "change_off",
            "decide_model",
            "settle_model",
            "go_back_to_shipped",
        ),
        SUPERVISORS,
    ),
    **dict.fromkeys(
        (
            "show_accounts",
            "add_account",
            "change_account",
            "confirm_close",
            "confirm_password",
            "choose_presence",
            "show_privacy",
            "find_person",
            "show_person",
            "export_person",
            "correct_person",
            "limit_person",
            "erase_person",
            "show_requests",
            "add_request",
            "decide_request",
            "show_retention",
            "save_periods",
            "prepare_purge",
            "decide_purge",
            "show_purpose_notices",
        ),
        MANAGERS,
    ),
    **dict.fromkeys(("show_log", "export_log"), frozenset({"manager", "auditor"})),
    **dict.fromkeys(
        (
            "show_me",
            "change_password",
            "end_my_session",
            "end_other_sessions",
            "make_recovery_codes",
            "show_prove",
            "prove_again",
        ),
        frozenset(ROLES),
    ),
}
# Changes that are no act upon a person's data, and happen all the time.
NOT_LOGGED = {"typing", "viewing", "see_news", "log_in", "check_version", "try_question"}


def found_in(app: FastAPI) -> Iterator[APIRoute]:
    """Yield every route of the desk's routers; the built pages of the screens are no part of them."""
    yield from (route for route in app.routes if isinstance(route, APIRoute))


def console(api: Api) -> list[APIRoute]:
    """Return the routes of the console; the page itself is an empty frame and open to all."""
    return [route for route in found_in(api.app) if "/console/" in route.path]


def routes(found: list[APIRoute]) -> Iterator[tuple[str, str]]:
    """Yield (method, path with something in its holes)."""
    for route in found:
        for method in route.methods:
            yield method, re.sub(r"\{[^}]*\}", "1", route.path)


def test_the_routes_are_found(api: Api) -> None:
    paths = {route.path for route in found_in(api.app)}

    assert set(api.app.openapi()["paths"]) <= paths
    assert {"/console/accounts", "/webhooks/line", "/health/live"} <= paths


def test_it_is_said_of_every_route_who_may_open_it(api: Api) -> None:
    names = {route.name for route in console(api)} - {"log_in"}

    assert names - MAY_OPEN.keys() == set(), "say in MAY_OPEN who may open these"
    assert MAY_OPEN.keys() - names == set(), "these are gone"


def test_every_change_in_the_console_is_logged(api: Api) -> None:
    changing = {route.name for route in console(api) if route.methods - {"GET", "HEAD"}}

    assert changing - NOT_LOGGED - AUDITED.keys() == set(), "add these to ACTS"


def test_every_act_of_the_log_is_declared_once_and_has_its_doors(api: Api) -> None:
    endpoints = [endpoint for act in ACTS for endpoint in act.endpoints]

    assert len(NAMES) == len(ACTS) == len(set(NAMES.values()))
    assert len(set(endpoints)) == len(endpoints)
    assert set(endpoints) - {route.name for route in found_in(api.app)} == set(), "these are gone"


def test_every_act_that_code_writes_has_a_name() -> None:
    written = set()
    for path in DESK_SOURCES.rglob("*.py"):
        if ".venv" not in path.parts:
            written |= set(re.findall(r"audit\(\s*\"([a-z_]+)\"", path.read_text(encoding="utf-8")))

    assert {"login", "hand_on"} <= written
    assert written - NAMES.keys() == set(), "add these to ACTS"


class Filled:
    """A desk in which there is something behind every address, so that nothing is refused because it is not there."""

    def __init__(self, api: Api, role: str) -> None:
        self.api, self.role = api, role
        self.desk = Desk(api)
        self.other_id = api.account("鈴木", "suzuki@example.jp")
        self.own_id = api.account(role, "role@example.jp", role)
        self.browser = api.log_in("role@example.jp")
        self.desk.booked()
        self.visitor = api.visitor()
        self.visitor.post("/api/web/messages", json={"client_id": "c", "text": "知らない質問です"})
        self.case_id = api.hand_over(self.visitor.conversation_id).json()["case_id"]
        (api.settings.data / "1.jpg").write_bytes(b"a picture")
        now, theirs = self.desk.now(), self.visitor.conversation_id
        with api.app.state.services.database.write() as connection:
            connection.execute(
                t.messages.update()
                .where(t.messages.c.author == "user")
                .values(understanding={"outcome": "fallback", "label": None, "confidence": 0.1})
            )
            connection.execute(
                models.insert().values(
                    id=1, publication=1, teaching="t", code="c", state="waiting", tries=1, begun_at=now,
                    figures={}, changes=[], problem="", decided_by="",
                )
            )  # fmt: skip
            connection.execute(
                attachments.insert().values(
                    id="a1",
                    conversation_id=theirs,
                    outside_id="o",
                    kind="image",
                    state="stored",
                    attempts=1,
                    due_at=now,
                    media_type="image/jpeg",
                    stored_name="1.jpg",
                    created_at=now,
                )
            )

    def address(self, path: str) -> str:
        """Return a path with what is there in its holes; a case is a fresh one, which the role's account holds."""
        (appointment,) = self.desk.all()
        values = {
            "attachment_id": "a1",
            "appointment_id": appointment.id,
            "account_id": self.other_id,
            "conversation_id": self.visitor.conversation_id,
            "group_id": group_id("知らない質問です"),
            "kind": "public",
            "ending": "csv",
            "worker": "line",
        }
        if "{case_id}" in path:
            values["case_id"] = self._case()
        return re.sub(r"\{(\w+)\}", lambda hole: values.get(hole[1], "1"), path)

    def _case(self) -> str:
        case_id: str = self.api.hand_over().json()["case_id"]
        if self.role in STAFF:
            claimed = self.browser.post(f"/api/console/cases/{case_id}/claim")
            assert claimed.status_code == 200
        return case_id

    def sent(self, name: str) -> dict[str, dict[str, str]]:
        """Return what is sent with a request; some are answered by "there is no such thing" where nothing is said."""
        own = {"account_id": self.own_id, "who": self.own_id}
        fields = {
            "find_person": {"words": "知らない質問"},
            "correct_person": {"case_id": self.case_id},
            **dict.fromkeys(("save_availability", "drop_availability", "save_appointment_desk"), own),
        }
        if name == "end_my_session":
            self.api.log_in("role@example.jp")
            [key, *_] = re.findall(r'name="key" value="([^"]+)"', self.browser.get("/console/me").text)
            fields[name] = {"key": key}
        if name not in fields:
            return {"json": {}}
        return {"data": {"csrf": self.browser.headers["x-csrf-token"], **fields[name]}}

    def ask(self, route: APIRoute) -> Iterator[tuple[int, str]]:
        """Yield (status, answer) of each method of a route."""
        for method in route.methods:
            path, sent = self.address(route.path), self.sent(route.name)
            answer = self.browser.request(method, path, follow_redirects=False, **sent)
            yield answer.status_code, answer.text[:200]


def is_open(status: int) -> bool:
    """Whether somebody was let in: what they asked was done, cannot be now (409), or was not said whole (422)."""
    return status < 400 or status in {409, 422}


@pytest.mark.parametrize("role", ROLES)
def test_every_route_opens_for_its_roles_and_for_no_other(api: Api, role: str) -> None:
    filled = Filled(api, role)
    for route in console(api):
        # A stream does not end and a long poll waits; a log-out would end the session of this test.
        if route.name in {"log_out", "events", "changes"} or route.path in OPEN_TO_ALL:
            continue
        for status, answer in filled.ask(route):
            if role in MAY_OPEN[route.name]:
                assert is_open(status), (route.name, status, answer)
            else:
                assert status == 403, (route.name, status, answer)


@pytest.mark.parametrize("kind", ["conversations", "messages"])
@pytest.mark.parametrize("role", ROLES)
def test_rows_of_people_leave_for_supervisors_only(api: Api, role: str, kind: str) -> None:
    api.account(role=role)

    answer = api.log_in().get(f"/console/reports/files/{kind}.csv")

    assert answer.status_code == (200 if role in SUPERVISORS else 403)


@pytest.fixture
def api(tmp_path) -> Iterator[Api]:
    opened = Api(tmp_path, line_channel_secrets=SECRET)
    yield opened
    opened.app.state.services.database.close()


def test_no_route_of_the_console_opens_without_a_session(api: Api) -> None:
    asked = [pair for pair in routes(console(api)) if pair[1] not in OPEN_TO_ALL]
    assert len(asked) > 20

    for method, path in asked:
        answer = api.http.request(method, path, json={}, follow_redirects=False)
        assert answer.status_code in {303, 401, 405}, (method, path, answer.status_code)


def test_no_change_is_made_without_the_csrf_token(api: Api) -> None:
    api.account(role="manager")
    boss = api.log_in()
    del boss.headers["x-csrf-token"]
    changing = [pair for pair in routes(console(api)) if pair[0] not in {"GET", "HEAD"} and pair[1] not in OPEN_TO_ALL]
    assert len(changing) > 10

    for method, path in changing:
        for token in ("", "guessed"):
            answer = boss.request(method, path, json={}, headers={"x-csrf-token": token})
            assert answer.status_code == 403, (method, path, answer.status_code)
        form = boss.request(method, path, data={"csrf": "guessed"})
        assert form.status_code == 403, (method, path)


def test_no_route_of_a_migrant_opens_with_a_made_up_token(api: Api) -> None:
    visitor = api.visitor()
    migrants = [route for route in found_in(api.app) if route.path.startswith("/api/web")]
    closed = [route for route in migrants if not route.path.endswith(GIVE_A_TOKEN)]
    assert len(closed) > 4
    for method, path in routes(closed):
        for token in ("", visitor.conversation_id, "x" * 43, "Bearer", "null"):
            answer = api.http.request(method, path, json={}, headers={"authorization": f"Bearer {token}"})
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
