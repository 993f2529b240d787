from __future__ import annotations

import re

import pyotp
import pytest

from desk.accounts import second_factor
from desk.accounts.store import SqlAccountStore
from tests.desk.api import PASSWORD, Api
from tests.desk.console.office import manager, post

WEEK = {
    f"d{weekday}_{number}_{part}": text
    for weekday in range(5)
    for number, times in enumerate([("09:00", "12:00", ""), ("13:00", "17:30", "17:00")])
    for part, text in zip(("begin", "end", "last"), times, strict=True)
}


class TestHours:
    def test_a_closure_saved_in_the_console_holds_for_every_channel(self, api: Api) -> None:
        boss = manager(api)

        saved = post(boss, "/console/hours", **WEEK, s0_day="2026-11-24", s0_name="臨時休業")

        assert saved.status_code == 200
        assert "11月25日(水) 9:00" in saved.text
        assert api.hand_over().json()["state"] == "message_left"
        greeting = api.visitor().get("/api/web/messages").json()["messages"][0]["parts"][0]["text"]
        assert "受付時間外" in greeting

    def test_rules_that_cannot_be_read_change_nothing(self, api: Api) -> None:
        boss = manager(api)

        refused = post(
            boss,
            "/console/hours",
            d0_0_begin="12:00",
            d0_0_end="09:00",
            s0_day="",
            s0_name="<script>",
        )

        assert refused.status_code == 422
        assert "<script>" not in refused.text
        # Nothing that was typed is lost.
        assert 'value="&lt;script&gt;"' in refused.text
        assert api.hand_over().json()["state"] == "queued"

    @pytest.mark.parametrize("role", ["consultant", "auditor"])
    def test_others_may_not(self, api: Api, role: str) -> None:
        api.account(role=role)

        assert post(api.log_in(), "/console/hours", **WEEK).status_code == 403

    def test_a_form_without_the_token_changes_nothing(self, api: Api) -> None:
        boss = manager(api)

        assert boss.post("/console/hours", data=WEEK).status_code == 403


class TestAccounts:
    def test_a_new_account_can_log_in_and_a_closed_one_is_out_at_once(self, api: Api) -> None:
        boss = manager(api)
        made = post(boss, "/console/accounts", name="新人", email="new@example.jp", role="consultant")
        password = re.search(r"<li><code>(\S+?)</code>", made.text)[1]
        answer = api.http.post("/api/console/login", json={"email": "new@example.jp", "password": password})
        assert answer.status_code == 200
        account_id = answer.json()["account_id"]

        post(boss, f"/console/accounts/{account_id}", do="close")

        assert api.http.get("/api/console/session").status_code == 401
        again = api.http.post("/api/console/login", json={"email": "new@example.jp", "password": password})
        assert again.status_code == 401

    def test_a_name_and_a_mail_address_are_corrected_and_written_down(self, api: Api) -> None:
        boss = manager(api)
        path = f"/console/accounts/{api.account('鈴木 花子', 'suzuki@example.jp')}/details"
        assert 'value="鈴木 花子"' in boss.get(path).text

        page = post(boss, path, name="小樽 花子", email=" Otaru@Example.jp ")

        assert page.url.path == "/console/accounts"
        assert "小樽 花子 さんの名前とメールアドレスを保存しました" in page.text
        assert "<td>otaru@example.jp</td>" in page.text
        assert api.log_in("otaru@example.jp").get("/api/console/session").json()["name"] == "小樽 花子"
        log = boss.get("/console/audit").text
        assert "名前：鈴木 花子 → 小樽 花子" in log
        assert "メールアドレス：suzuki@example.jp → otaru@example.jp" in log

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"name": "", "email": "a@example.jp"}, "確かめてください"),
            ({"name": "鈴木", "email": "だめ"}, "確かめてください"),
            ({"name": "鈴木", "email": "sato@example.jp"}, "もうあります"),
        ],
    )
    def test_what_no_account_can_have_is_refused_and_kept_in_the_form(
        self, api: Api, fields: dict[str, str], words: str
    ) -> None:
        boss = manager(api)
        api.account()
        account_id = api.account("鈴木 花子", "suzuki@example.jp")

        page = post(boss, f"/console/accounts/{account_id}/details", **fields)

        assert page.status_code in {409, 422}
        assert words in page.text
        assert f'value="{fields["email"]}"' in page.text
        kept = SqlAccountStore(api.app.state.services.database).by_id(account_id)
        assert (kept.name, kept.email) == ("鈴木 花子", "suzuki@example.jp")
        assert post(boss, "/console/accounts/nobody/details", **fields).status_code == 404

    def test_nobody_closes_the_own_account(self, api: Api) -> None:
        boss = manager(api)
        me = boss.get("/api/console/session").json()["account_id"]

        assert post(boss, f"/console/accounts/{me}", do="close").status_code == 409

    @pytest.mark.parametrize("role", ["consultant", "supervisor", "auditor"])
    def test_only_managers_manage(self, api: Api, role: str) -> None:
        api.account(role=role)
        browser = api.log_in()

        assert browser.get("/console/accounts").status_code == 403
        assert post(browser, "/console/accounts", name="x", email="x@y.jp").status_code == 403

    def test_who_is_not_logged_in_comes_to_the_login(self, api: Api) -> None:
        answer = api.http.get("/console/accounts", follow_redirects=False)

        assert (answer.status_code, answer.headers["location"]) == (303, "/console?to=%2Fconsole%2Faccounts")


