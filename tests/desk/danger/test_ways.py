"""The other ways in which words of danger come: LINE in all its turns, a booking's question; and who is told of it by mail."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from desk.appointments.booking_dependencies import BookingDependencies
from desk.channels.line.unsent_words import UNSENT
from desk.conversation.models import State
from desk.conversation_sql import tables as t
from desk.danger import reader
from desk.hours.calendar import parse
from desk.mail.tables import letters
from desk.notices import rules, words
from desk.notices.notice import NoticeSettings, OpenCase, Reader
from tests.desk.api import Api
from tests.desk.booking.test_booking_page import PERSON, WISH, Desk
from tests.desk.conftest import START
from tests.desk.danger.people import CRY, HIDDEN_CRY, ORDINARY, Watch, numbers, shown
from tests.desk.line.conftest import Line
from tests.desk.line.conftest import line as line
from tests.desk.line.phone import event, text
from tests.desk.line.steps import hand_over


def watch_over(line: Line) -> Watch:
    watch = Watch(line.api)
    watch.reader._clock = line.clock
    return watch


def phones(line: Line) -> str:
    line.deliver()
    return str(line.server.calls)


# --- LINE --------------------------------------------------------------------------------------


def test_on_line_the_numbers_are_buttons_that_call(line: Line) -> None:
    watch = watch_over(line)
    line.post(text(ORDINARY))
    hand_over(line)
    line.post(text(CRY))
    watch.work()

    sent = phones(line)
    assert "tel:110" in sent
    assert "tel:119" in sent
    assert [case["flags"] for case in line.rows(t.cases)] == [["distress"]]


def test_a_short_number_with_a_sign_can_be_called(line: Line) -> None:
    watch = watch_over(line)
    line.post(text(ORDINARY))
    hand_over(line)
    line.post(text("夫に殴られています"))
    watch.work()

    assert "tel:%238008" in phones(line)


@pytest.mark.parametrize("flood", [True, False])
def test_what_the_bot_does_not_answer_is_read_all_the_same(line: Line, flood: bool) -> None:
    watch = watch_over(line)
    if flood:
        for number in range(6):
            line.post(text(f"{ORDINARY} {number}"))
        line.post(text(CRY))
    else:
        # Personal details alone are not given to the assistant.
        line.post(text(f"090-1234-5678 {CRY}"))
    watch.work(ahead=5)

    assert [mark["kind"] for mark in watch.rows()] == ["distress"]
    assert [case["state"] for case in line.rows(t.cases)] == ["alert"]
    # What is said while an answer is awaited travels with it, or goes alone after it should have come.
    line.clock.pass_by(seconds=10)
    assert "tel:110" in phones(line)


def test_words_that_are_taken_back_stand_nowhere(line: Line) -> None:
    watch = watch_over(line)
    said = text(CRY)
    line.post(said)
    watch.work(ahead=5)
    assert [mark["words"] for mark in watch.rows()] != [UNSENT]

    line.post(event("unsend", unsend={"messageId": said["message"]["id"]}))

    assert [mark["words"] for mark in watch.rows()] == [UNSENT]
    assert CRY not in str([line.rows(table) for table in t.metadata.sorted_tables if table.name != "search_answers"])


def test_words_that_are_taken_back_before_they_were_read_are_not_read(line: Line) -> None:
    watch = watch_over(line)
    said = text(CRY)
    line.post(said)
    line.post(event("unsend", unsend={"messageId": said["message"]["id"]}))

    assert (watch.work(ahead=5), watch.rows()) == (0, [])


def test_words_that_are_changed_are_read_as_they_stand(line: Line) -> None:
    watch = watch_over(line)
    line.post(text(ORDINARY))
    hand_over(line)
    said = text("はい")
    line.post(said)
    watch.work()
    assert watch.rows() == []

    edited = {"id": said["message"]["id"], "type": "text", "text": CRY}
    line.post(event("messageEdited", message=edited))
    watch.work(ahead=5)

    assert len(watch.rows()) == 1


# --- bookings ----------------------------------------------------------------------------------


@pytest.fixture
def booking(api: Api) -> Desk:
    return Desk(api)


def test_who_books_with_words_of_danger_is_shown_whom_to_call_before_anything_else(
    booking: Desk,
) -> None:
    page = booking.post(f"{booking.link()}/check", **{**WISH, **PERSON, "topic": CRY}).text

    assert page.index('href="tel:110"') < page.index("まだ予約はできていません")
    ordinary = booking.post(f"{booking.link()}/check", **{**WISH, **PERSON}).text
    assert 'href="tel:110"' not in ordinary


def test_a_booking_without_a_talk_is_an_alert(booking: Desk, watch: Watch) -> None:
    booking.booked(topic=HIDDEN_CRY)
    watch.work()

    [appointment] = booking.all()
    [mark] = watch.rows()
    assert (mark["appointment_id"], mark["seq"]) == (appointment.id, 0)
    consultant = booking.api.log_in()
    [case] = consultant.get("/api/console/cases?state=alert").json()["cases"]
    assert (case["channel"], case["danger"]["words"]) == ("booking", HIDDEN_CRY)
    page = consultant.get(f"/api/console/cases/{case['case_id']}").json()
    assert page["messages"] == []
    assert page["danger"]["marks"][0]["words"] == HIDDEN_CRY
    claimed = consultant.post(f"/api/console/cases/{case['case_id']}/claim")
    assert claimed.json()["state"] == "consultant"
    assert consultant.post(f"/api/console/cases/{case['case_id']}/close").status_code == 200


def test_a_booking_from_a_talk_gets_the_numbers_there(booking: Desk, watch: Watch) -> None:
    visitor = booking.api.visitor()
    booking.booked(visitor.conversation_id, topic=CRY)
    watch.work()

    assert [m for m in shown(visitor) if numbers(m)]
    assert len(watch.rows()) == 1


def test_what_the_staff_write_into_a_booking_is_not_the_persons(booking: Desk, watch: Watch) -> None:
    from desk.appointments import links
    from desk.appointments.booking import book
    from desk.appointments.models import Method, Person

    with booking.store.write() as tx:
        now, office = booking.now(), booking.api.app.state.services.of(BookingDependencies).office()
        code = links.make(tx, now)
        person = Person("たろう", "email", "taro@example.jp", f"電話で「{CRY}」と話した", {})
        book(
            tx,
            links.resolve(tx, code, now),
            Method.ONLINE,
            datetime(2026, 11, 25, 1, 0, tzinfo=UTC),
            person,
            now,
            office,
            code=code,
            made_by=booking.account_id,
        )

    assert watch.unread() == []


# --- who is told -------------------------------------------------------------------------------

CALENDAR = parse("mon-fri 09:00-17:30")
CASE = OpenCase(
    id="k_1",
    receipt="OT-1124-01",
    topic="general",
    channel="web",
    state=State.ALERT,
    epoch=0,
    waiting_since=START,
    has_flags=True,
    owner=None,
    was_claimed=False,
    unanswered_since=None,
    unanswered_seq=None,
    danger="d_1",
)


def person(name: str, role: str = "consultant", *, here: bool = False, on_call: bool = False) -> Reader:
    return Reader(name, f"{name}@example.jp", role, here, NoticeSettings(on_call=on_call))


PEOPLE = [
    person("here", here=True),
    person("away"),
    person("chief", "supervisor"),
    person("boss", "manager"),
    person("called", "manager", on_call=True),
]


@pytest.mark.parametrize(
    ("people", "is_open", "expected"),
    [
        (PEOPLE, True, {"here", "boss", "called"}),
        (PEOPLE, False, {"here", "called"}),
        (PEOPLE[1:], False, {"called"}),
        # Nobody is there and nobody on call: whoever reads mail first can help.
        (PEOPLE[1:4], False, {"away", "chief", "boss"}),
        (PEOPLE[1:4], True, {"away", "chief", "boss"}),
    ],
)
def test_in_hours_who_is_on_duty_is_told_outside_who_is_on_call(
    people: list[Reader], is_open: bool, expected: set[str]
) -> None:
    [notice] = rules.of(CASE, START, CALENDAR, 5)

    assert {one.id for one in rules.readers(notice, people, START, is_open=is_open)} == expected


def test_who_talks_with_the_person_is_told_and_who_can_help_them() -> None:
    held = dataclasses.replace(CASE, state=State.CONSULTANT, owner="here")
    [notice] = rules.of(held, START, CALENDAR, 5)

    assert {one.id for one in rules.readers(notice, PEOPLE, START)} == {
        "here",
        "chief",
        "boss",
        "called",
    }


def test_quiet_hours_hold_no_cry_back() -> None:
    [notice] = rules.of(CASE, START, CALENDAR, 5)
    three_at_night = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)

    assert [one.id for one in rules.readers(notice, PEOPLE[4:], three_at_night, is_open=False)] == ["called"]


def test_the_notice_of_an_alert_holds_no_word_of_the_person() -> None:
    [notice] = rules.of(CASE, START, CALENDAR, 5)
    subject, text = words.of_notice(notice, 0, "https://desk.example.jp")

    assert subject.startswith("【至急】")
    assert "OT-1124-01" in text
    assert "見守り" in text


def test_several_cries_are_told_once_and_something_worse_anew(api: Api, watch: Watch) -> None:
    api.account()
    api.log_in()
    visitor = api.visitor()
    api.hand_over(visitor.conversation_id)
    look = api.app.state.services.of(reader.Reader)._tell

    def urgent() -> int:
        look()
        with api.app.state.services.database.read() as connection:
            return sum(row.is_urgent for row in connection.execute(letters.select()))

    for number in range(3):
        visitor.post("/api/web/messages", json={"client_id": f"c{number}", "text": f"{CRY} {number}"})
        watch.work()
        assert urgent() == 1

    watch.model.hears = {HIDDEN_CRY: {"kind": "emergency", "subject": "fire", "by": "model"}}
    visitor.post("/api/web/messages", json={"client_id": "worse", "text": HIDDEN_CRY})
    watch.work()

    assert urgent() == 2


@pytest.mark.parametrize("role", ["consultant", "manager"])
def test_only_supervisors_and_managers_are_on_call(api: Api, role: str) -> None:
    api.account(role=role)
    browser = api.log_in()
    assert ("呼び出し当番）" in browser.get("/console/notices").text) is (role == "manager")

    browser.post("/console/notices", data={"csrf": browser.headers["x-csrf-token"], "on_call": "1"})

    with api.app.state.services.store.read() as tx:
        assert tx.people_on_call() == (role == "manager")
