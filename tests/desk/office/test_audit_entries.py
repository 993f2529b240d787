"""The log is honest: what was refused is called refused, what changed stands with both values, who failed to log in is named."""

from __future__ import annotations

import ast
from pathlib import Path

from fastapi.routing import APIRoute

from desk.audit.store import AuditLog, first_fault
from desk.office.acts import ACTS, AUDITED, NAMES
from desk.routes import ROUTERS
from tests.desk.api import Api
from tests.desk.console.office import manager, post

DESK = Path(__file__).parents[3] / "desk"
# Forms that change nothing: they only show what would come of a text.
NO_ACTS = {"check_version", "try_question"}


def _routes() -> list[APIRoute]:
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def test_every_form_of_the_office_has_an_act_with_a_name_of_its_own() -> None:
    forms = {r.name for r in _routes() if r.path.startswith("/console/") and "POST" in r.methods}

    assert forms - AUDITED.keys() - NO_ACTS == set()
    assert all(AUDITED[name] in NAMES for name in forms & AUDITED.keys())
    assert len(NAMES) == len(ACTS)
    assert len(set(NAMES.values())) == len(ACTS), "two acts of one name cannot be told apart in the filter"


def test_what_code_writes_by_itself_has_a_name_too() -> None:
    written = {
        call.args[0].value
        for path in DESK.rglob("*.py")
        if ".venv" not in path.parts
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "audit"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }

    assert len(written) >= 5
    assert written <= NAMES.keys()


def test_a_refused_act_is_called_refused_and_the_chain_stays_whole(api: Api) -> None:
    boss = manager(api)
    api.account()
    sato = api.log_in()
    case_id = api.hand_over().json()["case_id"]
    receipt = sato.get(f"/api/console/cases/{case_id}").json()["case"]["receipt"]
    claimed = sato.post(f"/api/console/cases/{case_id}/claim")
    again = sato.post(f"/api/console/cases/{case_id}/claim")
    closed = boss.post(f"/api/console/cases/{case_id}/close", json={})

    page = boss.get("/console/audit").text
    refused = boss.get("/console/audit?outcome=refused").text

    assert (claimed.status_code, closed.status_code < 400) == (200, False)
    assert f"<td>終了した</td><td>相談 {receipt}</td><td>断られた（" in page
    assert f"<td>担当した</td><td>相談 {receipt}</td><td></td>" in page
    assert page.count("断られた（") == refused.count("断られた（") == (2 if again.status_code >= 400 else 1)
    assert "<td>相談を見た</td>" not in refused
    assert "<td>相談を見た</td>" in boss.get("/console/audit?outcome=done").text
    assert first_fault(AuditLog(api.app.state.services.database).chain())[0] is None


def test_settings_stand_with_their_values_before_and_after(api: Api) -> None:
    boss = manager(api)
    sato = api.account()
    post(boss, f"/console/accounts/{sato}", do="role", role="supervisor")
    post(boss, "/console/canned", title="あいさつ", register="formal", text="こんにちは")
    post(boss, f"/console/accounts/{sato}", do="password")

    page = boss.get("/console/audit").text

    assert "役割：相談員 → 主任" in page
    assert "題名：（なし） → あいさつ" in page
    assert "パスワード：前のもの → 新しいもの" in page
    assert "<td>佐藤（アカウント）</td>" in page
    assert page.count("変えたところ") == 1


def test_a_failed_login_says_whose(api: Api) -> None:
    boss = manager(api)
    api.account()
    for name in ("SATO@example.jp", "unknown@example.jp", "correct horse battery"):
        api.http.post("/api/console/login", json={"email": name, "password": "wrong"})

    page = boss.get("/console/audit?action=login_failed").text

    assert "<td>佐藤（sato@example.jp）</td>" in page
    assert "<td>登録のないアドレス（u…@example.jp）</td>" in page
    assert "horse" not in page
