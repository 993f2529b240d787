"""Days and times for people: weekday, Japanese time, whatever zone they come in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from desk.text import times

# The last evening of the year in New York is the next year's morning in Otaru.
NEW_YORK = timezone(timedelta(hours=-5))


def test_a_day_has_its_weekday() -> None:
    assert times.day(date(2026, 11, 25)) == "11月25日(水)"
    assert times.day_in_year(date(2027, 1, 1)) == "2027年1月1日(金)"
    assert times.written_day("2027-01-01") == "2027年1月1日(金)"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 25, 0, 5, tzinfo=UTC), "2026年11月25日(水) 9:05"),
        (datetime(2026, 12, 31, 20, 0, tzinfo=NEW_YORK), "2027年1月1日(金) 10:00"),
    ],
)
def test_a_moment_is_told_in_japanese_time(moment: datetime, said: str) -> None:
    assert times.moment_in_year(moment) == said
    assert times.moment(moment) == said.partition("年")[2]


def test_a_span_names_its_day_once() -> None:
    begin = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)

    assert times.span(begin, begin + timedelta(minutes=90)) == "11月25日(水) 10:00〜11:30"
