from __future__ import annotations

from datetime import timedelta

import pytest

from desk.conversation import answering, assignment, ending, follow_up, handover, inbound, timers
from desk.conversation.holder import Refused
from desk.conversation.models import Author, State
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.operations.maintenance import Maintenance
from tests.desk.conftest import CHIEF, OPEN, SATO, SUZUKI, FakeClock, handoff

TOMORROW = timedelta(days=1)


@pytest.fixture
def case_id(store: SqlStore, conversation_id: str, clock: FakeClock) -> str:
    """A case that 佐藤 holds."""
    with store.write() as tx:
        answer, _ = handover.take(tx, "w1", "h", handoff(conversation_id), clock.now(), OPEN)
        assignment.claim(tx, answer["case_id"], SATO, clock.now())
    return answer["case_id"]


def write(store: SqlStore, conversation_id: str, clock: FakeClock, text: str = "追記です") -> None:
    with store.write() as tx:
        inbound.receive(
            tx,
            conversation_id,
            f"c{clock.now().timestamp()}",
            text=text,
            choice_id=None,
            now=clock.now(),
            situation=lambda: OPEN,
        )


def put_off(store: SqlStore, case_id: str, clock: FakeClock, *, promise: bool = False) -> None:
    with store.write() as tx:
        until = clock.now() + TOMORROW
        follow_up.snooze(tx, case_id, SATO, until, clock.now(), is_promise=promise)


class TestSnooze:
    def test_a_timer_brings_it_back_once_the_time_has_come(
        self, store: SqlStore, database: Database, case_id: str, clock: FakeClock
    ) -> None:
        put_off(store, case_id, clock)
        assert [t["kind"] for t in Maintenance(database).due_timers(clock.now())] == []

        clock.pass_by(days=1)
        due = [t for t in Maintenance(database).due_timers(clock.now()) if t["kind"] == "wake"]
        with store.write() as tx:
            changed = timers.fire(tx, "wake", due[0]["case_id"], due[0]["epoch"], clock.now())

        assert changed is not None

    def test_a_timer_of_an_earlier_time_is_void(self, store: SqlStore, case_id: str, clock: FakeClock) -> None:
        put_off(store, case_id, clock)
        clock.pass_by(hours=23)
        put_off(store, case_id, clock)
        clock.pass_by(hours=1)

        with store.write() as tx:
            assert timers.fire(tx, "wake", case_id, 0, clock.now()) is None

    def test_only_its_owner_may(self, store: SqlStore, case_id: str, clock: FakeClock) -> None:
        until = clock.now() + TOMORROW
        with store.write() as tx, pytest.raises(Refused, match="担当者だけ"):
            follow_up.snooze(tx, case_id, SUZUKI, until, clock.now(), is_promise=False)

    @pytest.mark.parametrize("hours", [0, -1, 24 * 93])
    def test_a_time_that_has_passed_or_is_too_far_is_refused(
        self, store: SqlStore, case_id: str, clock: FakeClock, hours: int
    ) -> None:
        until = clock.now() + timedelta(hours=hours)
        with store.write() as tx, pytest.raises(Refused, match="3か月"):
            follow_up.snooze(tx, case_id, SATO, until, clock.now(), is_promise=False)

    def test_a_promise_outlives_a_transfer_and_a_plain_one_does_not(
        self, store: SqlStore, case_id: str, clock: FakeClock
    ) -> None:
        for promise in (True, False):
            put_off(store, case_id, clock, promise=promise)
            with store.write() as tx:
                assignment.transfer(tx, case_id, SATO, SUZUKI, clock.now())
                assert (tx.snooze(case_id) is not None) is promise
                assignment.take_over(tx, case_id, CHIEF, clock.now())
                assignment.transfer(tx, case_id, CHIEF, SATO, clock.now())

    def test_what_was_due_is_done_by_answering(self, store: SqlStore, case_id: str, clock: FakeClock) -> None:
        put_off(store, case_id, clock, promise=True)
        with store.write() as tx:
            answering.send(tx, case_id, SATO, "後ほど", "r1", clock.now(), seen_seq=None, is_confirmed=False)
            assert tx.snooze(case_id) is not None, "an answer before the time does not keep a promise"
        clock.pass_by(days=1)
        with store.write() as tx:
            answering.send(tx, case_id, SATO, "これです", "r2", clock.now(), seen_seq=None, is_confirmed=False)

            assert tx.snooze(case_id) is None

    def test_a_case_that_its_owner_put_off_is_not_taken_from_them_at_night(
        self, store: SqlStore, case_id: str, conversation_id: str, clock: FakeClock
    ) -> None:
        write(store, conversation_id, clock)
        put_off(store, case_id, clock)
        seen = clock.now()
        clock.pass_by(hours=2)
        with store.write() as tx:
            assert timers.requeue_if_lost(tx, case_id, seen, clock.now()) is None
        write(store, conversation_id, clock, "まだですか")
        clock.pass_by(hours=1)
        with store.write() as tx:
            assert timers.requeue_if_lost(tx, case_id, seen, clock.now()) == conversation_id


