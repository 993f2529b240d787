from __future__ import annotations

from datetime import datetime, timedelta

from desk.hours.calendar import parse
from desk.hours.desk_hours import DeskHours
from desk.text.times import JAPAN
from tests.desk.conftest import FakeClock

CALENDAR = parse("mon-fri 09:00-12:00 13:00-17:30/17:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


def hours(now: str, waits: list[tuple[str, str]]) -> DeskHours:
    pairs = [(at(since), at(claimed)) for since, claimed in waits]
    return DeskHours(lambda _: (CALENDAR, 2), FakeClock(at(now)), lambda: pairs)


def test_the_wait_is_told_in_minutes_of_opening() -> None:
    # Asked five minutes before the last acceptance, taken the next morning: 35 minutes of opening, not 16 hours.
    waits = [("2026-11-24 16:55", "2026-11-25 09:00")] * 5

    assert hours("2026-11-25 10:00", waits).situation().expected_wait_minutes == 60


def test_messages_left_at_night_say_nothing_about_the_wait_at_noon() -> None:
    left = [("2026-11-23 22:00", "2026-11-24 11:50")] * 15
    asked = [("2026-11-24 10:00", "2026-11-24 10:04")] * 5

    assert hours("2026-11-25 10:00", left + asked).situation().expected_wait_minutes == 5
    assert hours("2026-11-25 10:00", left).situation().expected_wait_minutes is None


def test_the_latest_twenty_count() -> None:
    quick = [("2026-11-24 10:00", "2026-11-24 10:02")] * 20
    slow = [("2026-11-20 10:00", "2026-11-20 11:55")] * 40

    assert hours("2026-11-25 10:00", quick + slow).situation().expected_wait_minutes == 5


def test_nothing_is_promised_while_closed() -> None:
    quick = [("2026-11-24 10:00", "2026-11-24 10:02")] * 20
    situation = hours("2026-11-25 12:30", quick).situation()

    assert (situation.open, situation.expected_wait_minutes) == (False, None)
    assert situation.opens_text == "11月25日(水) 13:00"
    assert situation.opens_at - at("2026-11-25 12:30") == timedelta(minutes=30)


# A Wednesday at ten: five waits of each of the same hour of the week, the same hour on other days, and other hours.
OF_THE_HOUR = [(f"2026-11-{day} 10:05", f"2026-11-{day} 10:34") for day in ("18", "11", "04")] * 2
OF_OTHER_DAYS = [(f"2026-11-{day} 10:05", f"2026-11-{day} 10:13") for day in ("24", "20", "19")] * 2
OF_OTHER_HOURS = [(f"2026-11-{day} 14:00", f"2026-11-{day} 14:03") for day in ("24", "20", "19")] * 2


def test_the_same_hour_of_the_week_says_it_best() -> None:
    known = OF_OTHER_HOURS + OF_OTHER_DAYS + OF_THE_HOUR

    assert hours("2026-11-25 10:30", known).situation().expected_wait_minutes == 30


def test_where_it_was_too_seldom_the_same_hour_of_other_days_does_and_then_all() -> None:
    seldom = OF_THE_HOUR[:2]

    assert hours("2026-11-25 10:30", OF_OTHER_HOURS + OF_OTHER_DAYS + seldom).situation().expected_wait_minutes == 10
    assert hours("2026-11-25 10:30", OF_OTHER_HOURS + seldom).situation().expected_wait_minutes == 5


def test_what_was_in_another_season_says_nothing() -> None:
    long_ago = [("2026-07-01 10:00", "2026-07-01 10:04")] * 9

    assert hours("2026-11-25 10:00", long_ago).situation().expected_wait_minutes is None
