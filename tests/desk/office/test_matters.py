"""What waits for managers stands in their 今日やること; a link of another site leads to its page."""

from __future__ import annotations

import pytest

from desk.channels.line.troubles import STOPPED, Troubles
from tests.desk.api import Api
from tests.desk.console.office import manager, post


def test_a_manager_is_told_of_what_nobody_else_can_do(api: Api) -> None:
    boss = manager(api)
    api.account()
    kind, far, near = "disclosure", "2026-11-23", "2026-10-26"
    for number, day in (("遠い", far), ("近い", near)):
        assert (
            post(boss, "/console/privacy/requests", kind=kind, file_number=number, received_on=day).status_code == 200
        )
    api.app.state.services.of(Troubles).begin(STOPPED, "401", api.app.state.services.clock.now())

    found = boss.get("/api/console/matters").json()["matters"]

    assert [one["is_urgent"] for one in found] == [True, True, False, False]
    assert "LINE への送信を止めています" in found[0]["words"]
    assert "請求 近い の期限は 11月25日(水)です。" in found[1]["words"]
    assert "請求 遠い" in found[2]["words"]
    assert "二段階認証を設定していない人が" in found[3]["words"]
    assert all(boss.get(one["address"]).status_code == 200 for one in found)
    assert api.log_in().get("/api/console/matters").json() == {"matters": []}


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/console/notices", "?to=%2Fconsole%2Fnotices"),
        ("/console/appointments?week=2026-11-23", "?to=%2Fconsole%2Fappointments%3Fweek%3D2026-11-23"),
    ],
)
def test_who_comes_without_a_session_goes_on_to_what_they_wanted(api: Api, path: str, to: str) -> None:
    answer = api.http.get(path, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/console{to}")


def test_a_form_without_a_session_leads_to_the_login_alone(api: Api) -> None:
    answer = api.http.post("/console/notices", data={"csrf": "x"}, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
