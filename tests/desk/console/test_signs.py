"""Signs of typing, looking and reading: kept by place, forgotten within seconds, and cheap however many there are."""

from __future__ import annotations

import time

import pytest

from desk.signals import typing as typing_signs
from desk.signals.typing import Typing


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000.0]
    monkeypatch.setattr(typing_signs.time, "monotonic", lambda: now[0])
    return now


def test_a_sign_is_of_one_kind_and_place_and_ends_by_itself(clock: list[float]) -> None:
    signs = Typing()
    signs.give("viewing", "case", "田中", 5.0)
    signs.give("viewing", "case", "佐藤", 9.0)

    assert signs.who("viewing", "case") == sorted(["佐藤", "田中"])
    assert signs.who("writing", "case") == signs.who("viewing", "other") == []
    clock[0] += 6.0
    assert signs.who("viewing", "case") == ["佐藤"]
    signs.clear("viewing", "case")
    assert signs.who("viewing", "case") == []


def test_what_ended_takes_no_memory(clock: list[float]) -> None:
    signs = Typing()
    for number in range(1_000):
        signs.give("reading", f"conversation {number}", "page", 5.0)
    clock[0] += 10.0
    signs.give("reading", "one more", "page", 5.0)

    assert list(signs._until) == [("reading", "one more")]


def test_a_thousand_signs_elsewhere_make_none_dearer() -> None:
    def seconds(others: int) -> float:
        signs = Typing()
        for number in range(others):
            signs.give("reading", str(number), "page", 60.0)
        best = float("inf")
        for _ in range(5):
            began = time.process_time()
            for _ in range(2_000):
                signs.who("viewing", "case")
            best = min(best, time.process_time() - began)
        return best

    # A look through all of them would cost several hundred times as much.
    assert seconds(5_000) < 20 * seconds(5)
