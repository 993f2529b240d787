"""Who is told of what and when: rules over the calendar."""

from __future__ import annotations

import dataclasses
from datetime import datetime, time
from typing import Any

import pytest

from desk.conversation.models import State
from desk.notices import rules
from desk.notices.notice import Kind, NoticeSettings, OpenCase, Reader
from tests.desk.notify.office import CALENDAR, TEN, at

ANY_TIME = NoticeSettings(quiet_from=time(0), quiet_until=time(0))


def case(**change: Any) -> OpenCase:
    usual = OpenCase(
        id="k_1",
        receipt="OT-1124-01",
        topic="housing",
        channel="web",
        state=State.QUEUED,
        epoch=1,
        waiting_since=TEN,
        has_flags=False,
        owner=None,
        was_claimed=False,
        unanswered_since=None,
        unanswered_seq=None,
    )
    return dataclasses.replace(usual, **change)


def due(one: OpenCase, now: datetime) -> list[str]:
    return [notice.why for notice in rules.of(one, now, CALENDAR, 5)]


@pytest.mark.parametrize(
    ("one", "now", "expected"),
    [
        (case(), at(10, 0), ["new"]),
        (case(), at(10, 4), ["new"]),
        (case(), at(10, 5), ["new", "waiting"]),
        # Lunch does not count, and is no end of the day.
        (case(waiting_since=at(11, 58)), at(12, 59), ["new"]),
        (case(waiting_since=at(11, 58)), at(13, 3), ["new", "waiting"]),
        (case(waiting_since=at(16, 59)), at(17, 29), ["new", "waiting"]),
        (case(waiting_since=at(16, 59)), at(17, 30), ["new", "waiting", "closing"]),
        # Sunday and a holiday close nothing that was not closed already.
        (case(waiting_since=at(16, 59)), at(10, 0, day=29), ["new", "waiting"]),
        (case(waiting_since=at(16, 59, day=20)), at(10, 0, day=23), ["new", "waiting"]),
        (case(was_claimed=True, epoch=4), at(10, 1), ["lost"]),
        (case(state=State.MESSAGE_LEFT), at(19), ["left"]),
        (case(state=State.CONSULTANT, owner="a"), at(11), []),
        (case(state=State.CONSULTANT, owner="a", unanswered_since=at(10), unanswered_seq=7), at(10, 9), []),
        (
            case(state=State.CONSULTANT, owner="a", unanswered_since=at(10), unanswered_seq=7),
            at(10, 10),
            ["unanswered"],
        ),
        (case(state=State.CONSULTANT, owner="a", unanswered_since=at(17, 25), unanswered_seq=7), at(8, 59, day=25), []),
        (
            case(state=State.CONSULTANT, owner="a", unanswered_since=at(17, 25), unanswered_seq=7),
            at(9, 5, day=25),
            ["unanswered"],
        ),
        (case(has_flags=True), at(10), ["cry", "new"]),
        (case(has_flags=True, state=State.MESSAGE_LEFT), at(3), ["cry", "left"]),
    ],
)
def test_a_case_is_told_when_its_time_has_come(one: OpenCase, now: datetime, expected: list[str]) -> None:
    assert due(one, now) == expected


def reader(name: str, role: str = "consultant", *, present: bool = False, **wish: Any) -> Reader:
    settings = dataclasses.replace(ANY_TIME, **wish)
    return Reader(name, f"{name}@example.jp", role, present, settings)


def told(why: str, people: list[Reader], now: datetime = TEN, **change: Any) -> list[str]:
    kind = {"new": Kind.NEW, "waiting": Kind.WAITING, "left": Kind.LEFT, "cry": Kind.CRY, "unanswered": Kind.MISSED}[
        why
    ]
    notice = rules.Notice("key", kind, why, case(**change), TEN)
    return [one.id for one in rules.readers(notice, people, now)]


def test_everybody_gets_what_they_chose() -> None:
    people = [
        reader("all"),
        reader("none", kinds=frozenset()),
        reader("no_mail", by_mail=False),
        reader("left_only", kinds=frozenset({Kind.LEFT})),
        reader("looks", present=True, is_quiet_at_console=True),
        reader("away", is_quiet_at_console=True),
    ]
    assert told("new", people) == ["all", "away"]
    assert told("waiting", people) == ["all", "away"]
    assert told("left", people) == ["all", "left_only", "away"]
    # Told once they are away, if it is still true.
    assert told("new", [dataclasses.replace(one, is_present=False) for one in people]) == ["all", "looks", "away"]


def test_who_never_logged_in_is_told_of_danger_alone_and_only_if_nobody_did() -> None:
    new = dataclasses.replace(reader("new"), has_logged_in=False)
    assert told("new", [new, reader("old")]) == ["old"]
    assert told("cry", [new, reader("old")]) == ["old"]
    assert told("cry", [new]) == ["new"]


def test_quiet_hours_may_go_over_midnight() -> None:
    night = {"quiet_from": time(20), "quiet_until": time(7)}
    people = [reader("a", **night), reader("b", quiet_from=time(9, 30), quiet_until=time(10, 30))]
    assert told("left", people, at(20)) == ["b"]
    assert told("left", people, at(6, 59)) == ["b"]
    assert told("left", people, at(7)) == ["a", "b"]
    assert told("left", people, at(10)) == ["a"]


def test_an_unanswered_case_is_its_owners_and_the_supervisors_matter() -> None:
    people = [reader("owner"), reader("other"), reader("chief", "supervisor")]
    assert told("unanswered", people, state=State.CONSULTANT, owner="owner") == ["owner", "chief"]


def test_a_cry_for_help_goes_to_all_on_duty_and_the_manager_whatever_they_chose() -> None:
    deaf = {"kinds": frozenset(), "by_mail": False, "quiet_from": time(0), "quiet_until": time(23)}
    here = reader("here", present=True, **deaf)
    manager = reader("manager", "manager", **deaf)
    away = reader("away", **deaf)
    assert told("cry", [here, away, manager]) == ["here", "manager"]
    assert told("cry", [away, manager]) == ["away", "manager"]
