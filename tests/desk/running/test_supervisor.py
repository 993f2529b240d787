"""A supervised process is started again after a crash and takes its children along when stopped."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from desk.running import supervisor
from desk.running.supervisor import Supervised
from tests import patience

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("pause", "ran_for", "expected"),
    [
        (0.0, 0.1, 1.0),
        (1.0, 0.1, 2.0),
        (16.0, 0.1, 30.0),
        (30.0, 0.1, 30.0),
        (30.0, 61.0, 1.0),
    ],
)
def test_pauses_grow_until_a_process_has_been_healthy(pause: float, ran_for: float, expected: float) -> None:
    assert supervisor.next_pause(pause, ran_for=ran_for) == expected


@pytest.mark.parametrize(("status", "words"), [(0, "exit status 0"), (3, "exit status 3"), (-9, "signal SIGKILL")])
def test_an_end_is_described(status: int, words: str) -> None:
    assert supervisor.describe(status) == words


def test_a_crashed_process_is_started_again_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.01)
    lines: list[str] = []

    async def scenario() -> None:
        again = asyncio.Event()

        def say(_: str, line: str) -> None:
            lines.append(line)
            if lines.count("hello") == 2:
                again.set()

        process = Supervised(
            name="crasher",
            command=f"{sys.executable} -c \"print('hello', flush=True); raise SystemExit(3)\"",
            env=dict(os.environ),
            say=say,
        )
        running = asyncio.create_task(process.keep_running())
        await asyncio.wait_for(again.wait(), patience.seconds(20))
        await process.stop()
        running.cancel()

    asyncio.run(scenario())

    assert "stopped with exit status 3; starting again in 0.01 s" in lines


def first_line_of(command: str) -> str:
    """Run a command until it has said something, and stop it."""
    lines: list[str] = []

    async def scenario() -> None:
        told = asyncio.Event()

        def say(_: str, line: str) -> None:
            lines.append(line)
            told.set()

        process = Supervised(name="one", command=command, env=dict(os.environ), say=say)
        running = asyncio.create_task(process.keep_running())
        await asyncio.wait_for(told.wait(), patience.seconds(20))
        await process.stop()
        await asyncio.wait_for(running, patience.seconds(20))

    asyncio.run(scenario())
    return lines[0]


def test_stopping_ends_what_the_process_started_itself() -> None:
    script = (
        "import subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        "print(child.pid, flush=True); time.sleep(600)"
    )
    pid = int(first_line_of(f'{sys.executable} -c "{script}"'))

    # Nobody waits for a grandchild whose parent is gone: the signal may still be on its way. A zombie counts as ended.
    assert patience.until(lambda: _has_ended(pid), 10, pause=0.05)


def _has_ended(pid: int) -> bool:
    try:
        with Path(f"/proc/{pid}/stat").open(encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_process_that_gives_way_shares_the_session_where_that_counts() -> None:
    script = (
        "import os, time; print(os.nice(0), os.getsid(0), os.getpgid(0) == os.getpid(), flush=True);time.sleep(600)"
    )

    said = first_line_of(f'nice -n 3 {sys.executable} -c "{script}"')

    assert said == f"{os.nice(0) + 3} {os.getsid(0)} True"


def test_a_line_without_an_end_is_said_in_pieces_and_supervision_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.01)
    said: list[str] = []

    async def scenario() -> None:
        again = asyncio.Event()

        def say(_: str, line: str) -> None:
            said.append(line)
            if said.count("end") == 2:
                again.set()

        code = "print('x' * 300_000); print('end')"
        process = Supervised("loud", f'{sys.executable} -c "{code}"', dict(os.environ), say)
        running = asyncio.create_task(process.keep_running())
        await asyncio.wait_for(again.wait(), patience.seconds(20))
        await process.stop()
        running.cancel()

    asyncio.run(scenario())

    first = said[: said.index("end")]
    assert "".join(first) == "x" * 300_000
    assert max(map(len, first)) <= 2 * supervisor.LONGEST_LINE_BYTES


def test_a_command_that_cannot_start_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.01)
    said: list[str] = []

    async def scenario() -> None:
        twice = asyncio.Event()

        def say(_: str, line: str) -> None:
            said.append(line)
            if len(said) == 2:
                twice.set()

        process = Supervised("missing", "/nowhere/no-such-command", dict(os.environ), say)
        running = asyncio.create_task(process.keep_running())
        await asyncio.wait_for(twice.wait(), patience.seconds(20))
        await process.stop()
        running.cancel()

    asyncio.run(scenario())

    assert all(line.startswith("cannot be supervised (FileNotFoundError)") for line in said)
