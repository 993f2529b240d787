"""Single processes of the system, as the Procfile starts them, that tests may kill and start again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests import loopback, patience
from tests.e2e.ring import PROJECT
from tests.faults.forks import Forked, parent_of

ASSISTANT_PYTHON = PROJECT / ".venv" / "bin" / "python"
DESK = [sys.executable, "-m", "desk.main"]
ASSISTANT = [str(ASSISTANT_PYTHON), "-m", "bot.runtime.serve"]
ACTIONS = [str(ASSISTANT_PYTHON), "-m", "actions.serve"]
START_SECONDS = 60


def begun(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes] | Forked:
    """Begin a process whose output goes to the end of a file; it is forked where it can be."""
    if (parent := parent_of(command, environment)) is not None:
        return Forked(parent, command, environment, log)
    with log.open("ab") as output:
        return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT)


@dataclass
class Process:
    """One process, up when its address answers with anything at all.

    Attributes:
        command: What runs.
        environment: Settings besides those of this process.
        address: Any URL that it serves.
        log: Where its output goes.
    """

    command: list[str]
    environment: dict[str, str]
    address: str
    log: Path
    running: subprocess.Popen[bytes] | Forked = field(init=False)

    def __post_init__(self) -> None:
        """Start it."""
        self.start()

    def start(self) -> None:
        """Start it and wait until it serves."""
        self.running = begun(self.command, {**os.environ, **self.environment}, self.log)
        began = patience.until(lambda: self._serves() or self.running.poll() is not None, START_SECONDS)
        if began and self.running.poll() is None:
            return
        self.kill()
        raise RuntimeError(f"{self.command}: did not start:\n{self.log.read_text()[-3000:]}")

    def _serves(self) -> bool:
        try:
            loopback.get(self.address, timeout=patience.seconds(1))
        except httpx.HTTPError:
            return False
        return True

    def kill(self) -> None:
        """End it as a crash does."""
        if self.running.poll() is None:
            self.running.send_signal(signal.SIGKILL)
            self.running.wait()

    def freeze(self) -> None:
        """Stop it where it stands, its connections open."""
        self.running.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self.running.send_signal(signal.SIGCONT)
