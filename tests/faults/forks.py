"""Desks that are forked from one process which has imported them: a desk's imports are three quarters of what its start costs.

Each is a process of its own like any other, with its own settings and log, and may be killed. What the parent has imported is
all that it does not do itself, so a desk whose imports depend on its settings (`can_be_forked`) starts as `make run` does.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = "desk.main"
# The texts of the pack in use are read with the modules that say them.
_READ_BY_IMPORTS = "HITOHATA_PACK"


def can_be_forked(environment: Mapping[str, str]) -> bool:
    """Return whether a desk with these settings imports what every other one does."""
    return not environment.get(_READ_BY_IMPORTS)


class Forked:
    """A desk, with the methods of `subprocess.Popen` that tests need."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.pid = int(_Parent.one().ask({"start": dict(environment), "log": str(log)}))
        self._handle = os.pidfd_open(self.pid)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return its status once it has ended."""
        return self.returncode if self._ends_within(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Return its status when it has ended.

        Raises:
            subprocess.TimeoutExpired: It goes on.
        """
        if not self._ends_within(timeout) or self.returncode is None:
            raise subprocess.TimeoutExpired(PROGRAM, timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """End it as a deploy does."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash does."""
        self.send_signal(signal.SIGKILL)

    def _ends_within(self, seconds: float | None) -> bool:
        if self.returncode is None:
            if not select.select([self._handle], [], [], seconds)[0]:
                return False
            # Until its status is asked for, nobody else gets its number.
            self.returncode = int(_Parent.one().ask({"ended": self.pid}))
            os.close(self._handle)
        return True


class _Parent:
    """The process that forks; ends, with all that it forked, when these tests do."""

    _running: _Parent | None = None
    _lock = threading.Lock()

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._asking = threading.Lock()
        atexit.register(self._stop)

    @classmethod
    def one(cls) -> _Parent:
        """Return the only one; it begins when the first desk is wanted."""
        with cls._lock:
            cls._running = cls._running or _Parent()
            return cls._running

    def ask(self, question: Mapping[str, Any]) -> Any:
        """Return what it says."""
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        with self._asking:
            to.write(json.dumps(question).encode() + b"\n")
            to.flush()
            answer = back.readline()
        if not answer:
            raise RuntimeError("the process that forks desks is gone; its words stand above")
        return json.loads(answer)

    def _stop(self) -> None:
        # Waited for, so that what it and its desks cost counts as these tests'.
        self._process.communicate()


def main() -> int:
    """Fork a desk for each line that asks for one, until there are no more lines; returns a forked desk's exit status."""
    gc.disable()
    program = importlib.import_module(PROGRAM)
    gc.freeze()
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    alive: set[int] = set()
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        if (ended := asked.get("ended")) is not None:
            alive.discard(ended)
            answers.write(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(ended, 0)[1]))
            continue
        pid = os.fork()
        if not pid:
            answers.close()
            _become(asked["start"], asked["log"])
            status: int = program.main()
            return status
        alive.add(pid)
        answers.write(b"%d\n" % pid)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return 0


def _become(environment: Mapping[str, str], log: str) -> None:
    """Take the settings of a new process, its log, and nothing to read."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    for descriptor, path, how in ((0, os.devnull, os.O_RDONLY), (1, log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)):
        opened = os.open(path, how, 0o644)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.dup2(1, 2)


if __name__ == "__main__":
    sys.exit(main())
