from __future__ import annotations

import re

import pyotp
import pytest

from desk.accounts import second_factor
from desk.office.own_page import device
from tests.desk.api import PASSWORD, Api
from tests.desk.console.office import post


class TestOwnPage:
    def test_a_new_password_ends_every_session(self, api: Api) -> None:
        api.account()
        sato, elsewhere = api.log_in(), api.log_in()

        wrong = post(sato, "/console/me/password", present="x", fresh="a-long-new-phrase")
        done = post(sato, "/console/me/password", present=PASSWORD, fresh="a-long-new-phrase")

        assert (wrong.status_code, done.status_code) == (422, 200)
        assert elsewhere.get("/api/console/session").status_code == 401
        assert sato.get("/api/console/session").status_code == 401
        login = {"email": "sato@example.jp", "password": "a-long-new-phrase"}
        assert api.http.post("/api/console/login", json=login).status_code == 200

    @pytest.mark.parametrize(
        "fresh",
        ["short", "password123", "PASSWORD123", "aaaaaaaaaaaa", "sato-is-my-name", "1234567890"],
    )
    def test_a_password_that_is_easy_to_guess_is_refused(self, api: Api, fresh: str) -> None:
        api.account()

        answer = post(api.log_in(), "/console/me/password", present=PASSWORD, fresh=fresh)

        assert answer.status_code == 422

    def test_a_session_elsewhere_is_seen_and_ended_and_nobody_elses_is(self, api: Api) -> None:
        api.account()
        api.account("鈴木", "suzuki@example.jp")
        sato, elsewhere, suzuki = api.log_in(), api.log_in(), api.log_in("suzuki@example.jp")
        keys = re.findall(r'name="key" value="(\w{16})"', sato.get("/console/me").text)
        assert len(keys) == 1

        refused = post(suzuki, "/console/me/sessions", key=keys[0])
        ended = post(sato, "/console/me/sessions", key=keys[0])

        assert (refused.status_code, ended.status_code) == (404, 200)
        assert elsewhere.get("/api/console/session").status_code == 401
        assert suzuki.get("/api/console/session").status_code == 200

    def test_a_recovery_code_works_once_in_place_of_the_app(self, api: Api) -> None:
        api.account()
        sato = api.log_in()
        assert post(sato, "/console/me/recovery").status_code == 409
        secret = second_factor.new_secret()
        now = api.app.state.services.clock.now()
        code = pyotp.TOTP(secret).at(now)
        post(sato, "/console/second-factor/confirm", secret=secret, code=code)

        code = re.search(r"<code>([0-9a-f]{6}-[0-9a-f]{6})</code>", post(sato, "/console/me/recovery").text)[1]
        login = {"email": "sato@example.jp", "password": PASSWORD, "code": code.upper()}

        assert api.http.post("/api/console/login", json=login).status_code == 200
        assert api.http.post("/api/console/login", json=login).status_code == 401


class TestDemandedFactor:
    @pytest.mark.parametrize(
        ("rule", "role", "may"),
        [
            ("all", "consultant", False),
            ("managers", "consultant", True),
            ("managers", "manager", False),
            ("managers", "auditor", False),
            ("optional", "manager", True),
        ],
    )
    def test_without_it_only_its_own_page_opens(self, tmp_path, rule: str, role: str, may: bool) -> None:
        api = Api(tmp_path, second_factor=rule)
        api.account(role=role)
        browser = api.log_in()

        assert browser.get("/api/console/session").json()["must_set_factor"] is not may
        path = "/console/audit" if role == "auditor" else "/api/console/cases"
        assert browser.get(path).status_code == (200 if may else 403)
        assert browser.get("/console/second-factor").status_code == 200
        api.app.state.services.database.close()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge・Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604",
            "Safari・iPhone",
        ),
        ("testclient", "不明な端末"),
    ],
)
def test_a_device_is_called_as_its_owner_knows_it(agent: str, words: str) -> None:
    assert device(agent) == words
