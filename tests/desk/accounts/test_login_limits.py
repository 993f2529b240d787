"""Logging in: a flood stays small and alone, strangers lock nobody out, and an open screen is not enough for everything."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from desk.accounts import passwords
from desk.accounts.store import SqlAccountStore
from desk.accounts.tables import login_attempts, sessions
from desk.http import limits
from desk.office.step_up import STEP_UP
from tests.desk.api import PASSWORD, Api, client_of

MAIL = "sato@example.jp"


class Moving:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def api(tmp_path: Path, clock: Moving) -> Api:
    made = Api(tmp_path)
    made.replace(clock=clock)
    return made


def browser(api: Api, address: str) -> TestClient:
    return client_of(api.app, client=(address, 50_000))


def log_in(who: TestClient, password: str = PASSWORD) -> int:
    answer = who.post("/api/console/login", json={"email": MAIL, "password": password})
    if answer.status_code == 200:
        who.headers["x-csrf-token"] = answer.json()["csrf"]
    return answer.status_code


class TestFlood:
    def test_no_more_than_two_passwords_are_hashed_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lock, now, most = threading.Lock(), 0, 0
        enough = threading.Barrier(passwords.AT_ONCE)

        class Counting:
            def verify(self, stored: str, password: str) -> None:
                nonlocal now, most
                with lock:
                    now += 1
                    most = max(most, now)
                # Nobody goes on before as many are inside as may be.
                enough.wait(60)
                with lock:
                    now -= 1

        monkeypatch.setattr(passwords, "_hasher", Counting())
        with ThreadPoolExecutor(40) as pool:
            assert all(pool.map(lambda _: passwords.matches("stored", "x"), range(40)))

        assert most == passwords.AT_ONCE

    def test_forty_at_once_from_one_address_are_counted_before_they_are_hashed(
        self, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        api.account()
        hashed = []

        def matches(stored: str | None, password: str) -> bool:
            hashed.append(password)
            return False

        monkeypatch.setattr(passwords, "matches", matches)
        with ThreadPoolExecutor(40) as pool:
            answers = list(pool.map(lambda n: log_in(browser(api, "203.0.113.7"), f"wrong-{n}"), range(40)))

        assert set(answers) <= {401, 429}
        # Two may be between the look and the count.
        assert limits.LOGINS.most <= len(hashed) <= limits.LOGINS.most + passwords.AT_ONCE

    def test_one_ipv6_line_is_one_address(self, api: Api) -> None:
        api.account()
        answers = [log_in(browser(api, f"2001:db8:1:2::{n}"), "wrong") for n in range(1, 8)]

        assert answers == [401] * limits.LOGINS.most + [429] * 2


class TestStrangers:
    def guess(self, api: Api, count: int) -> None:
        for number in range(count):
            assert log_in(browser(api, f"198.51.100.{number}"), "wrong") == 401

    def test_a_known_browser_is_not_held_back_by_them(self, api: Api) -> None:
        api.account()
        mine = browser(api, "203.0.113.7")
        assert log_in(mine) == 200

        self.guess(api, limits.LOGINS_OF_ACCOUNT.most)

        assert log_in(mine) == 200

    def test_an_unknown_browser_is_slowed_down_and_not_shut_out(self, api: Api, clock: Moving) -> None:
        api.account()
        self.guess(api, limits.LOGINS_OF_ACCOUNT.most)

        # Who guesses from where it was tried a moment ago waits a minute; the owner has a try of their own.
        assert log_in(browser(api, "198.51.100.1"), "wrong") == 429
        assert log_in(browser(api, "203.0.113.7")) == 200

    def test_a_device_is_of_one_account_and_dies_with_its_password(self, api: Api) -> None:
        first = api.account()
        mine = browser(api, "203.0.113.7")
        log_in(mine)
        SqlAccountStore(api.app.state.services.database).change(
            first, password_hash=passwords.hashed("another-password-of-mine")
        )
        self.guess(api, limits.LOGINS_OF_ACCOUNT.most)

        assert log_in(mine, "wrong") == 401
        assert log_in(mine, "wrong") == 429

    def test_a_right_login_leaves_no_attempt_behind(self, api: Api) -> None:
        api.account()
        log_in(browser(api, "203.0.113.7"))

        with api.app.state.services.database.read() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(login_attempts)).scalar_one() == 0


class TestSessions:
    def test_a_new_login_ends_the_session_that_the_browser_had(self, api: Api) -> None:
        api.account()
        mine = browser(api, "203.0.113.7")
        log_in(mine)
        before = mine.cookies["hitohata_session"]
        log_in(mine)

        other = browser(api, "203.0.113.7")
        other.cookies.set("hitohata_session", before)
        assert other.get("/api/console/session").status_code == 401
        assert mine.get("/api/console/session").status_code == 200

    def test_one_button_ends_all_others(self, api: Api) -> None:
        api.account()
        first, second, third = (browser(api, "203.0.113.7") for _ in range(3))
        assert [log_in(one) for one in (first, second, third)] == [200] * 3

        said = second.post("/console/me/sessions/others", data={"csrf": second.headers["x-csrf-token"]})

        assert "ほかの2つの端末" in said.text
        states = [one.get("/api/console/session").status_code for one in (first, second, third)]
        assert states == [401, 200, 401]

    @pytest.mark.parametrize(("idle", "longest"), [(timedelta(hours=9), False), (timedelta(hours=7), True)])
    def test_a_session_ends_when_idle_and_at_last_in_any_case(
        self, api: Api, clock: Moving, idle: timedelta, longest: bool
    ) -> None:
        api.account()
        mine = browser(api, "203.0.113.7")
        log_in(mine)
        statuses = []
        for _ in range(3):
            clock.moment += idle
            statuses.append(mine.get("/api/console/session").status_code)

        assert statuses == ([200, 200, 401] if longest else [401, 401, 401])

    def test_another_role_ends_what_was_open_under_the_old_one(self, api: Api) -> None:
        mine = api.account()
        sato = browser(api, "203.0.113.7")
        log_in(sato)
        SqlAccountStore(api.app.state.services.database).change(mine, role="auditor")

        assert sato.get("/api/console/session").status_code == 401


class TestStepUp:
    @pytest.fixture
    def manager(self, api: Api, clock: Moving) -> TestClient:
        api.account(role="manager")
        mine = browser(api, "203.0.113.7")
        log_in(mine)
        clock.moment += timedelta(minutes=11)
        return mine

    @pytest.mark.parametrize("route", sorted(STEP_UP))
    def test_what_opens_an_account_or_takes_data_out_asks_again(
        self, api: Api, manager: TestClient, route: str
    ) -> None:
        path, method = _door(api, route)

        asked = manager.request(method, path, data={"csrf": manager.headers["x-csrf-token"]}, follow_redirects=False)

        assert asked.status_code == 303
        assert asked.headers["location"].startswith("/console/prove?to=")

    def test_the_right_password_leads_back_and_holds_for_ten_minutes(self, manager: TestClient, clock: Moving) -> None:
        csrf = manager.headers["x-csrf-token"]
        led = manager.post(
            "/console/prove",
            data={"csrf": csrf, "password": PASSWORD, "to": "/console/audit.csv?day=x"},
            follow_redirects=False,
        )
        assert led.headers["location"] == "/console/audit.csv?day=x"
        assert manager.get("/console/accounts", follow_redirects=False).status_code == 200

        clock.moment += timedelta(minutes=11)
        assert manager.get("/console/accounts", follow_redirects=False).status_code == 303

    def test_a_wrong_password_leads_nowhere_and_guessing_ends(self, manager: TestClient) -> None:
        csrf = manager.headers["x-csrf-token"]
        for _ in range(limits.LOGINS_OF_ACCOUNT.most):
            assert manager.post("/console/prove", data={"csrf": csrf, "password": "wrong"}).status_code == 422

        assert manager.post("/console/prove", data={"csrf": csrf, "password": PASSWORD}).status_code == 422
        assert manager.get("/console/accounts", follow_redirects=False).status_code == 303

    def test_with_a_second_factor_the_password_alone_is_not_enough(
        self, api: Api, manager: TestClient, clock: Moving
    ) -> None:
        secret = pyotp.random_base32()
        store = SqlAccountStore(api.app.state.services.database)
        store.change(store.by_email(MAIL).id, totp_secret=secret)
        csrf = manager.headers["x-csrf-token"]
        given = {"csrf": csrf, "password": PASSWORD, "to": "/console/me"}

        assert manager.post("/console/prove", data=given).status_code == 422
        code = pyotp.TOTP(secret).at(clock.moment)
        proved = manager.post("/console/prove", data={**given, "code": code}, follow_redirects=False)
        assert proved.status_code == 303

    @pytest.mark.parametrize(
        "to", ["https://example.com/", "//example.com", "/console//example.com", "/api/x", "/console/\n", ""]
    )
    def test_it_never_leads_out_of_the_office(self, manager: TestClient, to: str) -> None:
        csrf = manager.headers["x-csrf-token"]
        led = manager.post(
            "/console/prove", data={"csrf": csrf, "password": PASSWORD, "to": to}, follow_redirects=False
        )

        assert led.headers["location"] == "/console"

    def test_a_session_from_before_this_rule_asks_too(self, api: Api, manager: TestClient) -> None:
        with api.app.state.services.database.write() as connection:
            connection.execute(sessions.update().values(proved_at=None))

        assert manager.get("/console/accounts", follow_redirects=False).status_code == 303


def _door(api: Api, route: str) -> tuple[str, str]:
    for one in api.app.routes:
        if getattr(one, "name", "") == route and one.path.startswith("/console"):
            path = one.path.replace("{account_id}", "a_1").replace("{conversation_id}", "c_1")
            return path, sorted(one.methods)[0]
    raise LookupError(route)
