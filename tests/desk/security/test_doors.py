"""Every door of the desk, found by asking the routers: a route that is added to one later is tested as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.accounts.models import ROLES
from desk.office.acts import ACTS, AUDITED, NAMES
from tests.desk.api import Api
from tests.desk.line.phone import SECRET
from tests.desk.security.doors import OPEN_TO_ALL, STAFF, console, found_in, routes
from tests.desk.security.filled import Filled

DESK_SOURCES = Path(__file__).parents[3] / "desk"

# Of a migrant's routes these open without a token: they give one, or say what is published.
OPEN_TO_MIGRANTS = ("/conversations", "/links", "/suggestions", "/words/{tag}", "/{path:path}")

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
            "preview_transcript",
            "mails",
            "show_notices",
            "save_notices",
            "show_appointments",
            "export_appointments",
            "new_appointment",
            "make_appointment",
            "free_week",
            "other_case",
            "join_person",
            "part_person",
            "show_note_everywhere",
            "book_for_case",
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
            "finish_source",
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
            "new_value",
            "add_value",
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
            "save_monthly_note",
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
            "show_account_details",
            "correct_account",
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
    closed = [route for route in migrants if not route.path.endswith(OPEN_TO_MIGRANTS)]
    assert len(closed) > 4
    for method, path in routes(closed):
        for token in ("", visitor.conversation_id, "x" * 43, "Bearer", "null"):
            answer = api.http.request(method, path, json={}, headers={"authorization": f"Bearer {token}"})
            assert answer.status_code == 401, (method, path, token)
