"""Desks and assistants that are forked from a process which has imported them: most of what their start costs is the same each time.

Each is a process of its own like any other, with its own settings and log, and may be killed. What the parent has imported (an
assistant's also the sentence encoder) is all that it does not do itself, so a desk whose imports depend on its settings starts as
`make run` does.
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
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

PROJECT = Path(__file__).resolve().parents[2]
# The texts of the pack in use are read with the desk's modules that say them; the assistant's read them later.
_READ_BY_IMPORTS = "HITOHATA_PACK"


def parent_of(command: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """Return what a command is forked from, None where it has to start by itself."""
    match command:
        case [sys.executable, "-m", "desk.main"]:
            return None if environment.get(_READ_BY_IMPORTS) else "desk"
        case [python, "-m", "bot.runtime.serve"] | [python, "-c", _, *_] if python == str(_ASSISTANT):
            return "assistant"
    return None


class Forked:
    """A process, with the methods of `subprocess.Popen` that tests need."""

    def __init__(self, parent: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._parent, self._command = _Parent.of(parent), command
        start = {"command": command[1:], "environment": dict(environment), "log": str(log)}
        self.pid = int(self._parent.ask({"start": start}))
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
            raise subprocess.TimeoutExpired(self._command, timeout or 0)
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
            self.returncode = int(self._parent.ask({"ended": self.pid}))
            os.close(self._handle)
        return True


class _Parent:
    """The process that forks; ends, with all that it forked, when these tests do."""

    _running: ClassVar[dict[str, _Parent]] = {}
    _lock = threading.Lock()

    def __init__(self, name: str) -> None:
        command = [_PYTHONS[name], "-W", "ignore", "-m", __name__, name]
        self._process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._asking = threading.Lock()
        atexit.register(self._stop)

    @classmethod
    def of(cls, name: str) -> _Parent:
        """Return the only one of a name; it begins when its first child is wanted."""
        with cls._lock:
            if name not in cls._running:
                cls._running[name] = _Parent(name)
            return cls._running[name]

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
            raise RuntimeError("the process that forks is gone; its words stand above")
        return json.loads(answer)

    def _stop(self) -> None:
        # Waited for, so that what it and its children cost counts as these tests'.
        self._process.communicate()


def _desk() -> None:
    importlib.import_module("desk.main")


def _assistant() -> None:
    """Import what `bot.runtime.serve` imports, in its order, and load the encoder as its first message does."""
    from bot.runtime import blas, slim

    blas.choose_kernels()
    blas.one_thread()
    slim.register()
    warnings.showwarning = lambda *_, **__: None
    for name in ("rasa.core.run", "rasa.engine.recipes.default_components", "bot.runtime.serve", "bot.channels.desk"):
        importlib.import_module(name)
    for name in ("danger_detector", "label_classifier", "language_matcher", "sentence_encoder_featurizer"):
        importlib.import_module(f"bot.nlu.{name}")
    from bot.nlu import sentence_encoder

    sentence_encoder.encode("家")


_ASSISTANT = PROJECT / ".venv" / "bin" / "python"
_PYTHONS = {"desk": sys.executable, "assistant": str(_ASSISTANT)}
_PREPARATIONS = {"desk": _desk, "assistant": _assistant}


def main() -> None:
    """Fork a process for each line that asks for one, until there are no more lines; a forked one runs its command."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    gc.disable()
    _PREPARATIONS[sys.argv[1]]()
    gc.freeze()
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
            _run(**asked["start"])
            return
        alive.add(pid)
        answers.write(b"%d\n" % pid)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _run(command: list[str], environment: Mapping[str, str], log: str) -> None:
    """Take the settings of a new process, its log and nothing to read, and do what Python would with these arguments."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    for descriptor, path, how in ((0, os.devnull, os.O_RDONLY), (1, log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)):
        opened = os.open(path, how, 0o644)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.dup2(1, 2)
    how, what, *sys.argv[1:] = command
    # A desk does so as soon as it begins; an assistant never.
    (gc.disable if what == "desk.main" else gc.enable)()
    if how == "-m":
        sys.exit(importlib.import_module(what).main())
    exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - a test's own words, as after `python -c`


if __name__ == "__main__":
    main()
