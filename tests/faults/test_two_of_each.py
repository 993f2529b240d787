"""Two desks and two assistants, real processes on one PostgreSQL and one Redis, serve one conversation."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from desk.db.database import Database
from tests.e2e.ring import OFFICE_HOURS
from tests.faults.checker import History, broken
from tests.faults.processes import ACTIONS, ASSISTANT, DESK, Process
from tests.faults.tally import Tally
from tests.faults.widget import Widget, answers, words
from tests.ports import free_ports

QUESTIONS = ("家を借りたい", "起業の融資はありますか", "除雪が心配です", "仕事を探しています")


@dataclass
class Pair:
    """Everything twice, besides the databases and the actions, which keep no state."""

    desks: list[Process]
    assistants: list[Process]
    bases: list[str]
    desk_database: str


def new_database(address: str) -> str:
    """Return the address of a fresh database on a PostgreSQL server."""
    name = f"t_{uuid.uuid4().hex}"
    administration = Database(address)
    with administration.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    administration.close()
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, postgresql: str, redis: str) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair")
    desk_ports, assistant_ports, [actions_port] = free_ports(2), free_ports(2), free_ports(1)
    desk_database, trackers = new_database(postgresql), new_database(postgresql)
    bases = [f"http://127.0.0.1:{port}" for port in desk_ports]
    started: list[Process] = []

    def run(name: str, command: list[str], address: str, **settings: str) -> Process:
        environment = {
            "HITOHATA_ENVIRONMENT": "test",
            "HITOHATA_TEST_CLOCK": OFFICE_HOURS,
            "HITOHATA_DATA_DIR": str(folder),
            "HITOHATA_ACTIONS_PORT": str(actions_port),
            "HITOHATA_DESK_URL": bases[0],
            **settings,
        }
        process = Process(command, environment, address, folder / f"{name}.log")
        started.append(process)
        return process

    try:
        run("actions", ACTIONS, f"http://127.0.0.1:{actions_port}/health")
        assistants = [
            run(
                f"assistant{number}",
                ASSISTANT,
                f"http://127.0.0.1:{port}/",
                HITOHATA_ASSISTANT_PORT=str(port),
                HITOHATA_TRACKER_URL=trackers,
                HITOHATA_REDIS_URL=redis,
            )
            for number, port in enumerate(assistant_ports)
        ]
        desks = [
            run(
                f"desk{number}",
                DESK,
                f"{bases[number]}/health/live",
                HITOHATA_PORT=str(desk_ports[number]),
                HITOHATA_ASSISTANT_PORT=str(assistant_ports[number]),
                HITOHATA_DATABASE_URL=desk_database,
                HITOHATA_REDIS_URL=redis,
            )
            for number in range(2)
        ]
        yield Pair(desks, assistants, bases, desk_database)
    finally:
        for process in started:
            process.kill()


@pytest.fixture
def widget(pair: Pair) -> Iterator[Widget]:
    opened = Widget(*pair.bases)
    yield opened
    opened.close()


def check(pair: Pair, widget: Widget, sent: list[tuple[str, int]]) -> None:
    """Assert that both desks tell the same whole story, and that nothing was lost or doubled."""
    first, second = widget.read(0), widget.read(1)
    assert first == second
    assert [message["seq"] for message in first] == sorted({message["seq"] for message in first})
    assert [seq for _, seq in sent] == [m["seq"] for m in first if m["author"] == "user"]
    database = Database(pair.desk_database)
    try:
        history = History(accepted=[(widget.conversation_id, key) for key, _ in sent])
        assert broken(database, history) == []
    finally:
        database.close()


def test_one_conversation_through_both(pair: Pair, widget: Widget, full: bool, tally: Tally) -> None:
    sent = []
    for number in range(40 if full else 8):
        sent.append(widget.send(QUESTIONS[number % len(QUESTIONS)], desk=number % 2))
        widget.wait_for_answers(number + 1, 15, desk=(number + 1) % 2)

    tally.add("turns through two desks and two assistants", len(sent))
    check(pair, widget, sent)
    assert len(answers(widget.read())) == len(sent)


def test_messages_at_once_at_both_are_answered_one_after_the_other(pair: Pair, widget: Widget, full: bool) -> None:
    sent: list[tuple[str, int]] = []

    def burst(desk: int) -> None:
        sent.extend(widget.send(QUESTIONS[number % len(QUESTIONS)], desk=desk) for number in range(15 if full else 4))

    threads = [threading.Thread(target=burst, args=(desk,)) for desk in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.sort(key=lambda pair: pair[1])
    widget.wait_for_answers(len(sent), 60)
    time.sleep(1)

    assert len(answers(widget.read())) == len(sent)
    check(pair, widget, sent)


def test_the_same_id_at_both_is_one_message(pair: Pair, widget: Widget) -> None:
    key, numbers = uuid.uuid4().hex, []

    def send(desk: int) -> None:
        numbers.append(widget.send("家を借りたい", desk=desk, key=key)[1])

    threads = [threading.Thread(target=send, args=(number % 2,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(numbers)) == 1
    widget.wait_for_answers(1, 15)
    check(pair, widget, [(key, numbers[0])])


def test_what_one_desk_stored_the_other_answers(pair: Pair, widget: Widget) -> None:
    """The first desk dies with the turn in its hands; its lease ends and the second one takes over."""
    frozen = pair.assistants[0]
    frozen.freeze()
    try:
        sent = [widget.send("家を借りたい", desk=0)]
        time.sleep(0.5)
        pair.desks[0].kill()
        log = widget.wait_for_answers(1, 40, desk=1)
    finally:
        frozen.thaw()
        pair.desks[0].start()

    assert log[-1]["author"] == "bot", log[-1]["parts"]
    assert words(log[-1])
    check(pair, widget, sent)
