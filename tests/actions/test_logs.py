"""The actions' process logs what failed and where, and nothing that a person said."""

from __future__ import annotations

import http.client
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions import logs
from tests import patience
from tests.ports import free_ports

PROJECT = Path(__file__).resolve().parents[2]
# Words that stand nowhere in the sources.
MARK = "ぬばたまの09012349876"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root, out = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stdout", out)
    logs.configure()
    yield out
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = before, level


def test_an_exception_is_its_kind_and_a_library_record_loses_what_it_was_given(log: io.StringIO) -> None:
    try:
        int(MARK)
    except ValueError as error:
        logging.getLogger("rasa_sdk.endpoint").error(f"Exception during {MARK}", exc_info=error)  # noqa: G004
        logging.getLogger("sanic.root").error("failed for %s", MARK)
        logging.getLogger("actions.action_answer").exception("answer.failed")

    told = log.getvalue()
    assert told.count("ValueError") == 2
    assert "failed for %s" in told
    assert "answer.failed" in told
    assert MARK not in told


@pytest.mark.slow
def test_the_running_process_leaves_no_words_whatever_it_is_sent(tmp_path: Path) -> None:
    port, output = free_ports(1)[0], tmp_path / "log"
    environment = os.environ | {"HITOHATA_ACTIONS_PORT": str(port)}
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "actions.serve"], cwd=PROJECT, env=environment, stdout=out, stderr=out
        )
    try:
        assert patience.until(lambda: _post(port, b"{}") is not None, 30)
        tracker = {"sender_id": MARK, "latest_message": MARK, "events": [MARK], "slots": MARK}
        statuses = [
            _post(port, body)
            for body in (
                f'{{"next_action": "{MARK}'.encode(),
                b"\xff" + MARK.encode(),
                json.dumps({"next_action": f"{MARK}\0", "tracker": tracker}).encode(),
                json.dumps({"next_action": "action_answer", "tracker": tracker}).encode(),
                json.dumps({"next_action": "action_answer", "tracker": {"sender_id": MARK}, "domain": MARK}).encode(),
            )
        ]
    finally:
        process.terminate()
        process.wait(patience.seconds(10))

    told = output.read_text("utf-8", "replace")
    assert {500} <= set(statuses)
    assert "Error" in told
    assert MARK not in told
    assert json.dumps(MARK)[1:-1] not in told


def _post(port: int, body: bytes) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/webhook", body, {"content-type": "application/json"})
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()
