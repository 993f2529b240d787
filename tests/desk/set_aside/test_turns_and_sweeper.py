"""Turns, timers and what the sweeper walks through go on past a broken row."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from desk.assistant.turn_runner import TurnRunner
from desk.conversation import assignment, timers
from desk.conversation.errors import AssistantFailed
from desk.conversation.models import Author, State
from desk.conversation.turns import Reply
from desk.conversation_sql.transaction import SqlStore
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.db.database import Database
from desk.operations.maintenance import Maintenance
from desk.operations.sweeper import Sweeper
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Reason, Worker
from desk.set_aside.store import MOST_TRIES
from desk.signals.change_signal import InProcessSignal
from tests.desk.conftest import OPEN, SATO, FakeClock
from tests.desk.conversation.passage import Desk
from tests.desk.set_aside.steps import NO_TIME, case, conversation, desk_of, kept, run


class Assistant:
    """Answers everything, but breaks at what it is told to break at."""

    is_away, is_ready = False, True

    def __init__(self, bad: str = "") -> None:
        self.bad, self.asked = bad, []

    async def take_turn(self, turn, situation, returned) -> Reply:
        self.asked.append(turn.text)
        bubbles = [[{"type": "text", "text": f"答え：{turn.text}"}]]
        if turn.text == self.bad:
            bubbles = [["no part"]]  # type: ignore[list-item]
        return Reply(bubbles, {"outcome": "answer", "label": "x"})


async def take_turns(store: SqlStore, clock: FakeClock, assistant: Assistant) -> None:
    hours = SimpleNamespace(situation=lambda: OPEN)
    signal = InProcessSignal()
    runner = TurnRunner(store, SqlTurnQueue(store.database), assistant, hours, clock, signal)
    await runner._start_due()
    while runner._running:
        await asyncio.gather(*runner._running, return_exceptions=True)
        await runner._start_due()


@pytest.mark.parametrize("how", ["row", "reply"])
async def test_turns_go_on_past_one_that_cannot_be_read_or_answered(
    database: Database, store: SqlStore, aside: SetAside, clock: FakeClock, how: str
) -> None:
    first, second = (Desk(store, clock, conversation(store, clock, n)) for n in (1, 2))
    first.say("壊れた質問", "m1")
    second.say("よい質問", "m1")
    if how == "row":
        change = "UPDATE turns SET sent_at = :bad WHERE conversation_id = :c"
        run(database, change, bad="2026-11-24Tno", c=first.id)
    await take_turns(store, clock, Assistant("壊れた質問"))

    assert [m.text for m in second.messages(Author.BOT)][-1] == "答え：よい質問"
    # Who asked is not left without a word.
    assert first.messages()[-1].author is Author.SYSTEM
    assert [one[0] for one in kept(aside)] == [Worker.TURNS]
    # The next question of the same person is answered.
    first.say("つぎの質問", "m2")
    await take_turns(store, clock, Assistant())
    assert [m.text for m in first.messages(Author.BOT)][-1] == "答え：つぎの質問"


class Returns(Assistant):
    """Forgets and notes, but not what it is told to refuse."""

    def __init__(self, *refuses: str, away: bool = False) -> None:
        super().__init__()
        self.refuses, self.done = refuses, []
        self.is_ready = not away

    async def forget(self, conversation_id: str) -> None:
        await self.note_return(conversation_id, "")

    async def note_return(self, conversation_id: str, _: str) -> None:
        if conversation_id in self.refuses or not self.is_ready:
            raise AssistantFailed("422")
        self.done.append(conversation_id)

    async def look(self) -> None:
        return None


def sweeper(store: SqlStore, clock: FakeClock, assistant=None) -> Sweeper:
    return Sweeper(store, Maintenance(store.database), assistant or Returns(), clock, InProcessSignal())


def test_timers_go_on_past_one_that_fails(
    store: SqlStore, aside: SetAside, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (desk_of(store, clock, number) for number in (1, 2))
    bad, _ = case(first), case(second)
    fire = timers.fire

    def fires(tx, kind, case_id, epoch, now):
        if case_id == bad:
            raise KeyError(kind)
        return fire(tx, kind, case_id, epoch, now)

    monkeypatch.setattr(timers, "fire", fires)
    clock.pass_by(minutes=4)
    sweeper(store, clock)._timers()

    def apologies(desk: Desk) -> int:
        return sum(m.parts[0].get("kind") == "wait_apology" for m in desk.messages(Author.SYSTEM))

    assert (apologies(first), apologies(second)) == (0, 1)
    assert [(one[0], one[2]) for one in kept(aside)] == [(Worker.TIMERS, Reason.UNREADABLE)]
    # Mended, it is done when somebody says so.
    monkeypatch.setattr(timers, "fire", fire)
    [one] = aside.items()
    assert aside.again(Worker.TIMERS, one.item, clock.now())
    sweeper(store, clock)._timers()
    assert apologies(first) == 1


def test_lost_owners_are_found_past_a_case_that_cannot_be_read(
    database: Database, store: SqlStore, aside: SetAside, clock: FakeClock
) -> None:
    desks = [desk_of(store, clock, number) for number in (1, 2)]
    cases = []
    for desk in desks:
        cases.append(case(desk))
        desk.do(assignment.claim, cases[-1], SATO)
        desk.say("返事がありません")
    run(database, "UPDATE cases SET opened_at = :bad WHERE id = :c", bad=NO_TIME, c=cases[0])
    clock.pass_by(minutes=11)

    sweeper(store, clock)._lost_owners()

    assert desks[1].holder().state is State.QUEUED
    assert kept(aside) == [(Worker.OWNERS, cases[0], Reason.UNREADABLE)]


async def test_the_assistant_is_told_the_rest_past_what_it_refuses(
    store: SqlStore, aside: SetAside, clock: FakeClock
) -> None:
    with store.write() as tx:
        for name in ("c_bad", "c_good"):
            tx.add_return(name, "相談員が対応しました", clock.now())
            tx.forget_in_assistant(name, clock.now())
    assistant = Returns("c_bad")
    for _ in range(MOST_TRIES):
        await sweeper(store, clock, assistant)._tell_assistant()
        clock.pass_by(minutes=30)

    assert assistant.done.count("c_good") >= 2
    assert {one[1].partition(":")[0] for one in kept(aside)} == {"forget", "return"}


async def test_an_assistant_that_is_away_is_no_fault_of_what_it_is_told(
    store: SqlStore, aside: SetAside, clock: FakeClock
) -> None:
    with store.write() as tx:
        tx.add_return("c_1", "相談員が対応しました", clock.now())
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(AssistantFailed):
            await sweeper(store, clock, Returns(away=True))._tell_assistant()
        clock.pass_by(minutes=30)
    assert aside.items() == []
