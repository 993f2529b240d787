"""A week of free times inside a case, and an appointment that is filled in from what the case knows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.appointments.models import Method
from desk.audit.store import AuditLog
from desk.conversation_sql.erasure import erase
from tests.desk.booking.test_booking_page import Desk

MAIL = {"kind": "email", "value": "taro@example.jp", "name": "たろう"}
YES = {"given": True, "text": "同意します", "at": None}


@pytest.fixture
def desk(api) -> Desk:
    return Desk(api)


@pytest.fixture
def sato(desk: Desk):
    return desk.api.log_in()


def case_of(desk: Desk, **change: object) -> tuple[str, object]:
    visitor = desk.api.visitor()
    known = {"question": "子どもの学校のこと 090-0000-1234", **change}
    return desk.api.hand_over(visitor.conversation_id, **known).json()["case_id"], visitor


def path(case_id: str) -> str:
    return f"/api/console/appointments/{case_id}"


def week(sato, case_id: str, **asked: str) -> dict:
    answer = sato.get(f"{path(case_id)}/week", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def value(desk: Desk, method: str = "online", at: str = "2026-11-25T10:00") -> str:
    return f"{method} {at} {desk.account_id}"


class TestWeek:
    def test_it_begins_with_the_first_free_day_and_goes_by_weeks(self, desk: Desk, sato) -> None:
        case_id, _ = case_of(desk)

        first = week(sato, case_id)
        days = {day["day"]: [(free["begin"], free["method"]) for free in day["times"]] for day in first["days"]}

        assert list(days) == [f"2026-11-{day}" for day in (23, 24, 25, 26, 27)]
        assert ("10:00", "online") in days["2026-11-25"]
        assert first["before"] is None
        later = week(sato, case_id, day=first["after"])
        assert later["days"][0]["day"] == "2026-11-30"
        assert later["before"] == "2026-11-23"

    def test_the_last_week_leads_no_further(self, desk: Desk, sato) -> None:
        case_id, _ = case_of(desk)
        day = week(sato, case_id)["after"]
        for _ in range(12):
            found = week(sato, case_id, day=day)
            if found["after"] is None:
                break
            day = found["after"]

        assert found["after"] is None
        assert found["days"][0]["day"] <= "2027-01-23"

    def test_ones_own_times_come_first(self, desk: Desk, sato) -> None:
        case_id, _ = case_of(desk)
        times = [free for day in week(sato, case_id)["days"] for free in day["times"]]

        assert times[0]["is_mine"]
        assert times[0]["consultant"] == "佐藤"

    def test_a_contact_is_not_shown(self, desk: Desk, sato) -> None:
        case_id, _ = case_of(desk, contact=MAIL, consent=YES)

        found = sato.get(f"{path(case_id)}/week")

        assert found.json()["contact_kind"] == "email"
        assert found.json()["has_name"]
        assert "taro@example.jp" not in found.text
        assert "090-0000-1234" not in found.text


class TestBooking:
    def test_what_the_case_knows_is_filled_in_and_the_person_is_told(self, desk: Desk, sato) -> None:
        case_id, visitor = case_of(desk, contact=MAIL, consent=YES)

        answer = sato.post(path(case_id), json={"slot": value(desk)})

        assert answer.status_code == 201, answer.text
        (made,) = desk.all()
        assert (made.case_id, made.method, made.made_by) == (case_id, Method.ONLINE, desk.account_id)
        assert made.person is not None
        assert (made.person.name, made.person.contact) == ("たろう", "taro@example.jp")
        assert made.person.topic == "子どもの学校のこと 090-0000-1234"
        last = visitor.get("/api/web/messages").json()["messages"][-1]["parts"][0]["text"]
        assert "ご予約" in last
        assert [item["id"] for item in sato.get(path(case_id)).json()["appointments"]] == [made.id]
        log = [(e.action, e.subject) for e in AuditLog(desk.api.app.state.services.database).entries()]
        assert ("add_appointment", case_id) in log

    def test_what_is_written_counts(self, desk: Desk, sato) -> None:
        case_id, _ = case_of(desk, contact=MAIL, consent=YES)
        body = {"slot": value(desk, "phone"), "name": "花子", "contact": "090-1234-5678", "topic": "仕事"}

        assert sato.post(path(case_id), json=body).status_code == 201

        (made,) = desk.all()
        assert made.person is not None
        assert (made.person.name, made.person.contact_kind, made.person.topic) == ("花子", "phone", "仕事")

    @pytest.mark.parametrize(
        ("contact", "body", "field"),
        [
            (None, {"slot": "online 2026-11-25T10:00 {id}"}, "name"),
            ({"kind": "email", "value": "a@example.jp"}, {"slot": "online 2026-11-25T10:00 {id}"}, "name"),
            (MAIL, {"slot": "phone 2026-11-25T10:00 {id}"}, "contact"),
            (MAIL, {"slot": "nonsense"}, "slot"),
        ],
    )
    def test_what_is_missing_is_named(self, desk: Desk, sato, contact, body: dict, field: str) -> None:
        case_id, _ = case_of(desk, contact=contact, consent=YES)

        refused = sato.post(path(case_id), json={"slot": body["slot"].format(id=desk.account_id)})

        assert refused.status_code == 422
        assert refused.json()["error"]["field"] == field
        assert desk.all() == []

    def test_one_of_two_gets_a_time(self, desk: Desk, sato) -> None:
        first, _ = case_of(desk, contact=MAIL, consent=YES)
        second, _ = case_of(desk, contact=MAIL, consent=YES)
        assert sato.post(path(first), json={"slot": value(desk)}).status_code == 201

        refused = sato.post(path(second), json={"slot": value(desk)})

        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "slot_taken")
        assert len(desk.all()) == 1

    def test_nobody_who_was_erased_gets_an_appointment(self, desk: Desk, sato) -> None:
        case_id, visitor = case_of(desk, contact=MAIL, consent=YES)
        with desk.api.app.state.services.database.write() as connection:
            erase(connection, visitor.conversation_id, datetime.now(UTC))

        refused = sato.post(path(case_id), json={"slot": value(desk)})

        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "erased")
        assert sato.get(f"{path(case_id)}/week").status_code == 409

    def test_auditors_book_nothing(self, desk: Desk) -> None:
        case_id, _ = case_of(desk)
        desk.api.account("監査", "audit@example.jp", role="auditor")

        assert desk.api.log_in("audit@example.jp").post(path(case_id), json={"slot": value(desk)}).status_code == 403
