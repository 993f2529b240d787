"""A step of a training ends with the trainer that began it, however that ended."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.runtime.settings import PROJECT
from tests import patience

_STEP = "import threading; from bot.runtime import parent_watch; parent_watch.end_with_parent(); print('step', flush=True); threading.Event().wait()"
_TRAINER = f"""
import subprocess, sys
step = subprocess.Popen([sys.executable, "-c", {_STEP!r}])
step.wait()
"""


def test_a_killed_trainer_takes_its_step_along() -> None:
    trainer = subprocess.Popen([sys.executable, "-c", _TRAINER], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert trainer.stdout is not None
    assert trainer.stdout.readline() == "step\n"

    trainer.kill()

    # The step holds the pipe open as long as it lives.
    try:
        said, _ = trainer.communicate(timeout=patience.seconds(10))
    except subprocess.TimeoutExpired:
        pytest.fail("the step goes on without its trainer")
    assert said == ""
