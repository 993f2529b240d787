"""Claims against the bot, claims against each other, duplicates: many at once, one order, nothing doubled."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest

from desk.conversation import answering, assignment, ending, handover, holder, inbound, turns, waiting_case
from desk.conversation.holder import Refused
from desk.conversation.models import Author, Consultant, Holder, Situation, State
from desk.conversation.turns import Reply
from desk.conversation_sql.transaction import SqlStore, SqlTransaction
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.db.database import Database
from tests.desk.conftest import CHIEF, CLOSED, OPEN, SATO, FakeClock, handoff
from tests.faults.checker import History, broken
from tests.faults.tally import Tally

ANSWER = Reply([[{"type": "text", "text": "答え"}]], {})


def at_once(*jobs: Callable[[], None]) -> None:
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        start.wait()
        job()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def begin(store: SqlStore, clock: FakeClock, number: int, situation: Situation = CLOSED) -> tuple[str, str]:
    """A conversation with a case: a message left, unless the office is open."""
    with store.write() as tx:
        conversation_id = inbound.start(tx, "web", clock.now(), OPEN, f"hash-{number}").conversation_id
    with store.write() as tx:
        answer = handover.take(tx, f"w-{number}", "h", handoff(conversation_id), clock.now(), situation)[0]
    return conversation_id, answer["case_id"]


def queued(store: SqlStore, clock: FakeClock, number: int) -> tuple[str, str]:
    return begin(store, clock, number, OPEN)


def ask(tx: SqlTransaction, conversation_id: str, clock: FakeClock, key: str = "m") -> None:
    """Let the migrant ask something."""
    inbound.receive(
        tx,
        conversation_id,
        key,
        text="家",
        choice_id=None,
        now=clock.now(),
        situation=lambda: OPEN,
    )


def claim_against_bot(store: SqlStore, clock: FakeClock, count: int) -> None:
    """A turn is answered at the instant of a claim; whichever comes first, the bot never speaks after the claim."""
    turn_queue = SqlTurnQueue(store.database)
    for number in range(count):
        conversation_id, case_id = begin(store, clock, number)
        with store.write() as tx:
            ask(tx, conversation_id, clock)
        turn, outside_id = turn_queue.lease(clock.now())

        def answer(turn=turn, outside_id=outside_id) -> None:
            with store.write() as tx:
                turns.record(tx, turn, ANSWER, outside_id, clock.now())

        def claim(case_id=case_id) -> None:
            with store.write() as tx:
                assignment.claim(tx, case_id, SATO, clock.now())

        jobs = [answer, claim]
        random.Random(number).shuffle(jobs)
        at_once(*jobs)


def test_a_claim_never_lets_the_bot_speak_after_it(
    database: Database, clock: FakeClock, full: bool, tally: Tally
) -> None:
    count = 1_000 if full else 60
    claim_against_bot(SqlStore(database), clock, count)
    tally.add("races: a claim and the bot's answer", count, database)

    assert broken(database, History()) == []


def test_without_the_epoch_check_the_checker_sees_it(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def append_whatever(self: SqlTransaction, *arguments, late: bool = False, **more):
        return original(self, *arguments, late=False, **more)

    original = SqlTransaction.append
    monkeypatch.setattr(SqlTransaction, "append", append_whatever)
    store = SqlStore(database)
    conversation_id, case_id = begin(store, clock, 0)
    with store.write() as tx:
        ask(tx, conversation_id, clock)
    turn, outside_id = SqlTurnQueue(database).lease(clock.now())
    with store.write() as tx:
        assignment.claim(tx, case_id, SATO, clock.now())
    with store.write() as tx:
        turns.record(tx, turn, ANSWER, outside_id, clock.now())

    assert [problem[:2] for problem in broken(database, History())] == ["I4"]


def test_twenty_claims_of_one_case_have_one_winner(
    database: Database, clock: FakeClock, full: bool, tally: Tally
) -> None:
    store, history = SqlStore(database), History()
    for number in range(50 if full else 5):
        _, case_id = begin(store, clock, number)
        won: list[str] = []

        def claim(who: Consultant, case_id=case_id, won=won) -> None:
            try:
                with store.write() as tx:
                    won.append(str(assignment.claim(tx, case_id, who, clock.now()).owner))
            except Refused:
                pass

        people = [Consultant(f"a_{n}", f"相談員{n}") for n in range(20)]
        at_once(*(lambda who=who: claim(who) for who in people))
        assert len(won) == 1
        history.claims_won.append((case_id, 2))
    tally.add("cases claimed by 20 consultants at once", number + 1, database)

    assert broken(database, history) == []


def claimed(store: SqlStore, clock: FakeClock, number: int) -> tuple[str, str]:
    conversation_id, case_id = begin(store, clock, number)
    with store.write() as tx:
        assignment.claim(tx, case_id, SATO, clock.now())
    return conversation_id, case_id


Change = Callable[[SqlTransaction, str, str, FakeClock], object]


def _cancels(tx: SqlTransaction, conversation_id: str, case_id: str, clock: FakeClock) -> None:
    waiting_case.cancel(tx, tx.conversation(conversation_id), clock.now())
    if tx.conversation(conversation_id).holder.state is not State.BOT:
        raise Refused("too_late", "somebody has come")


def _says(tx: SqlTransaction, conversation_id: str, case_id: str, clock: FakeClock) -> object:
    return answering.send(tx, case_id, SATO, "はい", "r", clock.now(), seen_seq=None, is_confirmed=True)


# (what stands before, one change, the other, how many may succeed)
AGAINST: dict[str, tuple[Callable[..., tuple[str, str]], Change, Change, set[int]]] = {
    "a claim and the migrant's cancelling": (
        queued,
        lambda tx, _, case_id, clock: assignment.claim(tx, case_id, SATO, clock.now()),
        _cancels,
        {1},
    ),
    # What was said before the return goes out before it; after it, the sender is told.
    "a return and the owner's words": (
        claimed,
        lambda tx, _, case_id, clock: ending.give_back(tx, case_id, SATO, clock.now()),
        _says,
        {1, 2},
    ),
    "a supervisor's take-over and the owner's words": (
        claimed,
        lambda tx, _, case_id, clock: assignment.take_over(tx, case_id, CHIEF, clock.now()),
        _says,
        {1, 2},
    ),
}


@pytest.mark.parametrize("pair", AGAINST)
def test_two_changes_at_once_have_one_order_and_the_loser_is_told(
    pair: str, database: Database, clock: FakeClock, full: bool, tally: Tally
) -> None:
    store, (prepare, one, other, winners) = SqlStore(database), AGAINST[pair]
    for number in range(1_000 if full else 25):
        conversation_id, case_id = prepare(store, clock, number)
        done: list[str] = []

        def do(name: str, change: Change, ids=(conversation_id, case_id), done=done) -> None:
            try:
                with store.write() as tx:
                    change(tx, *ids, clock)
                done.append(name)
            except Refused:
                pass

        jobs = [lambda: do("one", one), lambda: do("other", other)]
        random.Random(number).shuffle(jobs)
        at_once(*jobs)

        assert len(done) in winners, done
        with store.read() as tx:
            found = tx.conversation(conversation_id).holder
            said = [m for m in tx.messages(conversation_id) if m.author is Author.CONSULTANT]
        assert len(said) == (1 if other is _says and "other" in done else 0)
        assert found.state in {State.CONSULTANT, State.BOT}
        assert (found.state is State.CONSULTANT) == (found.owner is not None)
    tally.add(f"races: {pair}", number + 1, database)

    assert broken(database, History()) == []


def test_one_hundred_equal_messages_are_one(database: Database, clock: FakeClock, full: bool, tally: Tally) -> None:
    store, history = SqlStore(database), History()
    with store.write() as tx:
        conversation_id = inbound.start(tx, "web", clock.now(), OPEN, "hash").conversation_id

    def send(number: int) -> None:
        key = f"m{number % 10}"
        with store.write() as tx:
            ask(tx, conversation_id, clock, key)
        history.accepted.append((conversation_id, key))

    count = 100 if full else 30
    at_once(*(lambda n=n: send(n) for n in range(count)))
    tally.add("equal messages of a widget at once", count, database)

    assert broken(database, history) == []


def test_without_the_check_for_duplicates_the_schema_still_refuses(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SqlTransaction, "message_by_outside_id", lambda *_: None)
    store = SqlStore(database)
    with store.write() as tx:
        conversation_id = inbound.start(tx, "web", clock.now(), OPEN, "hash").conversation_id
    with store.write() as tx:
        ask(tx, conversation_id, clock)

    with pytest.raises(Exception, match=r"UNIQUE|unique"), store.write() as tx:
        ask(tx, conversation_id, clock)


def test_a_stale_holder_cannot_be_moved(database: Database, clock: FakeClock) -> None:
    store = SqlStore(database)
    conversation_id, _ = begin(store, clock, 0)
    with store.read() as tx:
        seen = tx.conversation(conversation_id).holder
    moved = holder.after(seen, holder.Action.CLAIM, actor="a")
    with store.write() as tx:
        assert tx.move(conversation_id, seen, moved)

    with store.write() as tx:
        assert not tx.move(conversation_id, seen, Holder(moved.state, "b", moved.epoch))
