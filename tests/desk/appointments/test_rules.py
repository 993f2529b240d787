from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk.appointments import rules
from desk.appointments.models import Appointment, Availability, Method, Seat, Slot, Status
from desk.hours.calendar import parse
from desk.hours.rules import Rules, read
from desk.text.times import JAPAN

OPENING = parse("mon-fri 09:00-12:00 13:00-17:30/17:00")
TUESDAY = date(2026, 11, 24)
ALL = frozenset(Method)


def weekly(weekday: int = 1, begin: str = "09:00", end: str = "17:30", **more) -> Availability:
    values = {"account_id": "a_sato", "methods": ALL, "place": "3階", **more}
    return Availability(begin=time.fromisoformat(begin), end=time.fromisoformat(end), weekday=weekday, **values)


def at(text: str, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), JAPAN)


def begins(slots: list[Slot]) -> list[str]:
    return [f"{slot.begin:%H:%M}" for slot in slots]


def appointment(begin: datetime, minutes: int = 60, method: Method = Method.ONLINE) -> Appointment:
    end = begin + timedelta(minutes=minutes)
    return Appointment("ap_1", "YO-1", "a_sato", begin, end, method, "", Status.BOOKED, 0, None, begin, begin)


class TestSlots:
    def test_lunch_is_left_out(self) -> None:
        found = rules.slots_of(TUESDAY, [weekly()], OPENING)

        assert begins(found) == ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00"]

    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [(30, ["09:00", "09:30", "10:00"]), (45, ["09:00", "09:45"]), (60, ["09:00"])],
    )
    def test_the_length_decides_how_many_there_are(self, minutes: int, expected: list[str]) -> None:
        item = weekly(end="10:30", minutes=minutes)

        assert begins(rules.slots_of(TUESDAY, [item], OPENING)) == expected

    @pytest.mark.parametrize(
        "day",
        [
            date(2026, 11, 23),  # 勤労感謝の日
            date(2026, 9, 22),  # 国民の休日
            date(2026, 12, 29),
            date(2027, 1, 3),
            date(2027, 3, 22),  # 振替休日
            date(2026, 11, 28),  # Saturday
        ],
    )
    def test_closed_days_have_none(self, day: date) -> None:
        assert rules.slots_of(day, [weekly(day.weekday())], OPENING) == []

    def test_a_closure_of_the_office_holds_at_once(self) -> None:
        closed = read(Rules("mon-fri 09:00-17:00", "2026-11-24 臨時休業"))

        assert rules.slots_of(TUESDAY, [weekly()], closed) == []

    def test_a_special_opening_on_a_holiday_can_be_booked(self) -> None:
        special = read(Rules("mon-fri 09:00-17:00", "2026-11-23 10:00-12:00 臨時開所"))
        item = weekly(0, "09:00", "17:00")

        assert begins(rules.slots_of(date(2026, 11, 23), [item], special)) == ["10:00", "11:00"]

    def test_a_block_takes_away_what_it_touches(self) -> None:
        block = weekly(None, "10:30", "13:15", day=TUESDAY, blocks=True)

        found = rules.slots_of(TUESDAY, [weekly(), block], OPENING)

        assert begins(found) == ["09:00", "14:00", "15:00", "16:00"]

    def test_a_block_of_one_consultant_leaves_the_others(self) -> None:
        block = weekly(None, "09:00", "17:30", day=TUESDAY, blocks=True)
        other = weekly(account_id="a_suzuki", end="10:00")

        assert [s.account_id for s in rules.slots_of(TUESDAY, [weekly(), block, other], OPENING)] == ["a_suzuki"]

    def test_one_day_more(self) -> None:
        extra = weekly(None, "16:00", "17:00", day=date(2026, 11, 25))

        assert begins(rules.slots_of(date(2026, 11, 25), [extra], OPENING)) == ["16:00"]
        assert rules.slots_of(TUESDAY, [extra], OPENING) == []

    def test_two_rules_for_one_time_join_their_methods(self) -> None:
        items = [
            weekly(end="10:00", methods=frozenset({Method.IN_PERSON})),
            weekly(end="10:00", methods=frozenset({Method.PHONE}), place=""),
        ]

        (slot,) = rules.slots_of(TUESDAY, items, OPENING)

        assert slot.methods == {Method.IN_PERSON, Method.PHONE}
        assert slot.place == "3階"

    @given(
        begin=some.times(time(7), time(20)),
        length=some.sampled_from([15, 30, 45, 60, 90]),
        hours=some.integers(0, 8),
        weekday=some.integers(0, 6),
        ahead=some.integers(0, 800),
    )
    def test_no_slot_is_ever_outside_the_hours(
        self, begin: time, length: int, hours: int, weekday: int, ahead: int
    ) -> None:
        day = TUESDAY + timedelta(days=ahead)
        end = min(
            datetime.combine(day, begin) + timedelta(hours=hours),
            datetime.combine(day, time(23, 59)),
        )
        item = weekly(weekday, minutes=length)
        item = Availability(**{**item.__dict__, "begin": begin, "end": max(begin, end.time())})

        for slot in rules.slots_of(day, [item], OPENING):
            assert any(
                s.begin <= slot.begin.time() and slot.end.time() <= s.end for s in OPENING.slots_of(slot.begin.date())
            )
            assert slot.begin.minute % 15 == 0
            assert slot.begin.time() >= begin