class TestRelease:
    def test_the_case_keeps_its_place_and_the_migrant_is_told_once(
        self, store: SqlStore, case_id: str, conversation_id: str, clock: FakeClock
    ) -> None:
        with store.read() as tx:
            since = tx.case(case_id).waiting_since
        clock.pass_by(minutes=5)

        with store.write() as tx:
            case = assignment.release(tx, case_id, SATO, clock.now())

        assert (case.state, case.owner, case.waiting_since) == (State.QUEUED, None, since)
        with store.read() as tx:
            assert "交代" in tx.messages(conversation_id)[-1].text
            assert tx.conversation(conversation_id).holder.owner is None

    def test_only_its_owner_may(self, store: SqlStore, case_id: str, clock: FakeClock) -> None:
        with store.write() as tx, pytest.raises(Refused, match="担当者だけ"):
            assignment.release(tx, case_id, SUZUKI, clock.now())


class TestReopen:
    def test_it_says_nothing_and_silences_the_bot(
        self, store: SqlStore, case_id: str, conversation_id: str, clock: FakeClock
    ) -> None:
        with store.write() as tx:
            ending.give_back(tx, case_id, SATO, clock.now())
            before = len(tx.messages(conversation_id))

            case = follow_up.reopen(tx, case_id, SUZUKI, clock.now())

            assert (case.state, case.owner, case.closed_at) == (State.CONSULTANT, SUZUKI.id, None)
            assert len(tx.messages(conversation_id)) == before
            assert not tx.conversation(conversation_id).holder.bot_answers
            answering.send(
                tx,
                case_id,
                SUZUKI,
                "続きです",
                "r9",
                clock.now(),
                seen_seq=None,
                is_confirmed=False,
            )
            assert tx.messages(conversation_id)[-1].author is Author.CONSULTANT

    def test_a_conversation_has_one_open_case(
        self, store: SqlStore, case_id: str, conversation_id: str, clock: FakeClock
    ) -> None:
        with store.write() as tx:
            ending.close(tx, case_id, SATO, clock.now())
            handover.take(tx, "w2", "h2", handoff(conversation_id), clock.now(), OPEN)

        with store.write() as tx, pytest.raises(Refused, match="対応中の相談"):
            follow_up.reopen(tx, case_id, SATO, clock.now())

    def test_an_open_case_and_an_erased_one_are_refused(
        self, store: SqlStore, case_id: str, conversation_id: str, clock: FakeClock
    ) -> None:
        with store.write() as tx, pytest.raises(Refused, match="終了していません"):
            follow_up.reopen(tx, case_id, SATO, clock.now())
        with store.write() as tx:
            tx.erase(conversation_id, clock.now())
        with store.write() as tx, pytest.raises(Refused, match="消去されています"):
            follow_up.reopen(tx, case_id, SATO, clock.now())
