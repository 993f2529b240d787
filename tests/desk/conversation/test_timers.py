"""What time brings: an apology for a long wait, an owner who has gone, clocks that are changed."""

from __future__ import annotations

import pytest

from desk.conversation import assignment, timers
from desk.conversation.models import Author, State
from desk.db.database import Database
from desk.operations.maintenance import Maintenance, take_timer
from tests.desk.conftest import SATO
from tests.desk.conversation.passage import Desk


def test_a_wait_is_apologised_for_once_and_only_while_it_lasts(desk: Desk, database: Database) -> None:
    desk.hand_over()
    desk.clock.pass_by(minutes=4)
    [timer] = Maintenance(database).due_timers(desk.clock.now())

    for _ in range(2):
        with desk.store.write() as tx:
            if take_timer(tx.connection, timer["id"]):
                timers.fire(tx, timer["kind"], timer["case_id"], timer["epoch"], desk.clock.now())

    apologies = [m for m in desk.messages(Author.SYSTEM) if m.parts[0]["kind"] == "wait_apology"]
    assert len(apologies) == 1


def test_a_timer_of_an_older_epoch_is_void(desk: Desk, database: Database) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    desk.clock.pass_by(minutes=11)

    with desk.store.write() as tx:
        fired = [
            timers.fire(tx, t["kind"], t["case_id"], t["epoch"], desk.clock.now())
            for t in Maintenance(database).due_timers(desk.clock.now())
        ]

    assert fired == [None, None]


@pytest.mark.parametrize(("gone_minutes", "is_back"), [(9, False), (11, True)])
def test_a_lost_owner_puts_the_case_back_with_its_place(desk: Desk, gone_minutes: int, is_back: bool) -> None:
    case = desk.hand_over()
    waiting_since = desk.clock.now()
    desk.do(assignment.claim, case["case_id"], SATO)
    desk.say("返事がありません")
    seen = desk.clock.now()
    desk.clock.pass_by(minutes=gone_minutes)

    with desk.store.write() as tx:
        timers.requeue_if_lost(tx, case["case_id"], seen, desk.clock.now())

    assert (desk.holder().state is State.QUEUED) == is_back
    with desk.store.read() as tx:
        assert tx.case(case["case_id"]).waiting_since == waiting_since


def test_an_owner_who_spoke_last_is_not_lost(desk: Desk) -> None:
    case = desk.hand_over()
    desk.say("質問です")
    desk.reply(case["case_id"])
    desk.clock.pass_by(hours=1)

    with desk.store.write() as tx:
        assert timers.requeue_if_lost(tx, case["case_id"], None, desk.clock.now()) is None


def test_a_clock_set_forward_fires_each_timer_once(desk: Desk, store, clock) -> None:
    desk.hand_over()
    clock.pass_by(hours=1)
    maintenance = Maintenance(store.database)
    for _ in range(2):
        for timer in maintenance.due_timers(clock.now()):
            with store.write() as tx:
                if take_timer(tx.connection, timer["id"]):
                    timers.fire(tx, timer["kind"], timer["case_id"], timer["epoch"], clock.now())

    with store.read() as tx:
        notices = [p["kind"] for m in tx.messages(desk.id) for p in m.parts if p["type"] == "notice"]
    assert notices == ["queued", "wait_apology", "wait_apology"]
    assert maintenance.due_timers(clock.now()) == []