class TestLead:
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at("09:00"), at("11:00")),
            (at("10:30"), at("13:30")),
            (at("12:15"), at("15:00")),
            (at("16:30"), at("10:00", date(2026, 11, 25))),
            (at("22:00"), at("11:00", date(2026, 11, 25))),
            # Friday evening, and Monday is no holiday.
            (at("17:00", date(2026, 11, 27)), at("10:30", date(2026, 11, 30))),
            # Before the turn of the year: 12/29-1/3 are closed, 1/4 is a Monday.
            (at("16:30", date(2026, 12, 28)), at("10:00", date(2027, 1, 4))),
        ],
    )
    def test_two_hours_of_opening_must_pass(self, now: datetime, expected: datetime) -> None:
        assert rules.earliest(now, OPENING) == expected

    def test_sixty_days_ahead_and_no_more(self) -> None:
        days = list(rules.days_ahead(at("10:00")))

        assert (days[0], days[-1]) == (TUESDAY, TUESDAY + timedelta(days=60))


class TestSeats:
    def test_a_full_slot_is_not_offered_and_one_of_two_seats_is(self) -> None:
        one, two = (rules.slots_of(TUESDAY, [weekly(end="10:00", capacity=capacity)], OPENING) for capacity in (1, 2))
        taken = {Seat("a_sato", cell, 1) for cell in rules.cells(one[0].begin, one[0].end)}

        assert rules.offered(one, taken, at("00:00")) == []
        assert rules.offered(two, taken, at("00:00")) == two

    def test_an_appointment_of_another_length_takes_what_it_overlaps(self) -> None:
        """Lengths change while people have booked."""
        slots = rules.slots_of(TUESDAY, [weekly(end="11:00", minutes=30)], OPENING)
        taken = {Seat("a_sato", cell, 1) for cell in rules.cells(at("09:15"), at("10:00"))}

        assert begins(rules.offered(slots, taken, at("00:00"))) == ["10:00", "10:30"]

    def test_only_the_method_wanted(self) -> None:
        slots = rules.slots_of(TUESDAY, [weekly(methods=frozenset({Method.PHONE}))], OPENING)

        assert rules.offered(slots, set(), at("00:00"), Method.ONLINE) == []


class TestConcern:
    def concern(self, opening=OPENING, availability=(), active=("a_sato",)) -> str | None:
        return rules.concern(appointment(at("10:00")), availability, opening, active)

    def test_all_is_well(self) -> None:
        assert self.concern() is None

    def test_a_closure_added_later(self) -> None:
        assert self.concern(read(Rules("mon-fri 09:00-17:00", "2026-11-24"))) == "休業日"

    def test_hours_changed_later(self) -> None:
        assert self.concern(parse("tue 10:30-17:00")) == "受付時間の外"

    def test_a_block_added_later(self) -> None:
        block = weekly(None, "10:30", "11:30", day=TUESDAY, blocks=True)

        assert self.concern(availability=[block]) == "担当者の不在"

    def test_a_closed_account(self) -> None:
        assert self.concern(active=()) == "担当者のアカウントが閉じられている"


class TestReminders:
    def test_the_day_before_at_ten_and_an_hour_before_online(self) -> None:
        booked = appointment(at("14:00", date(2026, 11, 26)))

        assert rules.reminders(booked, at("10:30"), OPENING) == [
            ("day_before", at("10:00", date(2026, 11, 25))),
            ("hour_before", at("13:00", date(2026, 11, 26))),
        ]

    def test_on_friday_for_monday(self) -> None:
        booked = appointment(at("14:00", date(2026, 11, 30)), method=Method.PHONE)

        assert rules.reminders(booked, at("10:30"), OPENING) == [("day_before", at("10:00", date(2026, 11, 27)))]

    def test_before_the_holidays_for_the_first_day_after_them(self) -> None:
        booked = appointment(at("10:00", date(2027, 1, 4)), method=Method.IN_PERSON)

        assert rules.reminders(booked, at("10:30"), OPENING) == [("day_before", at("10:00", date(2026, 12, 28)))]

    def test_what_is_past_is_not_sent(self) -> None:
        booked = appointment(at("16:00"), method=Method.PHONE)

        assert rules.reminders(booked, at("10:30"), OPENING) == []
