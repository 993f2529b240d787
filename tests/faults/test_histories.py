"""Random histories of one conversation: whatever people, bot, timers and the network do, in whatever order.

Hypothesis plays the migrant, two consultants, their supervisor, the assistant and the clock; after every step the stored
state must keep the invariants of `tests/faults/checker.py` and those below. A failure prints the shortest history.
"""

from __future__ import annotations

import itertools
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk.conversation import answering, assignment, ending, handover, inbound, timers, turns
from desk.conversation.answering import NewerMessages
from desk.conversation.errors import UnknownChoice
from desk.conversation.holder import Refused
from desk.conversation.models import Author, State
from desk.conversation.open_case import UnknownCase
from desk.conversation.turns import Reply
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore, SqlTransaction
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.db.database import Database
from desk.operations.maintenance import Maintenance, take_timer
from tests.desk.api import empty_database
from tests.desk.conftest import CHIEF, CLOSED, OPEN, SATO, SUZUKI, FakeClock, handoff
from tests.desk.conversation.passage import present
from tests.faults.checker import History, broken
from tests.faults.tally import Tally

ANSWER = Reply([[{"type": "text", "text": "お答えします"}]], {"outcome": "answer", "label": "x/y"})
PEOPLE = st.sampled_from([SATO, SUZUKI])
SITUATIONS = st.sampled_from([OPEN, CLOSED])
# What a person may be told instead of being obeyed.
POLITE = (Refused, NewerMessages, UnknownCase, UnknownChoice)


def has_case(machine: OneConversation) -> bool:
    """Whether there is anything that a consultant could do."""
    return machine.open_case_id() is not None