class TestSecondFactor:
    def test_a_code_is_wanted_and_works_once(self, api: Api) -> None:
        api.account()
        sato = api.log_in()
        offered = post(sato, "/console/second-factor").text
        secret = re.search(r'name="secret" value="([A-Z2-7]+)"', offered)[1]
        now = api.app.state.services.clock.now()
        login = {"email": "sato@example.jp", "password": PASSWORD}
        totp = pyotp.TOTP(secret)

        assert post(sato, "/console/second-factor/confirm", secret=secret, code=totp.at(now)).status_code == 200
        assert api.http.post("/api/console/login", json=login).json()["error"]["code"] == "code_wanted"
        repeated = api.http.post("/api/console/login", json=login | {"code": totp.at(now)})
        assert repeated.status_code == 401
        later = api.http.post("/api/console/login", json=login | {"code": totp.at(int(now.timestamp()) + 30)})
        assert later.status_code == 200

    def test_a_wrong_code_is_refused_and_full_width_digits_are_read(self, api: Api) -> None:
        now = api.app.state.services.clock.now()
        secret = second_factor.new_secret()
        code = pyotp.TOTP(secret).at(now)

        assert second_factor.step_of(secret, code.translate({48 + n: 0xFF10 + n for n in range(10)}), now)
        assert second_factor.step_of(secret, f"{(int(code) + 1) % 1_000_000:06}", now) is None


def test_a_refused_page_of_the_office_is_a_page_with_a_way_on(api: Api) -> None:
    api.account()
    sato = api.log_in()

    refused = sato.get("/console/accounts")
    missing = sato.get("/console/no-such-page")

    for answer, status in ((refused, 403), (missing, 404)):
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        assert 'role="alert"' in answer.text
        assert 'href="/console"' in answer.text
    assert sato.get("/api/console/no-such-call").headers["content-type"] == "application/json"


def test_an_auditor_can_log_out_of_the_office(api: Api) -> None:
    api.account(role="auditor")
    auditor = api.log_in()
    assert "ログアウト" in auditor.get("/console/audit").text

    fields = {"csrf": auditor.headers["x-csrf-token"]}
    left = auditor.post("/console/me/logout", data=fields, follow_redirects=False)

    assert left.status_code == 303
    assert auditor.get("/api/console/session").status_code == 401


def test_pages_of_appointments_share_a_bar_and_say_when_nothing_is_free(api: Api) -> None:
    api.account()
    sato = api.log_in()

    for path, name in (("", "予約の一覧"), ("/new", "予約を作る"), ("/times", "予約できる時間")):
        page = sato.get(f"/console/appointments{path}").text
        assert f' aria-current="page">{name}</a>' in page
        assert ' aria-current="page">予約</a>' in page
    assert "いま予約できる時間がありません" in sato.get("/console/appointments").text
    assert "いま予約できる時間がありません" in sato.get("/console/appointments/new").text
