from __future__ import annotations

import re

import pyotp
import pytest
import sqlalchemy as sa

from desk.accounts import second_factor
from desk.console.me import device
from desk.storage import tables as t
from desk.storage.office_store import OfficeStore, first_fault
from tests.desk.api import PASSWORD, SAMPLE, Api

WEEK = {
    f"d{weekday}_{number}_{part}": text
    for weekday in range(5)
    for number, times in enumerate([("09:00", "12:00", ""), ("13:00", "17:30", "17:00")])
    for part, text in zip(("begin", "end", "last"), times, strict=True)
}


def manager(api: Api):
    api.account("管理", "boss@example.jp", "manager")
    return api.log_in("boss@example.jp")


def post(browser, path: str, **fields: str):
    return browser.post(path, data={"csrf": browser.headers["x-csrf-token"], **fields})


def actions(api: Api) -> list[str]:
    return [e.action for e in reversed(OfficeStore(api.app.state.database).entries())]


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
        made = post(
            boss, "/console/accounts", name="新人", email="new@example.jp", role="consultant"
        )
        password = re.search(r"一度だけ表示）：(\S+?)</p>", made.text)[1]
        answer = api.http.post(
            "/api/console/login", json={"email": "new@example.jp", "password": password}
        )
        assert answer.status_code == 200
        account_id = answer.json()["account_id"]

        post(boss, f"/console/accounts/{account_id}", do="close")

        assert api.http.get("/api/console/session").status_code == 401
        again = api.http.post(
            "/api/console/login", json={"email": "new@example.jp", "password": password}
        )
        assert again.status_code == 401

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

        assert (answer.status_code, answer.headers["location"]) == (303, "/console")


class TestSecondFactor:
    def test_a_code_is_wanted_and_works_once(self, api: Api) -> None:
        api.account()
        sato = api.log_in()
        offered = post(sato, "/console/second-factor").text
        secret = re.search(r'name="secret" value="([A-Z2-7]+)"', offered)[1]
        now = api.app.state.services.clock.now()
        login = {"email": "sato@example.jp", "password": PASSWORD}
        totp = pyotp.TOTP(secret)

        assert (
            post(
                sato, "/console/second-factor/confirm", secret=secret, code=totp.at(now)
            ).status_code
            == 200
        )
        assert (
            api.http.post("/api/console/login", json=login).json()["error"]["code"] == "code_wanted"
        )
        repeated = api.http.post("/api/console/login", json=login | {"code": totp.at(now)})
        assert repeated.status_code == 401
        later = api.http.post(
            "/api/console/login", json=login | {"code": totp.at(int(now.timestamp()) + 30)}
        )
        assert later.status_code == 200

    def test_a_wrong_code_is_refused_and_full_width_digits_are_read(self, api: Api) -> None:
        now = api.app.state.services.clock.now()
        secret = second_factor.new_secret()
        code = pyotp.TOTP(secret).at(now)

        assert second_factor.step_of(
            secret, code.translate({48 + n: 0xFF10 + n for n in range(10)}), now
        )
        assert second_factor.step_of(secret, f"{(int(code) + 1) % 1_000_000:06}", now) is None


class TestAudit:
    def test_everything_that_is_seen_or_done_is_written_down(self, api: Api) -> None:
        api.account()
        case_id = api.hand_over().json()["case_id"]
        api.http.post("/api/console/login", json={"email": "sato@example.jp", "password": "wrong"})
        sato = api.log_in()

        sato.get(f"/api/console/cases/{case_id}")
        sato.get(f"/api/console/cases/{case_id}")
        sato.post(f"/api/console/cases/{case_id}/claim")
        sato.get("/api/console/search", params={"q": "犬"})
        sato.post(f"/api/console/cases/{case_id}/contact")
        sato.post(f"/api/console/cases/{case_id}/messages", json={"client_id": "r", "text": "はい"})
        sato.post("/api/console/logout")

        assert actions(api) == [
            "login_failed", "login", "view", "claim", "search", "show_contact", "send", "logout",
        ]  # fmt: skip

    def test_contacts_are_masked_until_they_are_asked_for(self, api: Api) -> None:
        api.account()
        contact = {"kind": "email", "value": "hanako@example.jp", "name": "はなこ"}
        case_id = api.hand_over(contact=contact, consent=SAMPLE.get("consent")).json()["case_id"]
        sato = api.log_in()

        page = sato.get(f"/api/console/cases/{case_id}").json()["case"]["contact"]
        whole = sato.post(f"/api/console/cases/{case_id}/contact").json()["contact"]

        assert (page["value"], page["name"]) == ("h…@example.jp", "…")
        assert (whole["value"], whole["name"]) == ("hanako@example.jp", "はなこ")

    def test_an_auditor_reads_the_log_and_no_contact(self, api: Api) -> None:
        api.account(role="auditor")
        case_id = api.hand_over().json()["case_id"]
        auditor = api.log_in()

        assert auditor.get("/console/audit").status_code == 200
        assert auditor.post(f"/api/console/cases/{case_id}/contact").status_code == 403

    def test_a_consultant_does_not_read_the_log(self, api: Api) -> None:
        api.account()

        assert api.log_in().get("/console/audit").status_code == 403

    def test_the_database_refuses_to_change_or_delete_an_entry(self, api: Api) -> None:
        manager(api)
        for statement in ("UPDATE audit_entries SET subject = 'x'", "DELETE FROM audit_entries"):
            with (
                pytest.raises(sa.exc.DBAPIError, match="append-only"),
                api.app.state.database.write() as connection,
            ):
                connection.execute(sa.text(statement))

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_entries SET action = 'view' WHERE number = 2",
            "DELETE FROM audit_entries WHERE number = 2",
        ],
    )
    def test_the_chain_shows_a_changed_row_even_without_the_triggers(
        self, api: Api, statement: str
    ) -> None:
        database = api.app.state.database
        store, now = OfficeStore(database), api.app.state.services.clock.now()
        for n in range(3):
            store.audit("export", f"cases {n}", now, account_name="佐藤")
        whole = first_fault(store.chain())
        with database.write() as connection:
            if database.is_sqlite:
                for word in ("update", "delete"):
                    connection.execute(sa.text(f"DROP TRIGGER audit_entries_no_{word}"))
            else:
                connection.execute(sa.text("DROP TRIGGER audit_entries_no_change ON audit_entries"))
            connection.execute(sa.text(statement))

        assert whole[:2] == (None, 3)
        assert first_fault(store.chain())[0] == 2


