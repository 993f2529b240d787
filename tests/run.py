"""`make test` and `make test-fast`: runs every part, whatever the others did, and sums up; standard library only.

Parts that need nothing of each other run beside each other, four at a time. Each part's output is a file under
reports/tests/; what failed is shown, and the names of all tests that failed stand once more together before the closing
line, which has pytest's form, counts all parts and comes last.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).resolve().parents[1]
REPORTS = PROJECT / "reports" / "tests"
CLOSING_LINE = REPORTS / "closing-line"
# Browser, faults and ring wait for processes half of the time: with three at once two cores had nothing to do for minutes.
AT_ONCE = 4
_TAIL_LINES = 60
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")
# Pytest's short summary, and the heads of vitest's failures.
_NAMED = re.compile(r"(?:FAILED|ERROR) \S.*| FAIL  \S.*")
_SUMMARY = re.compile(r"=+ short test summary info =+")
_NAME_CHARACTERS = 200
_NAMES_SHOWN = 50
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

_ASSISTANT = ("uv", "run", "--no-sync")
_DESK = ("uv", "run", "--project", "desk", "--no-sync")
_DESK_PYTEST = (*_DESK, "pytest", "-c", "desk/pyproject.toml", "--rootdir", ".")
# The training and then the browser are what all waits for: the others give way to them, and the desk, which can use every core
# at any time, fills what these leave.
_GIVES_WAY, _FILLS = ("nice", "-n", "5"), ("nice", "-n", "10")
# Those of the browser that need no model: they have a desk of their own, and begin while the assistant learns.
_SCREENS = tuple(
    f"tests/e2e/test_{name}.py"
    for name in ("answer_screens", "console_screens", "privacy", "reports", "single_sign_on")
)
# Those of the faults that need a trained model; the others need not wait for one.
_WITH_A_MODEL = tuple(
    f"tests/faults/test_{name}.py" for name in ("erasure", "ring_kills", "switch_kills", "two_of_each")
)


@dataclass(frozen=True)
class Part:
    """A command of the tests.

    Attributes:
        name: As people see it.
        command: What runs, in the project's folder.
        after: Names of the parts that must have ended; when one of them failed, it runs all the same.
        has_tests: Whether its output counts tests; a part without any only succeeds or fails.
    """

    name: str
    command: Sequence[str]
    after: tuple[str, ...] = ()
    has_tests: bool = True


@dataclass(frozen=True)
class Outcome:
    """How a part ended: its counts by pytest's words, whether it succeeded, its seconds, and those of the processors.

    The processors' are what it costs however busy the machine is: its own and those of all that it started and waited for.
    """

    counts: Mapping[str, int]
    succeeded: bool
    seconds: float
    cpu_seconds: float = 0.0


def parts(npm: str) -> list[Part]:
    """Return all parts: first what needs no model, and after the training what takes longest however many cores there are."""
    return [
        Part("training", (*_ASSISTANT, "python", "-m", "bot.runtime.train"), has_tests=False),
        Part("browser", (*_DESK_PYTEST, "tests/e2e", *_without(_SCREENS)), after=("training",)),
        Part("screens", (*_GIVES_WAY, *_DESK_PYTEST, *_SCREENS)),
        Part("faults", (*_GIVES_WAY, *_DESK_PYTEST, "tests/faults", *_without(_WITH_A_MODEL))),
        Part("desk", (*_FILLS, *_DESK_PYTEST, "-n", "auto", "tests/desk")),
        Part("ring", (*_GIVES_WAY, *_DESK_PYTEST, *_WITH_A_MODEL), after=("training",)),
        Part("web", (*_GIVES_WAY, *npm.split(), "--prefix", "web", "test")),
        Part(
            "assistant",
            (*_GIVES_WAY, *_ASSISTANT, "pytest", "tests/bot", "tests/actions", "tests/rasa", "tests/house"),
            after=("training",),
        ),
    ]


def _without(files: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"--ignore={file}" for file in files)


def fast_parts(npm: str) -> list[Part]:
    """Return what needs no browser, no trained model and no processes."""
    quick = ("-m", "not slow")
    return [
        Part("desk", (*_DESK_PYTEST, "-n", "auto", *quick, "tests/desk")),
        Part("assistant", (*_ASSISTANT, "pytest", *quick, "tests/bot", "tests/actions", "tests/house")),
        Part("web", (*npm.split(), "--prefix", "web", "test")),
    ]


def counts_in(output: str) -> Counter[str]:
    """Return what the closing line of pytest or vitest counts; empty if there is none."""
    found: Counter[str] = Counter()
    for line in reversed(_COLOUR.sub("", output).splitlines()):
        if line.lstrip().startswith("Test Files"):
            continue
        pairs = _COUNT.findall(line)
        if pairs and (line.lstrip().startswith("Tests") or " in " in line):
            for number, word in pairs:
                found["errors" if word.startswith("error") else word] += int(number)
            break
    return found


def failures_in(output: str) -> list[str]:
    """Return the lines that name a failed test, each once and cut short; empty if the output names none.

    Of pytest only what follows its last summary's head is read: captured logs have lines that begin with ERROR as well.
    """
    lines = [line.rstrip() for line in _COLOUR.sub("", output).splitlines()]
    heads = [number for number, line in enumerate(lines) if _SUMMARY.fullmatch(line)]
    pytests = lines[heads[-1] + 1 :] if heads else []
    named = [line for line in pytests if _NAMED.fullmatch(line)]
    named += [line for line in lines if line.startswith(" FAIL ") and _NAMED.fullmatch(line)]
    return list(dict.fromkeys(line.strip()[:_NAME_CHARACTERS] for line in named))


def failures(failed: Sequence[str], folder: Path) -> list[str]:
    """Return one line for each failed test of these parts, so many that the end of the output still has them all."""
    found: list[str] = []
    for name in failed:
        log = folder / f"{name}.log"
        named = failures_in(log.read_text("utf-8", "replace")) if log.exists() else []
        found += [f"  {name}: {line}" for line in named or [f"no test is named, see {log}"]]
    rest = len(found) - _NAMES_SHOWN
    return found[:_NAMES_SHOWN] + ([f"  and {rest} more"] if rest > 0 else [])


def closing_line(outcomes: Mapping[str, Outcome], seconds: float) -> str:
    """Return one line in pytest's form over all parts; a part that failed without a failed test is an error."""
    total: Counter[str] = Counter()
    for outcome in outcomes.values():
        total.update(outcome.counts)
        if not outcome.succeeded and not outcome.counts.get("failed") and not outcome.counts.get("errors"):
            total["errors"] += 1
    order = ("failed", "passed", "skipped", "xfailed", "xpassed", "errors")
    words = ", ".join(f"{total[word]} {word}" for word in order if total[word])
    minutes, rest = divmod(round(seconds), 60)
    return f"===== {words or 'no tests ran'} in {seconds:.2f}s ({minutes // 60}:{minutes % 60:02d}:{rest:02d}) ====="


