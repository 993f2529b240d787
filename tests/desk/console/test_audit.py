from __future__ import annotations

import pytest
import sqlalchemy as sa

from desk.audit import tables as audit_tables
from desk.audit.store import AuditLog, first_fault
from tests.desk.api import SAMPLE, Api
from tests.desk.console.office import actions, manager


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
            "login_failed",
            "login",
            "view",
            "claim",
            "search",
            "show_contact",
            "send",
            "logout",
        ]

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
                api.app.state.services.database.write() as connection,
            ):
                connection.execute(sa.text(statement))

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_entries SET action = 'view' WHERE number = 2",
            "DELETE FROM audit_entries WHERE number = 2",
        ],
    )
    def test_the_chain_shows_a_changed_row_even_without_the_triggers(self, api: Api, statement: str) -> None:
        database = api.app.state.services.database
        store, now = AuditLog(database), api.app.state.services.clock.now()
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
        log = AuditLog(api.app.state.services.database)
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
        database = api.app.state.services.database
        e = audit_tables.audit_entries.c
        with database.write() as connection:
            if database.is_sqlite:
                for word in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER audit_entries_no_{word}")
            else:
                connection.exec_driver_sql("DROP TRIGGER audit_entries_no_change ON audit_entries")
            if change == "changed":
                connection.execute(audit_tables.audit_entries.update().where(e.number == 2).values(subject="x"))
            elif change == "removed":
                connection.execute(audit_tables.audit_entries.delete().where(e.number == 2))
            else:
                row = connection.execute(audit_tables.audit_entries.select().where(e.number == 2)).mappings().one()
                connection.execute(audit_tables.audit_entries.insert().values(**{**row, "number": 99}))

        page = boss.get("/console/audit").text

        assert "書き換えられたか、消されています" in page
