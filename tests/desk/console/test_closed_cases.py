"""Closed cases: read page by page, counted whole, and not opened again where the person was erased."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.cases import api as case_api
from desk.cases import list_store
from desk.conversation_sql.erasure import erase
from tests.desk.api import Api


@pytest.fixture
def sato(api: Api):
    api.account()
    return api.log_in()


def closed(api: Api, sato, count: int) -> list[str]:
    """Close cases one after the other; returns their ids, the last one first."""
    ids = []
    for _ in range(count):
        visitor = api.visitor()
        ids.append(api.hand_over(visitor.conversation_id).json()["case_id"])
        assert sato.post(f"/api/console/cases/{ids[-1]}/close", json={}).status_code == 200
    return ids[::-1]


def test_pages_hold_each_case_once_and_the_count_is_of_all(api: Api, sato, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (list_store, case_api):
        monkeypatch.setattr(module, "CLOSED_AT_ONCE", 2)
    ids = closed(api, sato, 5)

    found, before = [], ""
    for _ in range(9):
        path = f"/api/console/cases?state=closed{f'&before={before}' if before else ''}"
        page = sato.get(path.replace("+", "%2B")).json()
        assert page["closed"] == 5
        found.append([row["case_id"] for row in page["cases"]])
        before = page["cases"][-1]["closed_at"]
        if not page["more"]:
            break

    assert found == [ids[:2], ids[2:4], ids[4:]]
    assert sato.get("/api/console/cases").json()["closed"] == 5


def test_a_case_of_somebody_erased_says_so_and_is_not_opened(api: Api, sato) -> None:
    visitor = api.visitor()
    case_id = api.hand_over(visitor.conversation_id).json()["case_id"]
    sato.post(f"/api/console/cases/{case_id}/close", json={})
    assert sato.get(f"/api/console/cases/{case_id}").json()["case"]["is_erased"] is False
    with api.app.state.services.database.write() as connection:
        erase(connection, visitor.conversation_id, datetime.now(UTC))

    refused = sato.post(f"/api/console/cases/{case_id}/reopen", json={})

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "erased")
    assert "消去されています" in refused.json()["error"]["message"]
    assert sato.get(f"/api/console/cases/{case_id}").json()["case"]["is_erased"] is True


def test_who_lost_the_race_hears_who_won(api: Api, sato) -> None:
    api.account("鈴木", "suzuki@example.jp")
    suzuki = api.log_in("suzuki@example.jp")
    case_id = api.hand_over(api.visitor().conversation_id).json()["case_id"]
    sato.post(f"/api/console/cases/{case_id}/claim", json={})

    lost = suzuki.post(f"/api/console/cases/{case_id}/claim", json={})

    assert lost.status_code == 409
    assert lost.json()["error"] == {"code": "claimed_by_other", "message": "佐藤さんが先に担当しました。"}
