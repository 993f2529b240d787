"""What consultants do beside answering: put off, give back, open again, call a colleague, print."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from desk.audit.store import AuditLog
from desk.cases import summary
from desk.conversation.models import Author
from desk.conversation_sql.transaction import SqlStore
from desk.db.schema import metadata
from tests.desk.api import Api


@pytest.fixture
def case_id(api: Api) -> str:
    api.account()
    api.account("鈴木", "suzuki@example.jp")
    api.migrant = api.visitor()
    api.migrant.post("/api/web/messages", json={"client_id": "c1", "text": "犬と住める家は？"})
    return api.hand_over(api.migrant.conversation_id).json()["case_id"]


def act(browser, case_id: str, action: str, **body: object):
    return browser.post(f"/api/console/cases/{case_id}/{action}", json=body)


def rows(browser, **query: str) -> list[dict]:
    return browser.get("/api/console/cases", params=query).json()["cases"]


def in_days(api: Api, days: float) -> str:
    return (api.app.state.services.clock.now() + timedelta(days=days)).isoformat()


class TestSnooze:
    def test_it_shows_in_the_list_until_the_migrant_writes(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")
        assert act(sato, case_id, "snooze", until=in_days(api, 1)).status_code == 200
        assert rows(sato)[0]["snooze"] == {
            "until": rows(sato)[0]["snooze"]["until"],
            "promise": False,
            "due": False,
        }

        api.migrant.post("/api/web/messages", json={"client_id": "c2", "text": "追記です"})

        assert rows(sato)[0]["snooze"] is None

    def test_a_promise_stays_until_it_is_ticked_off(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")
        act(sato, case_id, "snooze", until=in_days(api, 1), promise=True)
        api.migrant.post("/api/web/messages", json={"client_id": "c2", "text": "追記です"})
        assert rows(sato)[0]["snooze"]["promise"]

        act(sato, case_id, "wake")

        assert rows(sato)[0]["snooze"] is None

    @pytest.mark.parametrize("until", ["yesterday", "2026-11-25T10:00:00", "2020-01-01T00:00:00Z"])
    def test_a_time_that_cannot_be_is_refused(self, api: Api, case_id: str, until: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")

        assert act(sato, case_id, "snooze", until=until).status_code == 422


def test_a_case_given_back_waits_again_for_everybody(api: Api, case_id: str) -> None:
    sato, suzuki = api.log_in(), api.log_in("suzuki@example.jp")
    act(sato, case_id, "claim")
    assert act(suzuki, case_id, "release").status_code == 403

    assert act(sato, case_id, "release").status_code == 200

    assert rows(suzuki, state="queued")[0]["owner"] is None
    assert act(suzuki, case_id, "claim").status_code == 200


def test_a_closed_case_is_opened_again_without_a_word(api: Api, case_id: str) -> None:
    sato = api.log_in()
    act(sato, case_id, "claim")
    act(sato, case_id, "close")
    before = api.migrant.get("/api/web/messages").json()["messages"]

    assert act(sato, case_id, "reopen").status_code == 200

    assert api.migrant.get("/api/web/messages").json()["messages"] == before
    assert rows(sato, state="consultant")[0]["case_id"] == case_id
    assert act(sato, case_id, "reopen").status_code == 409


class TestMentions:
    def test_who_is_called_sees_it_until_they_look(self, api: Api, case_id: str) -> None:
        sato, suzuki = api.log_in(), api.log_in("suzuki@example.jp")

        act(sato, case_id, "notes", text="@鈴木 金額を見てください")

        [call] = suzuki.get("/api/console/cases").json()["calls"]
        assert (call["case_id"], call["author_name"]) == (case_id, "佐藤")
        assert "金額" not in json.dumps(call, ensure_ascii=False)
        assert sato.get("/api/console/cases").json()["calls"] == []
        act(suzuki, case_id, "viewing")
        assert suzuki.get("/api/console/cases").json()["calls"] == []

    @pytest.mark.parametrize(
        ("note", "called"),
        [
            ("@佐藤 お願いします", ["a1"]),
            ("＠佐藤花子さん、どうですか", ["a2"]),
            ("@佐藤 花子 @鈴木", ["a2", "a3"]),
            ("鈴木さんに聞く。sato@example.jp", []),
            ("@佐藤 と @佐藤", ["a1"]),
        ],
    )
    def test_a_name_after_an_at_is_a_call(self, note: str, called: list[str]) -> None:
        names = {"a1": "佐藤", "a2": "佐藤 花子", "a3": "鈴木"}

        assert summary.called(note, names) == called


def test_a_note_is_nowhere_but_among_the_notes(api: Api, case_id: str) -> None:
    """Everything that can leave the desk is looked through: messages, outbox, turns, returns, the record on paper."""
    secret = "内緒の走り書き"
    sato = api.log_in()
    act(sato, case_id, "claim")
    act(sato, case_id, "notes", text=f"@鈴木 {secret}")
    act(sato, case_id, "messages", client_id="r1", text="こんにちは")
    act(sato, case_id, "return")
    seen = [
        api.migrant.get("/api/web/messages").text,
        sato.get(f"/console/cases/{case_id}/record", params={"talk": "true"}).text,
    ]
    assert all("こんにちは" in text for text in seen)
    with api.app.state.services.database.read() as connection:
        for name in sa.inspect(connection).get_table_names():
            if name == "notes":
                continue
            table = metadata.tables.get(name)
            if table is not None:
                seen += [str(dict(row)) for row in connection.execute(sa.select(table)).mappings()]

    assert [text for text in seen if secret in text] == []


def test_colleagues_see_who_writes_and_the_migrant_only_the_owner(api: Api, case_id: str) -> None:
    sato, suzuki = api.log_in(), api.log_in("suzuki@example.jp")
    act(sato, case_id, "claim")

    act(suzuki, case_id, "typing")

    assert rows(sato)[0]["writers"] == ["鈴木"]
    signs = api.app.state.services.signs
    assert signs.who("consultant_typing", api.migrant.conversation_id) == []
    act(sato, case_id, "typing")
    assert signs.who("consultant_typing", api.migrant.conversation_id) == ["佐藤"]


class TestLongConversations:
    @pytest.fixture
    def long(self, api: Api, case_id: str) -> str:
        store = SqlStore(api.app.state.services.database)
        now = api.app.state.services.clock.now()
        with store.write() as tx:
            for number in range(250):
                words = [{"type": "text", "text": f"{number}番"}]
                tx.append(api.migrant.conversation_id, Author.USER, "あなた", words, now)
        return case_id

    def test_the_newest_come_first_and_the_older_page_by_page(self, api: Api, long: str) -> None:
        sato = api.log_in()
        page = sato.get(f"/api/console/cases/{long}").json()
        found = [m["seq"] for m in page["messages"]]
        assert (len(found), page["has_older"]) == (100, True)

        while page["has_older"]:
            address = f"/api/console/cases/{long}/messages"
            page = sato.get(address, params={"before": found[0]}).json()
            found = [m["seq"] for m in page["messages"]] + found

        assert found == list(range(1, found[-1] + 1))

    def test_a_reading_keeps_what_was_opened(self, api: Api, long: str) -> None:
        sato = api.log_in()

        page = sato.get(f"/api/console/cases/{long}", params={"since": 50}).json()

        assert (page["messages"][0]["seq"], page["has_older"]) == (50, True)


class TestBrief:
    def test_it_tells_what_was_answered_and_what_was_not(self, api: Api, case_id: str) -> None:
        store = SqlStore(api.app.state.services.database)
        now = api.app.state.services.clock.now()
        for number, (words, outcome, label) in enumerate(
            [
                ("犬と住める？", "answer", "housing/pet_housing"),
                ("猫も？", "answer", "housing/pet_housing"),
                ("馬は飼える？", "fallback", None),
                ("人に相談する", "answer", "request_human"),
            ]
        ):
            with store.write() as tx:
                part = [{"type": "text", "text": words}]
                tx.append(
                    api.migrant.conversation_id,
                    Author.USER,
                    "あなた",
                    part,
                    now,
                    outside_id=f"x{number}",
                )
                known = {"outcome": outcome, "label": label, "confidence": 0.9}
                tx.set_understanding(api.migrant.conversation_id, f"x{number}", known)

        api.migrant.post("/api/web/messages", json={"client_id": "c9", "text": "よろしくお願いします"})

        page = api.log_in().get(f"/api/console/cases/{case_id}").json()

        assert page["case"]["summary"] == {
            "topics": ["housing/pet_housing"],
            "last_question": "馬は飼える？",
            "failed": ["馬は飼える？"],
        }
        assert page["titles"]["housing/pet_housing"]


class TestRecord:
    def test_it_holds_the_case_and_no_contact(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")
        act(sato, case_id, "messages", client_id="r1", text="<b>大家さんに</b>聞きます")

        page = sato.get(f"/console/cases/{case_id}/record")

        assert page.status_code == 200
        assert "令和8年11月24日(火) 10:00" in page.text
        assert "&lt;b&gt;大家さんに" in page.text
        assert "migrant@example.jp" not in page.text
        assert "犬と住める家は？" not in page.text
        whole = sato.get(f"/console/cases/{case_id}/record", params={"talk": "true"})
        assert "犬と住める家は？" in whole.text

    def test_it_is_written_down_and_auditors_may_not(self, api: Api, case_id: str) -> None:
        api.account("監査", "audit@example.jp", "auditor")
        sato = api.log_in()
        sato.get(f"/console/cases/{case_id}/record")

        assert "print_record" in [e.action for e in api.app.state.services.of(AuditLog).entries()]
        auditor = api.log_in("audit@example.jp")
        assert auditor.get(f"/console/cases/{case_id}/record").status_code == 403
        assert sato.get("/console/cases/none/record").status_code == 404


class TestCanned:
    def chief(self, api: Api):
        api.account("主任", "chief@example.jp", "supervisor")
        browser = api.log_in("chief@example.jp")
        csrf = browser.headers["x-csrf-token"]
        return lambda **fields: browser.post("/console/canned", data={"csrf": csrf, **fields})

    def test_the_first_ones_are_there_in_both_registers(self, api: Api, case_id: str) -> None:
        answer = api.log_in().get("/api/console/canned").json()

        assert {reply["register"] for reply in answer["replies"]} == {"formal", "easy"}
        assert answer["values"] == {
            "今日": "11月24日(火)",
            "次の受付": "11月24日(火) 13:00",
            "次の営業日": "11月25日(水)",
        }

    def test_a_supervisor_changes_adds_and_deletes(self, api: Api, case_id: str) -> None:
        save, sato = self.chief(api), api.log_in()
        assert save(id="", title="雪の話", register="easy", text="雪（ゆき）は {今日} …").status_code == 200
        [reply] = [r for r in sato.get("/api/console/canned").json()["replies"] if r["title"] == "雪の話"]

        save(id=reply["id"], title="雪の話", register="formal", text="雪は")
        assert save(id=reply["id"], do="delete").status_code == 422
        assert "雪は" in sato.get("/api/console/canned").text
        save(id=reply["id"], do="delete", sure="yes")

        assert "雪の話" not in sato.get("/api/console/canned").text

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "", "register": "formal", "text": "文"},
            {"title": "題", "register": "rude", "text": "文"},
            {"title": "題", "register": "formal", "text": ""},
            {"title": "題", "register": "formal", "text": "{氏名}さま"},
            {"title": "題", "register": "formal", "text": "あ" * 2_001},
        ],
    )
    def test_what_cannot_be_used_is_refused(self, api: Api, case_id: str, fields: dict) -> None:
        assert self.chief(api)(id="", **fields).status_code == 422

    def test_consultants_may_not(self, api: Api, case_id: str) -> None:
        assert api.log_in().get("/console/canned").status_code == 403


class TestToday:
    def test_answers_past_their_review_are_named_oldest_first(
        self, api: Api, case_id: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = api.app.state.services.clock
        earlier, later = clock.now() - timedelta(days=400), clock.now() + timedelta(days=3_000)
        monkeypatch.setattr(clock, "now", lambda: earlier)
        assert api.log_in().get("/api/console/today").json() == {
            "to_review": [],
            "line": None,
            "unanswered": None,
        }
        monkeypatch.setattr(clock, "now", lambda: later)

        due = api.log_in().get("/api/console/today").json()["to_review"]

        assert [entry["review_by"] for entry in due] == sorted(e["review_by"] for e in due)
        assert len(due) > 50


def test_the_next_days_are_days_on_which_somebody_is_there(api: Api, case_id: str) -> None:
    found = api.log_in().get("/api/console/openings").json()["openings"]

    assert found == [f"2026-11-{day}T09:00:00+09:00" for day in (25, 26, 27)]


def test_the_header_leads_to_the_pages_of_ones_role(api: Api, case_id: str) -> None:
    api.account("管理", "boss@example.jp", "manager")
    names = {
        email: [page["name"] for page in api.log_in(email).get("/api/console/session").json()["pages"]]
        for email in ("sato@example.jp", "boss@example.jp")
    }

    assert "定型文" in names["boss@example.jp"]
    assert "定型文" not in names["sato@example.jp"]


def test_colleagues_see_that_the_owner_has_gone(api: Api, case_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    act(api.log_in(), case_id, "claim")
    suzuki = api.log_in("suzuki@example.jp")
    assert not rows(suzuki)[0]["owner_away"]
    clock = api.app.state.services.clock
    later = clock.now() + timedelta(minutes=3)

    monkeypatch.setattr(clock, "now", lambda: later)

    assert rows(suzuki)[0]["owner_away"]


def test_earlier_cases_of_the_same_person_are_linked(api: Api, case_id: str) -> None:
    contact = {"kind": "email", "value": "same@example.jp"}
    again = api.hand_over(contact=contact).json()["case_id"]
    third = api.hand_over(contact=contact).json()["case_id"]
    sato = api.log_in()

    def earlier(found: str) -> list[str]:
        page = sato.get(f"/api/console/cases/{found}").json()
        return [item["id"] for item in page["case"]["earlier"]]

    assert earlier(third) == [again]
    assert earlier(case_id) == []


def test_scripts_are_asked_for_anew_and_kept(api: Api) -> None:
    first = api.http.get("/console.js")
    assert first.headers["cache-control"] == "no-cache"

    again = api.http.get("/console.js", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
