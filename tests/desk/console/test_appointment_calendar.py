"""The office's week of appointments as a calendar of consultants by days."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime, timedelta

import pytest

from desk.appointments import office_week
from desk.appointments.models import Method, Slot
from desk.text.times import JAPAN
from tests.desk.api import Api
from tests.desk.booking.test_booking_page import Desk

HOME = "/console/appointments"
MONDAY = date(2026, 11, 23)


@pytest.fixture
def desk(api: Api) -> Desk:
    return Desk(api)


def cells(page: str) -> list[list[str]]:
    """Return the text of the calendar's cells, row by row."""
    table = re.search(r'<table class="calendar">(.*?)</table>', page, re.DOTALL)
    assert table is not None
    rows = re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL)
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub(r"<[^>]+>|\s", "", cell) for cell in row] for row in found]


def test_who_comes_stands_on_their_day_and_what_is_free_on_every_day(desk: Desk) -> None:
    desk.booked()

    heads, mine, *_ = cells(desk.api.log_in().get(HOME).text)

    assert heads == ["担当", "11月23日(月)", "11月24日(火)", "11月25日(水)", "11月26日(木)", "11月27日(金)"]
    assert mine[3].startswith("10:00〜11:00た…")
    assert mine[3].endswith("あき6")
    assert "た…" not in "".join(mine[:3] + mine[4:])
    assert mine[1] == "なし"


def test_what_was_cancelled_says_so_and_leaves_the_time_free(desk: Desk) -> None:
    desk.booked()
    (made,) = desk.all()
    sato = desk.api.log_in()
    page = sato.get(f"{HOME}/{made.id}").text
    assert "取り消" in page
    gone = dataclasses.replace(made, status=type(made.status).CANCELLED)

    (day,) = office_week.days_of(made.account_id, [date(2026, 11, 25)], [gone], [])

    assert day["visits"][0]["status"] == "取り消し"
    assert day["free"] == 0


@pytest.mark.parametrize(("ahead", "days"), [(4, 5), (5, 6), (6, 6)])
def test_a_weekend_is_shown_where_something_is_free(ahead: int, days: int) -> None:
    begin = datetime(2026, 11, 23, 10, tzinfo=JAPAN) + timedelta(days=ahead)
    free = [Slot("a_1", begin, begin + timedelta(hours=1), frozenset(Method), "", 1)]

    assert len(office_week.shown_days(MONDAY, [], free)) == days
