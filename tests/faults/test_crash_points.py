"""Crash at every step: before and after each commit, before and after each call to LINE and to the assistant.

One conversation on LINE is played from the first message to a consultant's reply. A run dies at its n-th step, is begun
again with nothing but the database, and played to its end; n rises until a run has fewer steps.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from desk.channels.line import events, inbound, render, request_rules
from desk.channels.line.access_token import ChannelToken
from desk.channels.line.client import LineApi
from desk.channels.line.outbox import Outbox
from desk.channels.line.sender import LineSender
from desk.channels.line.store import SqlLineStore
from desk.channels.line.troubles import Troubles
from desk.conversation import answering, assignment, handover, links, turns
from desk.conversation.models import Author, Message
from desk.conversation.turns import Reply
from desk.conversation_sql import tables as t
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.db.database import Database
from tests.desk.api import empty_database
from tests.desk.conftest import OPEN, SATO, START, FakeClock, handoff
from tests.desk.line.phone import LineServer, text
from tests.faults.checker import History, broken
from tests.faults.tally import Tally


class Crash(BaseException):
    """The process is gone."""


class Steps:
    """Counts the steps of a run and ends it at one of them."""

    def __init__(self, last: int) -> None:
        self.names: list[str] = []
        self._last = last

    def __call__(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self._last:
            raise Crash


class CrashingDatabase(Database):
    """Dies before or after a commit."""

    steps: Steps

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        with super().write() as connection:
            yield connection
            self.steps("before a commit")
        self.steps("after a commit")


class Quiet:
    def send(self, conversation_id: str) -> None:
        """Nobody listens."""


@dataclasses.dataclass
class World:
    """What outlives a crash: the database file, LINE, the assistant's memory, the migrant's phone."""

    path: Path
    server: LineServer
    clock: FakeClock
    asked: Counter[str]
    history: History
    by_link: bool


class Process:
    """Everything that dies at once; made anew from the world."""

    def __init__(self, world: World, steps: Steps) -> None:
        self.world, self.steps = world, steps
        self.database = CrashingDatabase(f"sqlite:///{world.path}")
        self.database.steps = steps
        self.store, self.turn_queue = SqlLineStore(self.database), SqlTurnQueue(self.database)
        auth = ChannelToken("https://line.test", "token")
        api = LineApi("https://line.test", auth, httpx.MockTransport(self._line))
        self.sender = LineSender(Outbox(self.database), api, self._pack, world.clock, Quiet(), Troubles(self.database))

    def _pack(self, found: Sequence[Message]) -> tuple[list[dict[str, Any]], int]:
        def page(conversation_id: str) -> str:
            with self.store.write() as tx:
                return links.make(tx, conversation_id, self.world.clock.now(), "https://desk.test")

        return render.pack(found, page, by_link=self.world.by_link)

    def _line(self, request: httpx.Request) -> httpx.Response:
        self.steps("before LINE has it")
        answer = self.world.server.transport().handle_request(request)
        self.steps("after LINE has it")
        return answer

    def receive(self, event: dict[str, Any]) -> None:
        """As LINE does: again and again until it gets its 200."""
        for found in events.parse({"events": [event]}):
            self.store.run(
                lambda tx, found=found: inbound.take_all(
                    self.store, tx, [found], request_rules.Rules(self.world.clock.now(), lambda: OPEN)
                )
            )

    def answer(self) -> None:
        """Work off the queue of turns; the assistant gives the same reply to the same id."""
        while (leased := self.turn_queue.lease(self.world.clock.now())) is not None:
            turn, outside_id = leased
            self.steps("before the assistant is asked")
            self.world.asked[turn.id] += 1
            self.steps("after the assistant is asked")
            reply = Reply([[{"type": "text", "text": f"答え：{turn.text}"}]], {})
            with self.store.write() as tx:
                turns.record(tx, turn, reply, outside_id, self.world.clock.now())

    def deliver(self) -> None:
        while self.sender.send_next():
            pass

    def conversation_id(self) -> str:
        with self.database.read() as connection:
            return str(connection.execute(sa.select(t.conversations.c.id)).scalar_one())


QUESTION = text("家を借りたい")


def chapters(world: World) -> list[Callable[[Process], None]]:
    """What happens, in order; each part may be repeated, as its sender would repeat it."""

    def hand_over(process: Process) -> None:
        with process.store.write() as tx:
            request = dataclasses.replace(handoff(process.conversation_id()), channel="line")
            handover.take(tx, "w1", "h", request, world.clock.now(), OPEN)

    def consultant(process: Process) -> None:
        with process.store.read() as tx:
            case = tx.open_case(process.conversation_id())
        with process.store.write() as tx:
            assignment.claim(tx, case.id, SATO, world.clock.now())
        with process.store.write() as tx:
            answering.send(
                tx,
                case.id,
                SATO,
                "佐藤です",
                "r1",
                world.clock.now(),
                seen_seq=None,
                is_confirmed=True,
            )

    def late_comers(process: Process) -> None:
        world.clock.pass_by(minutes=2)
        process.answer()
        process.deliver()

    return [
        lambda process: process.receive(QUESTION),
        Process.answer,
        Process.deliver,
        hand_over,
        Process.deliver,
        consultant,
        Process.deliver,
        late_comers,
    ]


def play(folder: Path, last: int, by_link: bool) -> tuple[World, Steps]:
    """Play it, dying at step `last`, and once more from there."""
    server = LineServer()
    world = World(folder / f"{last}.db", server, FakeClock(START), Counter(), History(), by_link)
    world.path.write_bytes(empty_database())
    steps, to_do = Steps(last), chapters(world)
    process = Process(world, steps)
    while to_do:
        try:
            to_do[0](process)
            to_do.pop(0)
        except Crash:
            process.database.engine.dispose()
            # Until the leases of the dead have ended.
            world.clock.pass_by(seconds=31)
            process = Process(world, Steps(-1))
            to_do[:0] = [Process.answer, Process.deliver]
    process.database.close()
    return world, steps


def said(world: World) -> list[tuple[str, str]]:
    database = Database(f"sqlite:///{world.path}")
    with database.read() as connection:
        rows = connection.execute(t.messages.select().order_by(t.messages.c.seq)).mappings().all()
        query = sa.select(t.outbox.c.seq, t.outbox.c.state)
        ways = {row.seq: row.state for row in connection.execute(query)}
    problems = broken(database, world.history)
    database.close()
    assert problems == []

    def words(row: Any) -> str:
        # Of a consultation that is held on our own page, LINE only rings.
        rings = world.by_link and row["author"] == Author.CONSULTANT
        return "新しい返信があります" if rings else str(row["parts"][0]["text"])

    return [(words(row), ways.get(row["seq"], "")) for row in rows if row["author"] != Author.USER]


@pytest.mark.parametrize("by_link", [False, True], ids=["talk", "secure_link"])
def test_whatever_step_is_the_last(tmp_path: Path, tally: Tally, by_link: bool) -> None:
    untouched, whole = play(tmp_path, -1, by_link)
    wanted = [words for words, _ in said(untouched)]
    assert len(whole.names) > 25
    assert {way for _, way in said(untouched)} == {"sent"}

    for last in itertools.count(1):
        world, steps = play(tmp_path, last, by_link)
        if len(steps.names) < last:
            break
        name = f"step {last}, {steps.names[-1]}"
        told = said(world)
        assert [words for words, _ in told] == wanted, name
        phone = Counter(world.server.phone)
        for words, way in told:
            seen = sum(count for shown, count in phone.items() if words in shown)
            # Never twice; and once, unless the console says that nobody knows.
            assert seen <= 1, (name, words)
            assert seen == 1 or way == "unknown", (name, words, way)
            assert way in {"sent", "unknown"}, (name, words, way)
    tally.add("deaths at each step of a conversation on LINE", last - 1)
    assert last == len(whole.names) + 1
