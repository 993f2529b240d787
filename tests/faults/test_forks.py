"""What is forked instead of started is a process of its own: its settings, its log, its end."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import patience
from tests.faults.forks import Forked, parent_of
from tests.faults.processes import ACTIONS, ASSISTANT, DESK


def forked(log: Path, words: str, *given: str, **settings: str) -> Forked:
    return Forked("desk", [sys.executable, "-c", words, *given], settings, log)


def test_only_what_imports_the_same_each_time_is_forked() -> None:
    assert parent_of(DESK, {}) == "desk"
    assert parent_of(DESK, {"HITOHATA_PACK": "tests/packs/mihon"}) is None
    assert parent_of(["bash", "-c", "exec", *DESK], {}) is None
    assert parent_of(ASSISTANT, {"HITOHATA_PACK": "tests/packs/mihon"}) == "assistant"
    assert parent_of(ACTIONS, {}) is None


def test_it_has_its_own_settings_words_log_and_status(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    words = "import os, sys; print(sorted(os.environ), sys.argv[1:], sys.stdin.read()); sys.exit(3)"

    one = forked(log, words, "given", A="a")

    assert one.wait(patience.seconds(20)) == 3
    assert log.read_text() == "before\n['A'] ['given'] \n"
    assert one.poll() == 3


def test_it_is_killed_alone(tmp_path: Path) -> None:
    one, other = (forked(tmp_path / name, "import time; time.sleep(600)") for name in ("one", "other"))
    with pytest.raises(subprocess.TimeoutExpired):
        one.wait(0)

    one.kill()

    assert one.wait(patience.seconds(20)) == -signal.SIGKILL
    assert other.poll() is None
    # Its number may be another's by now.
    one.terminate()
    other.terminate()
    assert other.wait(patience.seconds(20)) == -signal.SIGTERM