class OneConversation(RuleBasedStateMachine):
    """One conversation on a fresh database."""

    taken = Bundle("turns that a worker holds")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "desk.db"
        file.write_bytes(empty_database())
        self.database = Database(f"sqlite:///{file}")
        self.store, self.turn_queue = SqlStore(self.database), SqlTurnQueue(self.database)
        self.maintenance, self.clock, self.history = Maintenance(self.database), FakeClock(), History()
        self.counter = itertools.count()
        self.accepted_replies: list[str] = []
        self.last_epoch = 0

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        # Both are always on duty, so that asking again within a day goes straight to the last one.
        for who in (SATO, SUZUKI):
            present(self.store, who, seen_at=self.clock.now() + timedelta(days=3_650))
        with self.store.write() as tx:
            self.id = inbound.start(tx, "web", self.clock.now(), OPEN, "hash").conversation_id

    # --- the migrant -------------------------------------------------------------------------

    @rule(situation=SITUATIONS)
    def says_something(self, situation) -> None:
        self._say(f"m{next(self.counter)}", situation)

    @rule(situation=SITUATIONS)
    def sends_the_last_message_again(self, situation) -> None:
        if self.history.accepted:
            self._say(self.history.accepted[-1][1], situation)

    @rule(situation=SITUATIONS, data=st.data())
    def taps_a_choice(self, situation, data) -> None:
        with self.store.read() as tx:
            offered = [
                choice["id"]
                for message in tx.messages(self.id)
                for part in message.parts
                for choice in part.get("choices", [])
            ]
        if offered:
            self._say(f"m{next(self.counter)}", situation, data.draw(st.sampled_from(offered)))

    def _say(self, key: str, situation, choice: str | None = None) -> None:
        try:
            with self.store.write() as tx:
                inbound.receive(
                    tx,
                    self.id,
                    key,
                    text=None if choice else "家を借りたい",
                    choice_id=choice,
                    now=self.clock.now(),
                    situation=lambda: situation,
                )
        except UnknownChoice:
            return
        self.history.accepted.append((self.id, key))

    # --- the assistant -----------------------------------------------------------------------

    @rule(target=taken)
    @precondition(lambda self: self.turn_queue.waiting()[0] > 0)
    def a_worker_takes_a_turn(self):
        turn = self.turn_queue.lease(self.clock.now())
        return turn if turn is not None else multiple()

    @rule(turn=consumes(taken), asks=st.booleans())
    def the_assistant_answers(self, turn, asks) -> None:
        with self.store.write() as tx:
            turns.record(tx, turn[0], ANSWER, turn[1], self.clock.now())
        if asks:
            self.the_assistant_hands_over(OPEN)

    @rule(turn=consumes(taken))
    def the_assistant_fails(self, turn) -> None:
        with self.store.write() as tx:
            turns.apologise(tx, turn[0], OPEN, self.clock.now())

    @rule(situation=SITUATIONS)
    def the_assistant_hands_over(self, situation) -> None:
        self._hand_over(f"w{next(self.counter)}", situation)

    @rule(situation=SITUATIONS)
    def a_hand_over_is_repeated(self, situation) -> None:
        self._hand_over("w-same", situation)

    def _hand_over(self, webhook_id: str, situation) -> None:
        with self.store.write() as tx:
            handover.take(tx, webhook_id, "h", handoff(self.id), self.clock.now(), situation)

    # --- the consultants ---------------------------------------------------------------------

    def open_case_id(self) -> str | None:
        with self.store.read() as tx:
            case = tx.open_case(self.id)
        return case.id if case else None

    def _work(self, function, *arguments, **options) -> bool:
        case_id = self.open_case_id()
        if case_id is None:
            return False
        try:
            with self.store.write() as tx:
                function(tx, case_id, *arguments, self.clock.now(), **options)
        except POLITE:
            return False
        return True

    @rule(who=PEOPLE)
    @precondition(has_case)
    def claims(self, who) -> None:
        with self.store.read() as tx:
            epoch = tx.conversation(self.id).holder.epoch
        if self._work(assignment.claim, who):
            with self.store.read() as tx:
                moved = tx.conversation(self.id).holder.epoch
            if moved != epoch:
                self.history.claims_won.append((self.id, moved))

    @rule()
    @precondition(has_case)
    def the_supervisor_takes_over(self) -> None:
        self._work(assignment.take_over, CHIEF)

    @rule(who=PEOPLE, to=PEOPLE)
    @precondition(has_case)
    def transfers(self, who, to) -> None:
        self._work(assignment.transfer, who, to)

    @rule(who=PEOPLE, sure=st.booleans())
    @precondition(has_case)
    def replies(self, who, sure) -> None:
        key = f"r{next(self.counter)}"
        if self._work(answering.send, who, f"返事 {key}", key, seen_seq=None, is_confirmed=sure):
            self.accepted_replies.append(f"返事 {key}")

    @rule(who=PEOPLE)
    @precondition(has_case)
    def gives_back(self, who) -> None:
        self._work(ending.give_back, who)

    @rule(who=PEOPLE)
    @precondition(has_case)
    def closes(self, who) -> None:
        self._work(ending.close, who)

    # --- time --------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 13, 200, 700, 4_000]))
    def time_passes_and_the_sweeper_comes(self, seconds) -> None:
        self.clock.pass_by(seconds=seconds)
        for timer in self.maintenance.due_timers(self.clock.now()):
            with self.store.write() as tx:
                if take_timer(tx.connection, timer["id"]):
                    timers.fire(tx, timer["kind"], timer["case_id"], timer["epoch"], self.clock.now())

    @rule()
    def the_owner_is_gone(self) -> None:
        for case_id in self.maintenance.held_ids():
            with self.store.write() as tx:
                timers.requeue_if_lost(tx, case_id, None, self.clock.now())

    # --- what must hold ----------------------------------------------------------------------

    @invariant()
    def nothing_is_broken(self) -> None:
        assert broken(self.database, self.history) == []

    @invariant()
    def the_epoch_only_rises(self) -> None:
        with self.store.read() as tx:
            epoch = tx.conversation(self.id).holder.epoch
        assert epoch >= self.last_epoch
        self.last_epoch = epoch

    @invariant()
    def case_and_conversation_agree(self) -> None:
        with self.store.read() as tx:
            holder, case = tx.conversation(self.id).holder, tx.open_case(self.id)
        assert (holder.state is State.CONSULTANT) == (holder.owner is not None)
        if case is None:
            assert holder.state in {State.BOT, State.CLOSED}
        else:
            assert case.state is holder.state

    @invariant()
    def every_accepted_reply_is_there_once(self) -> None:
        with self.store.read() as tx:
            said = [
                part["text"]
                for message in tx.messages(self.id)
                if message.author is Author.CONSULTANT
                for part in message.parts
            ]
        assert said == self.accepted_replies

    @invariant()
    def nobody_waits_without_a_turn_or_a_person(self) -> None:
        """While the bot holds it, what was said last is answered, or a turn stands for it."""
        with self.store.read() as tx:
            holder, messages = tx.conversation(self.id).holder, tx.messages(self.id)
        if holder.state is State.BOT and messages[-1].author is Author.USER:
            with self.database.read() as connection:
                waiting = connection.execute(
                    t.turns.select().where(t.turns.c.conversation_id == self.id, t.turns.c.state != "done")
                ).all()
            assert waiting


class SameEachTime(OneConversation):
    """The same; Hypothesis keeps a seed on the class."""


def play(examples: int, steps: int, *phases: Phase, machine: type[OneConversation] = OneConversation) -> None:
    """Play so many histories; raises what the first broken one raised."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            phases=phases or (Phase.generate, Phase.shrink),
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_random_histories(full: bool, tally: Tally) -> None:
    count, steps = (400, 50) if full else (30, 30)
    play(count, steps)
    tally.add(f"random histories of up to {steps} steps", count)


def test_a_forgotten_epoch_check_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The histories are wild enough: without the check, the bot speaks over a person in one of them."""
    original = SqlTransaction.append

    def append_whatever(self, *arguments, late: bool = False, **more):
        return original(self, *arguments, late=False, **more)

    monkeypatch.setattr(SqlTransaction, "append", append_whatever)

    # The same histories each time: whether this test passes must not hang on the day's luck. Of these, the 28th breaks;
    # when the rules above change it is another one, and when that takes long, look for a better number.
    with pytest.raises(AssertionError, match="I4"):
        play(2_000, 30, Phase.generate, machine=seed(2)(SameEachTime))