class Runner:
    """Runs parts, each as soon as those before it have ended and a place is free."""

    def __init__(self, chosen: Sequence[Part], folder: Path, at_once: int = AT_ONCE) -> None:
        self._waiting = list(chosen)
        self._names = {part.name for part in chosen}
        self._folder = folder
        self._places = at_once
        self._changed = threading.Condition()
        self.outcomes: dict[str, Outcome] = {}

    def run(self) -> dict[str, Outcome]:
        """Run all; returns the outcomes by name."""
        self._folder.mkdir(parents=True, exist_ok=True)
        threads = []
        while part := self._next():
            thread = threading.Thread(target=self._run_one, args=(part,))
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join()
        return self.outcomes

    def _next(self) -> Part | None:
        """Return the next part that may run, once a place is free; None when all have begun."""
        with self._changed:
            while self._waiting:
                for part in self._waiting:
                    if self._places and all(n in self.outcomes or n not in self._names for n in part.after):
                        self._waiting.remove(part)
                        self._places -= 1
                        return part
                self._changed.wait()
        return None

    def _run_one(self, part: Part) -> None:
        started = time.monotonic()
        log = self._folder / f"{part.name}.log"
        outcome = Outcome({}, False, 0.0)
        try:
            with log.open("wb") as output:
                status, cpu_seconds = _run(part.command, output)
            counts = counts_in(log.read_text("utf-8", "replace")) if part.has_tests else Counter[str]()
            # Pytest's status 0 without a counted test would hide a part that tested nothing.
            succeeded = status == 0 and (bool(counts) or not part.has_tests)
            outcome = Outcome(counts, succeeded, time.monotonic() - started, cpu_seconds)
        except OSError as error:
            log.write_text(f"{part.command[0]}: {error}\n", "utf-8")
            outcome = Outcome({}, False, time.monotonic() - started)
        finally:
            with self._changed:
                self.outcomes[part.name] = outcome
                self._places += 1
                say(part, outcome, log)
                self._changed.notify_all()


def _run(command: Sequence[str], output: IO[bytes]) -> tuple[int, float]:
    """Run a command to its end; returns its exit status and the processors' seconds."""
    process = subprocess.Popen(command, cwd=PROJECT, env=_environment(), stdout=output, stderr=subprocess.STDOUT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime


def say(part: Part, outcome: Outcome, log: Path) -> None:
    """Print how a part ended, and the end of its output if it failed."""
    words = ", ".join(f"{number} {word}" for word, number in outcome.counts.items())
    took = f"{outcome.seconds:6.0f} s {outcome.cpu_seconds:6.0f} s CPU"
    print(f"{part.name:<10} {'ok' if outcome.succeeded else 'FAILED':<7} {took}  {words}", flush=True)
    if not outcome.succeeded:
        lines = log.read_text("utf-8", "replace").splitlines()[-_TAIL_LINES:] if log.exists() else []
        print(*(f"  | {line}" for line in lines), f"  whole output: {log}", sep="\n", flush=True)


def _environment() -> dict[str, str]:
    # Of the newcomer's own shell, and of libraries of 2022 whose advice nobody here can follow.
    kept = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    return {**kept, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}


def main() -> int:
    """Run what was asked for; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", default="npm", help="the command that runs npm")
    parser.add_argument("--fast", action="store_true", help="only what needs no browser, model or processes")
    given = parser.parse_args()
    started = time.monotonic()
    outcomes = Runner(fast_parts(given.npm) if given.fast else parts(given.npm), REPORTS).run()
    line = closing_line(outcomes, time.monotonic() - started)
    CLOSING_LINE.write_text(f"{line}\n", encoding="utf-8")
    failed = [name for name, outcome in outcomes.items() if not outcome.succeeded]
    if failed:
        print(f"failed: {', '.join(failed)}; see {REPORTS}", *failures(failed, REPORTS), sep="\n", flush=True)
    print(line, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
