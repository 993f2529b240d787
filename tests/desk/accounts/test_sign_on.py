"""Single sign-on against a real provider on loopback: who gets in, and by which way back."""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from desk.accounts.store import SqlAccountStore
from desk.accounts.tables import sign_on_attempts
from desk.audit.store import AuditLog
from tests.desk.accounts.oidc import (
    Provider,
)
from tests.desk.accounts.signing_on import BEGIN, a_browser, is_refused, way_back
from tests.desk.api import Api


class TestGoodLogin:
    def test_the_account_of_the_verified_mail_is_logged_in_with_its_local_role(
        self, desk: Api, provider: Provider
    ) -> None:
        provider.mail, provider.change = "Sato@Example.JP", {"role": "manager", "groups": ["admin"]}
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert (answer.status_code, answer.headers["location"]) == (303, "/console")
        session = browser.get("/api/console/session").json()
        assert (session["name"], session["role"]) == ("佐藤", "consultant")
        entry = desk.app.state.services.of(AuditLog).entries(1)[0]
        assert (entry.action, entry.account_name) == ("login_sso", "佐藤")

    def test_changes_need_the_sessions_csrf_token_as_ever(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        browser.get(way_back(browser, provider))
        token = browser.get("/api/console/session").json()["csrf"]

        without = browser.post("/api/console/duty", json={"on_duty": False})
        with_it = browser.post("/api/console/duty", json={"on_duty": False}, headers={"x-csrf-token": token})

        assert (without.status_code, with_it.status_code) == (403, 200)

    def test_cookies_are_closed_to_scripts_and_the_first_is_gone_afterwards(
        self, desk: Api, provider: Provider
    ) -> None:
        browser = a_browser(desk)
        out = browser.get(BEGIN)
        back = browser.get(provider.authorize(out.headers["location"]))

        first = out.headers["set-cookie"].lower()
        assert all(part in first for part in ("httponly", "samesite=lax", "path=/console/sso"))
        second, gone = back.headers.get_list("set-cookie")
        assert "httponly" in second.lower()
        assert "samesite=strict" in second.lower()
        assert gone.startswith('hitohata_sso="";')

    def test_the_second_factor_is_the_providers_matter(self, desk: Api, provider: Provider) -> None:
        people = SqlAccountStore(desk.app.state.services.database)
        account = people.by_email("sato@example.jp")
        assert account is not None
        people.change(account.id, totp_secret="JBSWY3DPEHPK3PXP")
        browser = a_browser(desk)

        assert browser.get(way_back(browser, provider)).headers["location"] == "/console"
        assert browser.get("/api/console/session").status_code == 200

    def test_passwords_still_work(self, desk: Api) -> None:
        assert desk.log_in().get("/api/console/session").status_code == 200

    def test_the_session_ends_when_the_account_is_closed(self, desk: Api, provider: Provider) -> None:
        people = SqlAccountStore(desk.app.state.services.database)
        account = people.by_email("sato@example.jp")
        assert account is not None
        browser = a_browser(desk)
        browser.get(way_back(browser, provider))
        assert browser.get("/api/console/session").status_code == 200

        people.change(account.id, is_active=False)
        assert browser.get("/api/console/session").status_code == 401
        people.change(account.id, is_active=True)
        assert browser.get("/api/console/session").status_code == 401


class TestAccounts:
    def test_nobodys_mail_makes_no_account(self, desk: Api, provider: Provider) -> None:
        provider.mail = "nobody@example.jp"
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "no_account")
        assert "nobody@" not in answer.text
        assert len(SqlAccountStore(desk.app.state.services.database).everybody()) == 1

    def test_a_closed_account_looks_like_none(self, desk: Api, provider: Provider) -> None:
        people = SqlAccountStore(desk.app.state.services.database)
        account = people.by_email("sato@example.jp")
        assert account is not None
        people.change(account.id, is_active=False)
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "closed_account")
        # Whoever reads the log learns who came; who came does not learn that there is an account.
        assert desk.app.state.services.of(AuditLog).entries(1)[0].account_name == "佐藤"
        provider.mail = "nobody@example.jp"
        assert browser.get(way_back(browser, provider)).text == answer.text


