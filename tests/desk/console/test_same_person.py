"""One person on the web and on LINE: joined by a consultant, parted again, and notes that follow the person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from desk.appointments.store import AppointmentStore
from desk.audit.store import AuditLog
from desk.conversation_sql import privacy_tables
from desk.conversation_sql.conversation_tables import same_person
from desk.conversation_sql.erasure import erase
from desk.conversation_sql.exclusions import STOP, restrict
from tests.desk.api import Api
from tests.desk.appointments.conftest import weekdays

MAIL = {"kind": "email", "value": "taro@example.jp", "name": "たろう"}
YES = {"given": True, "text": "同意します", "at": None}


class Person:
    """Somebody with a case."""

    def __init__(self, api: Api, **change: object) -> None:
        self.http = api.visitor()
        made = api.hand_over(self.http.conversation_id, **{"contact": None, **change}).json()
        self.case_id, self.receipt = made["case_id"], made["receipt"]


@pytest.fixture
def sato(api: Api):
    api.account()
    return api.log_in()


def act(sato, one: Person, path: str, **body: object):
    return sato.post(f"/api/console/cases/{one.case_id}/{path}", json=body)


def join(sato, one: Person, other: Person):
    return act(sato, one, "same-person", receipt=other.receipt)


def page(sato, one: Person) -> dict:
    return sato.get(f"/api/console/cases/{one.case_id}").json()


def others(sato, one: Person) -> dict[str, str]:
    return {item["receipt"]: item["how"] for item in page(sato, one)["case"]["earlier"]}


class TestJoining:
    def test_both_cases_show_each_other_and_nobody_is_told(self, api: Api, sato) -> None:
        web, line = Person(api), Person(api)
        before = line.http.get("/api/web/messages").json()["messages"]
        assert others(sato, web) == {}

        assert join(sato, web, line).status_code == 201

        assert others(sato, web) == {line.receipt: "joined"}
        assert others(sato, line) == {web.receipt: "joined"}
        assert line.http.get("/api/web/messages").json()["messages"] == before
        log = AuditLog(api.app.state.services.database)
        [entry] = log.entries(action="join_person")
        assert entry.subject == web.case_id
        assert line.receipt in log.completions([entry.number])[entry.number][0].detail

    def test_the_other_case_is_looked_at_first_without_its_words(self, api: Api, sato) -> None:
        web, mail = Person(api), Person(api, question="内緒のこと", contact=MAIL, consent=YES)
        typed = mail.receipt.replace("-", "").lower()

        found = sato.get(f"/api/console/cases/{web.case_id}/same-person", params={"receipt": typed})

        assert found.json()["case_id"] == mail.case_id
        assert found.json()["contact"] == "t…@example.jp"
        assert "内緒" not in found.text

    def test_parted_again_nothing_is_left(self, api: Api, sato) -> None:
        web, line = Person(api), Person(api)
        join(sato, web, line)

        assert act(sato, line, "same-person/part", receipt=web.receipt).status_code == 200

        assert others(sato, web) == others(sato, line) == {}
        with api.app.state.services.database.read() as connection:
            assert connection.execute(sa.select(same_person)).all() == []
        assert act(sato, line, "same-person/part", receipt=web.receipt).status_code == 409

    def test_of_three_one_is_parted(self, api: Api, sato) -> None:
        web, line, mail = Person(api), Person(api), Person(api)
        join(sato, web, line)
        join(sato, web, mail)

        act(sato, web, "same-person/part", receipt=line.receipt)

        assert others(sato, web) == {mail.receipt: "joined"}
        assert others(sato, line) == {}

    def test_a_case_is_not_asked_to_be_joined_with_itself(self, api: Api, sato) -> None:
        web = Person(api)

        refused = sato.get(f"/api/console/cases/{web.case_id}/same-person", params={"receipt": web.receipt})

        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "cannot_join")
        assert "もう一方の受付番号" in refused.json()["error"]["message"]

    def test_two_persons_do_not_become_one_by_mistake(self, api: Api, sato) -> None:
        first, second, third, fourth = (Person(api) for _ in range(4))
        join(sato, first, second)
        join(sato, third, fourth)

        refused = join(sato, first, third)

        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "cannot_join")
        assert others(sato, first) == {second.receipt: "joined"}

    @pytest.mark.parametrize("end", ["erased", "stopped"])
    def test_what_must_not_be_used_is_not_joined_and_not_shown(self, api: Api, sato, end: str) -> None:
        web, line = Person(api), Person(api)
        join(sato, web, line)
        with api.app.state.services.database.write() as connection:
            if end == "erased":
                erase(connection, line.http.conversation_id, datetime.now(UTC))
            else:
                restrict(connection, line.http.conversation_id, STOP, "", "", datetime.now(UTC))

        assert others(sato, web) == {}
        assert join(sato, Person(api), line).json()["error"]["code"] == "use_stopped"
        with api.app.state.services.database.read() as connection:
            kept = connection.execute(sa.select(same_person.c.conversation_id)).scalars().all()
            assert (line.http.conversation_id in kept) is (end == "stopped")
            assert connection.execute(sa.select(privacy_tables.restrictions)).all() or end == "erased"

    def test_a_receipt_that_nobody_has(self, api: Api, sato) -> None:
        web = Person(api)

        assert act(sato, web, "same-person", receipt="OT-0000-99").status_code == 404
        assert join(sato, web, web).status_code == 409

    def test_appointments_of_all_stand_in_each(self, api: Api, sato) -> None:
        web, line = Person(api), Person(api, contact=MAIL, consent=YES)
        account_id = page(sato, web) and sato.get("/api/console/session").json()["account_id"]
        with api.app.state.services.of(AppointmentStore).write() as tx:
            for item in weekdays(account_id):
                tx.add_availability(item)
        slot = f"online 2026-11-25T10:00 {account_id}"
        sato.post(f"/api/console/appointments/{line.case_id}", json={"slot": slot})
        path = f"/api/console/appointments/{web.case_id}"
        assert sato.get(path).json()["appointments"] == []

        join(sato, web, line)

        assert len(sato.get(path).json()["appointments"]) == 1


class TestNotes:
    def test_a_note_follows_the_person_where_it_is_wanted(self, api: Api, sato) -> None:
        web, line, stranger = Person(api), Person(api), Person(api)
        join(sato, web, line)
        note = act(sato, web, "notes", text="電話は夕方に 090-1234-5678").json()
        assert page(sato, line)["person_notes"] == []

        assert act(sato, web, f"notes/{note['id']}/everywhere", everywhere=True).status_code == 204

        [shown] = page(sato, line)["person_notes"]
        assert (shown["receipt"], shown["author_name"]) == (web.receipt, "佐藤")
        assert "電話は夕方に" in shown["text"]
        assert "090-1234-5678" not in shown["text"]
        assert page(sato, stranger)["person_notes"] == []
        assert page(sato, web)["person_notes"] == []
        assert [one["everywhere"] for one in page(sato, web)["notes"]] == [True]

        act(sato, web, f"notes/{note['id']}/everywhere", everywhere=False)
        assert page(sato, line)["person_notes"] == []

    def test_it_goes_with_the_talk_it_was_written_in(self, api: Api, sato) -> None:
        web, line = Person(api), Person(api)
        join(sato, web, line)
        note = act(sato, web, "notes", text="書類は郵送").json()
        act(sato, web, f"notes/{note['id']}/everywhere", everywhere=True)
        with api.app.state.services.database.write() as connection:
            erase(connection, web.http.conversation_id, datetime.now(UTC))

        assert page(sato, line)["person_notes"] == []

    def test_a_note_of_another_case_is_not_touched(self, api: Api, sato) -> None:
        web, line = Person(api), Person(api)
        note = act(sato, web, "notes", text="メモ").json()

        assert act(sato, line, f"notes/{note['id']}/everywhere", everywhere=True).status_code == 404
