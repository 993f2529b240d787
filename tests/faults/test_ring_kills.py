"""kill -9 and standstill of the assistant and of the actions while people ask and want a person."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desk.conversation_sql import tables as t
from desk.db.database import Database
from tests import patience
from tests.e2e.ring import OFFICE_HOURS
from tests.faults.checker import History, broken
from tests.faults.processes import ACTIONS, ASSISTANT, DESK, Process
from tests.faults.tally import Tally
from tests.faults.widget import LOOK_SECONDS, Widget, answers, words
from tests.ports import free_ports

# What a person reads within this time is an answer or an honest apology.
PATIENCE_SECONDS = 20


@dataclass
class System:
    """One of each, in one folder."""

    desk: Process
    assistant: Process
    actions: Process
    base: str
    database: str


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("ring")
    desk_port, assistant_port, actions_port = free_ports(3)
    settings = {
        "HITOHATA_ENVIRONMENT": "test",
        "HITOHATA_TEST_CLOCK": OFFICE_HOURS,
        "HITOHATA_DATA_DIR": str(folder),
        "HITOHATA_PORT": str(desk_port),
        "HITOHATA_ASSISTANT_PORT": str(assistant_port),
        "HITOHATA_ACTIONS_PORT": str(actions_port),
    }
    started: list[Process] = []

    def run(name: str, command: list[str], address: str) -> Process:
        started.append(Process(command, settings, address, folder / f"{name}.log"))
        return started[-1]

    try:
        actions = run("actions", ACTIONS, f"http://127.0.0.1:{actions_port}/health")
        assistant = run("assistant", ASSISTANT, f"http://127.0.0.1:{assistant_port}/")
        base = f"http://127.0.0.1:{desk_port}"
        desk = run("desk", DESK, f"{base}/health/live")
        yield System(desk, assistant, actions, base, f"sqlite:///{folder / 'desk.db'}")
    finally:
        for process in started:
            process.kill()


@pytest.fixture
def widget(system: System) -> Iterator[Widget]:
    opened = Widget(system.base)
    yield opened
    opened.close()


def assert_whole(system: System, widget: Widget, keys: list[str]) -> None:
    database = Database(system.database)
    try:
        history = History(accepted=[(widget.conversation_id, key) for key in keys])
        assert broken(database, history) == []
    finally:
        database.close()


def cases(system: System, widget: Widget) -> int:
    """Return how many cases the conversation has."""
    database = Database(system.database)
    try:
        with database.read() as connection:
            found = connection.execute(t.cases.select().where(t.cases.c.conversation_id == widget.conversation_id))
            return len(found.all())
    finally:
        database.close()


def test_killed_assistant_leaves_nobody_without_an_answer(
    system: System, widget: Widget, full: bool, tally: Tally
) -> None:
    chance, keys = random.Random(5), []
    for number in range(20 if full else 2):
        seen = len(answers(widget.read()))
        restart = threading.Thread(target=crash, args=(system.assistant, chance.uniform(0, 0.05)))
        restart.start()
        keys.append(widget.send("除雪が心配です")[0])
        widget.wait_for_answers(seen + 1, PATIENCE_SECONDS)
        restart.join()
        tally.add("kills of the assistant in a turn")
        assert number + 1 == len([m for m in widget.read() if m["author"] == "user"])

    # Whatever happened meanwhile, the next question is answered again.
    seen = len(answers(widget.read()))
    wait_until_answering(system)
    keys.append(widget.send("除雪が心配です")[0])
    log = widget.wait_for_answers(seen + 1, PATIENCE_SECONDS)
    assert any(part["type"] == "answer" for part in log[-1]["parts"])
    assert_whole(system, widget, keys)


def crash(process: Process, seconds: float) -> None:
    """Kill a process after some time and start it again."""
    time.sleep(seconds)
    process.kill()
    process.start()


def wait_until_answering(system: System) -> None:
    """Ask in a conversation of its own until the desk trusts the assistant again."""
    probe = Widget(system.base)
    try:
        started = time.monotonic()
        while time.monotonic() - started < patience.seconds(90):
            seen = len(answers(probe.read()))
            probe.send("除雪が心配です")
            log = probe.wait_for_answers(seen + 1, PATIENCE_SECONDS)
            if any(part["type"] == "answer" for part in log[-1]["parts"]):
                return
            time.sleep(2)
        raise AssertionError("the assistant did not come back")
    finally:
        probe.close()


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.03, 0.06])
def test_killed_actions_never_promise_what_is_not_there(
    system: System, moment: float, full: bool, tally: Tally
) -> None:
    """A wish for a person while the actions die: one case and words that say so, or an apology and none."""
    wait_until_answering(system)
    for _ in range(10 if full else 1):
        widget = Widget(system.base)
        try:
            restart = threading.Thread(target=crash, args=(system.actions, moment))
            restart.start()
            key, _ = widget.send("人と話したい")
            widget.wait_for_answers(1, PATIENCE_SECONDS)
            restart.join()
            tally.add("kills of the actions in a hand-over")
            time.sleep(0.5)

            def agree(one: Widget = widget) -> bool:
                """The two looks are not one: a hand-over may come between them."""
                return (cases(system, one) == 1) == (one.state()["holder"] in {"queued", "consultant"})

            assert patience.until(agree, 5), words(widget.read()[-1])
            assert cases(system, widget) <= 1
            assert_whole(system, widget, [key])
        finally:
            widget.close()


def test_actions_that_are_back_are_asked_at_once(system: System) -> None:
    """However many wanted a person while the actions were away: who wants one now gets one, no apology."""
    wait_until_answering(system)
    many, later = [Widget(system.base) for _ in range(3)], Widget(system.base)
    system.actions.kill()
    try:
        for widget in many:
            widget.send("人と話したい")
        for widget in many:
            widget.wait_for_answers(1, PATIENCE_SECONDS)
    finally:
        system.actions.start()
    try:
        later.send("人と話したい")

        assert patience.until(lambda: later.state()["holder"] == "queued", PATIENCE_SECONDS, pause=LOOK_SECONDS)
        assert [part["kind"] for part in later.read()[-1]["parts"] if part["type"] == "notice"] == ["queued"]
        assert cases(system, later) == 1
    finally:
        for widget in (*many, later):
            widget.close()


def test_frozen_assistant_ends_in_an_apology_and_later_in_no_second_answer(
    system: System, widget: Widget, tally: Tally
) -> None:
    wait_until_answering(system)
    system.assistant.freeze()
    try:
        key, _ = widget.send("家を借りたい")
        log = widget.wait_for_answers(1, PATIENCE_SECONDS)
    finally:
        system.assistant.thaw()
    tally.add("standstills of the assistant")
    assert log[-1]["author"] in {"bot", "system"}
    assert any(part["type"] == "choices" for part in log[-1]["parts"])

    time.sleep(3)
    assert len(answers(widget.read())) == 1
    assert_whole(system, widget, [key])


def test_frozen_desk_goes_on_where_it_stood(system: System, widget: Widget, tally: Tally) -> None:
    wait_until_answering(system)
    system.desk.freeze()
    restart = threading.Timer(3, system.desk.thaw)
    restart.start()

    key, _ = widget.send("家を借りたい")
    log = widget.wait_for_answers(1, PATIENCE_SECONDS)

    restart.join()
    tally.add("standstills of the desk")
    assert any(part["type"] == "answer" for part in log[-1]["parts"])
    assert_whole(system, widget, [key])


def test_logs_hold_nothing_that_was_said(system: System, widget: Widget) -> None:
    secret = "架空の秘密090-0000-1234"
    widget.send(f"除雪が心配です {secret}")
    widget.wait_for_answers(1, PATIENCE_SECONDS)

    folder = Path(system.desk.log).parent
    logs = {path.name: path.read_text(errors="replace") for path in folder.glob("*.log")}
    assert set(logs) == {"actions.log", "assistant.log", "desk.log"}
    assert [name for name, text in logs.items() if secret in text or "0000-1234" in text] == []
