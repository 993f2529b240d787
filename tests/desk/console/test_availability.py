"""A consultant's own time for appointments: weekly, once, absences; the calendar to subscribe to, the meeting address."""

from __future__ import annotations

import re

import icalendar
import pytest

from tests.desk.api import Api
from tests.desk.booking.test_booking_page import Desk
from tests.desk.console.office import post

HOME = "/console/appointments"


@pytest.fixture
def desk(api: Api) -> Desk:
    return Desk(api)


@pytest.fixture
def sato(desk: Desk):
    return desk.api.log_in()


class TestTimes:
    WEEKLY = {
        "kind": "weekly",
        "weekday_2": "1",
        "begin": "10:00",
        "end": "12:00",
        "method_online": "1",
        "minutes": "60",
        "capacity": "1",
    }

    @pytest.fixture
    def empty(self, api: Api):
        """A desk whose consultant has no time yet."""
        api.account()
        return api

    def save(self, browser, who: str, **change: str):
        return post(browser, f"{HOME}/times", who=who, **{**self.WEEKLY, **change})

    def me(self, browser) -> str:
        return browser.get("/api/console/session").json()["account_id"]

    def test_what_is_entered_can_be_booked_at_once_and_taken_away(self, empty: Api) -> None:
        sato = empty.log_in()
        self.save(sato, self.me(sato))
        path = empty.http.post("/appointments", follow_redirects=False).headers["location"]
        assert "11月25日(水)" in empty.http.get(f"{path}?method=online").text

        shown = sato.get(f"{HOME}/times").text
        number = re.search(r'name="id" value="(\d+)"', shown)[1]
        post(sato, f"{HOME}/times/drop", who=self.me(sato), id=number)

        assert "11月25日(水)" not in empty.http.get(f"{path}?method=online").text

    def test_several_weekdays_are_entered_at_once(self, empty: Api) -> None:
        sato = empty.log_in()
        answer = self.save(sato, self.me(sato), weekday_0="1", weekday_4="1")
        assert [f"毎週{day}曜日" in answer.text for day in "月火水木金"] == [True, False, True, False, True]
        refused = self.save(sato, self.me(sato), weekday_2="")
        assert refused.status_code == 422

    def test_an_absence_takes_a_day_away(self, empty: Api) -> None:
        sato = empty.log_in()
        self.save(sato, self.me(sato))
        self.save(sato, self.me(sato), kind="block", day="2026-11-25")
        path = empty.http.post("/appointments", follow_redirects=False).headers["location"]

        days = empty.http.get(f"{path}?method=online").text

        assert "11月25日(水)" not in days
        assert "12月2日(水)" in days

    @pytest.mark.parametrize(
        "change",
        [
            {"begin": "12:00", "end": "10:00"},
            {"begin": "x"},
            {"weekday_2": ""},
            {"kind": "once", "day": "2026-13-01"},
            {"method_online": ""},
            {"minutes": "7"},
            {"capacity": "0"},
            {"capacity": "999999"},
            {"method_in_person": "1", "place": " "},
        ],
    )
    def test_what_cannot_be_read_changes_nothing(self, empty: Api, change: dict[str, str]) -> None:
        sato = empty.log_in()

        assert self.save(sato, self.me(sato), **change).status_code == 422
        assert "まだ時間が入っていません" in sato.get(f"{HOME}/times").text

    def test_others_times_are_for_supervisors(self, empty: Api) -> None:
        suzuki = empty.account("鈴木", "suzuki@example.jp")
        empty.account("主任", "chief@example.jp", "supervisor")

        assert self.save(empty.log_in(), suzuki).status_code == 403
        assert self.save(empty.log_in("chief@example.jp"), suzuki).status_code == 200

    def test_a_calendar_is_subscribed_by_a_secret_address(self, desk: Desk, sato) -> None:
        desk.booked()
        made = post(sato, f"{HOME}/times/desk", who=desk.account_id, do="feed").text
        address = re.search(r"(/calendar/[\w-]+\.ics)", made)[1]

        found = desk.http.get(address)

        (event,) = icalendar.Calendar.from_ical(found.content).walk("VEVENT")
        assert "YO-1124-01" in event["summary"]
        for private in (b"taro", "たろう".encode(), "家のこと".encode()):
            assert private not in found.content
        assert desk.http.get("/calendar/nothing.ics").status_code == 404
        again = post(sato, f"{HOME}/times/desk", who=desk.account_id, do="feed")
        assert again.status_code == 200
        assert desk.http.get(address).status_code == 404

    def test_ones_own_entrance_is_used_for_new_appointments(self, desk: Desk, sato) -> None:
        url = "https://meet.example.jp/sato"
        post(sato, f"{HOME}/times/desk", who=desk.account_id, url=url)

        desk.booked()

        assert desk.all()[0].meeting_url == url
