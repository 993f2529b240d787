from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from desk.hours.rules import Rules, SavedRules, read
from desk.text.times import JAPAN

SLOTS = "mon-fri 09:00-12:00 13:00-17:30/17:00"

# 内閣府「国民の祝日について」(https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html), substitutes included.
HOLIDAYS = {
    2026: "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123",
    2027: "0101 0111 0211 0223 0321 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123",
    2028: "0101 0110 0211 0223 0320 0429 0503 0504 0505 0717 0811 0918 0922 1009 1103 1123",
}
YEAR_END = "0102 0103 1229 1230 1231"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.mark.parametrize("year", sorted(HOLIDAYS))
def test_a_whole_year_is_open_on_every_weekday_but_holidays(year: int) -> None:
    calendar = read(Rules(SLOTS))
    closed = {f"{year}{day}" for day in f"{HOLIDAYS[year]} {YEAR_END}".split()}
    days = [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]

    wrong = [
        day for day in days if bool(calendar.slots_of(day)) is not (day.weekday() < 5 and f"{day:%Y%m%d}" not in closed)
    ]

    assert wrong == []


def test_own_closures_and_special_openings_win() -> None:
    calendar = read(Rules(SLOTS, "2026-11-24 臨時休業\n2026-12-29 10:00-15:00/14:30 臨時開所\n"))

    assert not calendar.is_open(at("2026-11-24 10:00"))
    assert calendar.is_open(at("2026-12-29 10:00"))
    assert not calendar.is_open(at("2026-12-29 14:30"))


@pytest.mark.parametrize(
    "rules",
    [
        Rules(""),
        Rules("mon"),
        Rules(SLOTS, "tomorrow 休み"),
        Rules(SLOTS, "2026-11-24 12:00-09:00"),
        Rules(SLOTS, "2026-11-24\n2026-11-24"),
    ],
)
def test_rules_that_cannot_be_read_are_refused(rules: Rules) -> None:
    with pytest.raises(ValueError, match="expected"):
        read(rules)


def test_what_was_saved_holds_at_once() -> None:
    saved: list[tuple[str, str]] = []
    rules = SavedRules(lambda: saved[-1] if saved else None, Rules(SLOTS))
    assert rules.calendar().is_open(at("2026-11-24 10:00"))

    saved.append((SLOTS, "2026-11-24 臨時休業"))

    assert not rules.calendar().is_open(at("2026-11-24 10:00"))