class TestWhoseItIs:
    def test_an_address_given_to_a_new_colleague_does_not_give_the_account(self, desk: Api, provider: Provider) -> None:
        browser, other = a_browser(desk), a_browser(desk)
        browser.get(way_back(browser, provider))
        browser.post("/api/console/logout", headers=its_csrf(browser))
        provider.change = {"sub": "a new colleague"}

        answer = other.get(way_back(other, provider))

        assert is_refused(desk, other, answer, "another_person")
        assert desk.app.state.services.of(AuditLog).entries(1)[0].account_name == "佐藤"
        provider.change = {}
        assert browser.get(way_back(browser, provider)).headers["location"] == "/console"

    def test_an_address_that_changed_keeps_the_account(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        browser.get(way_back(browser, provider))
        provider.mail = "married@example.jp"
        later = a_browser(desk)

        later.get(way_back(later, provider))

        assert later.get("/api/console/session").json()["name"] == "佐藤"

    def test_a_manager_unties_it_for_the_next_to_come(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        browser.get(way_back(browser, provider))
        account_id = browser.get("/api/console/session").json()["account_id"]
        desk.account("管理", "boss@example.jp", "manager")
        boss = desk.log_in("boss@example.jp")
        page = boss.get("/console/accounts").text
        assert page.count("庁内アカウントとのつながりを外す</button>") == 1

        form = {"do": "sso", "csrf": boss.headers["x-csrf-token"]}
        page = boss.post(f"/console/accounts/{account_id}", data=form).text

        assert "庁内アカウントとのつながりを外す</button>" not in page
        provider.change = {"sub": "a new colleague"}
        other = a_browser(desk)
        assert other.get(way_back(other, provider)).headers["location"] == "/console"

    def test_what_another_provider_said_before_does_not_hold(self, desk: Api, provider: Provider) -> None:
        people = SqlAccountStore(desk.app.state.services.database)
        account = people.by_email("sato@example.jp")
        people.change(account.id, sso_identity="https://former.example.jp 1")
        browser = a_browser(desk)

        assert browser.get(way_back(browser, provider)).headers["location"] == "/console"
        assert people.by_id(account.id).sso_identity == f"{provider.issuer} 1"

    def test_of_two_first_logins_at_once_one_gets_it(self, desk: Api, provider: Provider) -> None:
        people = SqlAccountStore(desk.app.state.services.database)
        account = people.by_email("sato@example.jp")
        assert people.bind_sso(account.id, "https://a.example.jp 1", None)
        assert not people.bind_sso(account.id, "https://a.example.jp 2", None)
        assert people.by_sso_identity("https://a.example.jp 1") == people.by_id(account.id)


def its_csrf(browser: TestClient) -> dict[str, str]:
    return {"x-csrf-token": browser.get("/api/console/session").json()["csrf"]}


class TestState:
    def test_missing_or_made_up(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        path = way_back(browser, provider)

        for wrong in (path.replace("state=", "other="), path + "x"):
            assert is_refused(desk, browser, browser.get(wrong), "attempt", 400)
            # Its cookie is gone as well: the next begins anew.
            path = way_back(browser, provider)

    def test_used_twice(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        path = way_back(browser, provider)
        cookie = browser.cookies["hitohata_sso"]
        provider.change = {"nonce": "another"}
        browser.get(path)
        provider.change = {}
        browser.cookies.set("hitohata_sso", cookie, path="/console/sso")

        assert is_refused(desk, browser, browser.get(path), "attempt", 400)

    def test_of_another_browser_and_the_first_still_gets_in(self, desk: Api, provider: Provider) -> None:
        mine, others = a_browser(desk), a_browser(desk)
        path = way_back(mine, provider)
        way_back(others, provider)

        assert is_refused(desk, others, others.get(path), "attempt", 400)
        assert mine.get(path).headers["location"] == "/console"

    def test_too_old(self, desk: Api, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = a_browser(desk)
        path = way_back(browser, provider)
        clock = desk.app.state.services.clock
        later = clock.now() + timedelta(minutes=10, seconds=1)
        monkeypatch.setattr(clock, "now", lambda: later)

        assert is_refused(desk, browser, browser.get(path), "attempt", 400)

    def test_old_ones_are_forgotten(self, desk: Api, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
        way_back(a_browser(desk), provider)
        clock = desk.app.state.services.clock
        later = clock.now() + timedelta(minutes=11)
        monkeypatch.setattr(clock, "now", lambda: later)
        way_back(a_browser(desk), provider)

        with desk.app.state.services.database.read() as connection:
            assert len(connection.execute(sa.select(sign_on_attempts)).all()) == 1

    def test_nothing_that_opens_a_login_stands_in_the_database(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        out = browser.get(BEGIN)
        state = parse_qs(urlsplit(out.headers["location"]).query)["state"][0]

        with desk.app.state.services.database.read() as connection:
            row = str(connection.execute(sa.select(sign_on_attempts)).one())
        assert state not in row
        assert browser.cookies["hitohata_sso"] not in row

    def test_the_answer_of_another_provider(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        path = f"{way_back(browser, provider)}&iss=https://another.example.jp"

        assert is_refused(desk, browser, browser.get(path), "token")
        assert "/token" not in provider.asked

    def test_a_login_given_up_at_the_provider(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        out = browser.get(BEGIN)

        answer = browser.get(provider.decline(out.headers["location"]))

        assert is_refused(desk, browser, answer, "declined")
        assert "given up" not in answer.text
        desk.account("田中", "tanaka@example.jp", "auditor")
        log = desk.log_in("tanaka@example.jp").get("/console/audit").text
        assert "確認先でログインしなかった" in log

    @pytest.mark.parametrize(
        ("said", "reason", "status", "detail"),
        [
            ("login_required", "declined", 403, "login_required"),
            ("unauthorized_client", "declined", 403, "unauthorized_client"),
            ("temporarily_unavailable", "away", 503, "temporarily_unavailable"),
            ("sato@example.jp", "declined", 403, ""),
            ("", "declined", 403, ""),
        ],
    )
    def test_an_error_of_the_provider(
        self,
        desk: Api,
        provider: Provider,
        caplog: pytest.LogCaptureFixture,
        said: str,
        reason: str,
        status: int,
        detail: str,
    ) -> None:
        browser = a_browser(desk)
        # A code beside it changes nothing.
        path = f"{way_back(browser, provider)}&error={said}"
        with caplog.at_level(logging.INFO, "desk"):
            answer = browser.get(path)

        assert is_refused(desk, browser, answer, reason, status)
        assert f"reason={reason} detail={detail}\n" in caplog.text
        assert "/token" not in provider.asked

    def test_a_code_that_the_provider_does_not_take(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        path = way_back(browser, provider)
        provider.codes.clear()

        assert is_refused(desk, browser, browser.get(path), "code")

    @pytest.mark.parametrize(
        "more",
        [
            "next=https://evil.example",
            "redirect_uri=//evil.example",
            "return_to=%2f%2fevil.example",
        ],
    )
    def test_nothing_leads_elsewhere(self, desk: Api, provider: Provider, more: str) -> None:
        browser = a_browser(desk)
        out = browser.get(f"{BEGIN}?{more}", headers={"host": "evil.example"})
        assert out.headers["location"].startswith(f"{provider.issuer}/authorize?")
        assert "evil" not in out.headers["location"]
        browser.cookies.set("hitohata_sso", out.cookies["hitohata_sso"], path="/console/sso")

        back = browser.get(f"{provider.authorize(out.headers['location'])}&{more}")

        assert back.headers["location"] == "/console"


def test_without_settings_it_is_off_and_says_so(api: Api) -> None:
    browser = a_browser(api)

    assert browser.get("/api/console/ways").json() == {"sso": False}
    for path in (BEGIN, "/console/sso/callback?code=1&state=1"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert '<a href="/console">' in answer.text


def test_the_login_page_learns_of_it(desk: Api) -> None:
    assert desk.http.get("/api/console/ways").json() == {"sso": True}