class TestAuditPage:
    def test_the_page_filters_and_says_that_the_chain_is_whole(self, api: Api) -> None:
        boss = manager(api)
        api.account()
        sato = api.log_in()
        sato.get("/api/console/search", params={"q": "犬の"})
        me = sato.get("/api/console/session").json()["account_id"]

        page = boss.get("/console/audit", params={"account": me, "action": "search"}).text

        assert "改ざんはありません" in page
        assert page.count("<td>検索した</td>") == 1
        assert "<td>ログインした</td>" not in page
        assert "犬の" not in page
        assert "<td>検索した</td>" not in boss.get("/console/audit?until=2020-01-01").text

    def test_the_csv_is_inert_and_an_entry_itself(self, api: Api) -> None:
        boss = manager(api)
        log = OfficeStore(api.app.state.database)
        log.audit("view", "=HYPERLINK(1)", api.app.state.services.clock.now(), account_name="-佐藤")

        answer = boss.get("/console/audit.csv")

        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert ",'-佐藤,相談を見た,'=HYPERLINK(1)," in answer.content.decode("utf-8-sig")
        assert actions(api)[-1] == "export_audit"

    @pytest.mark.parametrize("change", ["changed", "removed", "inserted"])
    def test_a_fault_is_shown_on_the_page(self, api: Api, change: str) -> None:
        boss = manager(api)
        for _ in range(3):
            boss.get("/console/audit")
        database = api.app.state.database
        e = t.audit_entries.c
        with database.write() as connection:
            if database.is_sqlite:
                for word in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER audit_entries_no_{word}")
            else:
                connection.exec_driver_sql("DROP TRIGGER audit_entries_no_change ON audit_entries")
            if change == "changed":
                connection.execute(t.audit_entries.update().where(e.number == 2).values(subject="x"))  # fmt: skip
            elif change == "removed":
                connection.execute(t.audit_entries.delete().where(e.number == 2))
            else:
                row = connection.execute(t.audit_entries.select().where(e.number == 2)).mappings().one()  # fmt: skip
                connection.execute(t.audit_entries.insert().values(**{**row, "number": 99}))

        page = boss.get("/console/audit").text

        assert "書き換えられたか、消されています" in page


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

        code = re.search(r"<code>([0-9a-f]{6}-[0-9a-f]{6})</code>", post(sato, "/console/me/recovery").text)[1]  # fmt: skip
        login = {"email": "sato@example.jp", "password": PASSWORD, "code": code.upper()}

        assert api.http.post("/api/console/login", json=login).status_code == 200
        assert api.http.post("/api/console/login", json=login).status_code == 401


class TestDemandedFactor:
    @pytest.mark.parametrize(
        ("rule", "role", "may"),
        [("all", "consultant", False), ("managers", "consultant", True), ("managers", "manager", False),
         ("managers", "auditor", False), ("optional", "manager", True)],
    )  # fmt: skip
    def test_without_it_only_its_own_page_opens(
        self, tmp_path, rule: str, role: str, may: bool
    ) -> None:
        api = Api(tmp_path, second_factor=rule)
        api.account(role=role)
        browser = api.log_in()

        assert browser.get("/api/console/session").json()["must_set_factor"] is not may
        path = "/console/audit" if role == "auditor" else "/api/console/cases"
        assert browser.get(path).status_code == (200 if may else 403)
        assert browser.get("/console/second-factor").status_code == 200
        api.app.state.database.close()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge・Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604", "Safari・iPhone"),
        ("testclient", "不明な端末"),
    ],
)  # fmt: skip
def test_a_device_is_called_as_its_owner_knows_it(agent: str, words: str) -> None:
    assert device(agent) == words


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
        assert f" aria-current=page>{name}</a>" in page
        assert " aria-current=page>予約</a>" in page
    assert "いま予約できる時間がありません" in sato.get("/console/appointments").text
    assert "いま予約できる時間がありません" in sato.get("/console/appointments/new").text
