"""Whose fault a failure is, and how often an item is tried before it is set aside."""

from __future__ import annotations

import itertools

import pytest
import sqlalchemy as sa

from desk.db.database import Database
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Broken, Reason, Worker, is_of_everything, is_unreadable
from desk.set_aside.store import MOST_TRIES
from desk.set_aside.words import WHY, WORK
from tests.desk.conftest import FakeClock


def locked() -> sa.exc.OperationalError:
    return sa.exc.OperationalError("UPDATE x", {}, Exception("database is locked"))


@pytest.mark.parametrize(
    ("error", "everything", "unreadable"),
    [
        (locked(), True, False),
        (sa.exc.TimeoutError(), True, False),
        (OSError(28, "No space left on device"), True, False),
        (OSError(2, "No such file"), False, False),
        (KeyError("text"), False, True),
        (ValueError("bad"), False, True),
        (Broken(Reason.NO_RECIPIENT), False, True),
        (sa.exc.IntegrityError("INSERT", {}, Exception("unique")), False, False),
        (RuntimeError("?"), False, False),
    ],
)
def test_a_failure_of_everything_is_no_fault_of_an_item(error: Exception, everything: bool, unreadable: bool) -> None:
    assert is_of_everything(error) == everything
    assert is_unreadable(error) == unreadable


def test_an_item_that_fails_is_tried_with_growing_pauses_and_set_aside_at_last(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    tried = []

    def fails() -> None:
        tried.append(clock.now())
        raise RuntimeError("ないしょの話")

    for _ in range(600):
        aside.round(Worker.TIMERS, clock.now()).attempt("7", fails)
        clock.pass_by(seconds=2)

    assert len(tried) == MOST_TRIES
    pauses = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert pauses == sorted(pauses)
    [one] = aside.items()
    assert (one.reason, one.tries) == (Reason.FAILS, MOST_TRIES)
    assert "ないしょ" not in one.problem
    # A person lets it be tried again.
    assert aside.again(Worker.TIMERS, "7", clock.now())
    assert not aside.again(Worker.TIMERS, "7", clock.now())
    assert aside.round(Worker.TIMERS, clock.now()).attempt("7", lambda: "done") == "done"
    assert aside.items() == []


def test_what_works_again_by_itself_is_forgotten(aside: SetAside, clock: FakeClock) -> None:
    def fails() -> None:
        raise RuntimeError

    aside.round(Worker.FILES, clock.now()).attempt("1", fails)
    clock.pass_by(minutes=1)
    aside.round(Worker.FILES, clock.now()).attempt("1", lambda: "done")
    clock.pass_by(minutes=1)

    for _ in range(MOST_TRIES - 1):
        aside.round(Worker.FILES, clock.now()).attempt("1", fails)
        clock.pass_by(hours=1)
    assert aside.items() == []


def test_a_database_that_is_locked_is_nobodys_fault(aside: SetAside, clock: FakeClock) -> None:
    def is_locked() -> None:
        raise locked()

    with pytest.raises(sa.exc.OperationalError):
        aside.round(Worker.TIMERS, clock.now()).attempt("1", is_locked)
    assert aside.items() == []


def test_every_kind_has_words() -> None:
    assert set(WORK) == set(Worker)
    assert set(WHY) == set(Reason)
