"""The assistant as it is served: Rasa with the newest model and the action server, on free ports."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from tests import patience
from tests.ports import free_ports

PROJECT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-for-tests"
READY_SECONDS = 180
CLOSED = {"open": False, "on_duty": 0, "opens_at": None, "opens_text": "11月25日(水) 9:00"}


@dataclass
class Answer:
    """A status and its decoded body."""

    status: int
    body: Any


class Actions:
    """The process of the actions, which a test may kill and start again."""

    def __init__(self, environment: dict[str, str], log: IO[bytes]) -> None:
        self._environment, self._log = environment, log
        self.start()

    def start(self) -> None:
        """Start it, and leave it alone until it serves."""
        self.process = _started("actions.serve", self._environment, self._log)

    def kill(self) -> None:
        """End it as a crash does."""
        self.process.kill()
        self.process.wait()

    def serves(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self._environment['HITOHATA_ACTIONS_PORT']}/health", timeout=patience.seconds(2)
            ) as answer:
                return answer.status == 200
        except OSError:
            return False


@dataclass
class Assistant:
    """The running assistant."""

    base: str
    actions: Actions

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str = TOKEN,
        raw: bytes | None = None,
    ) -> Answer:
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=patience.seconds(20)) as answer:
                content = answer.read()
                return Answer(answer.status, json.loads(content) if content else None)
        except urllib.error.HTTPError as error:
            return Answer(error.code, json.loads(error.read()))

    def turn(self, conversation: str, text: str | None = None, **more: Any) -> Answer:
        """Send a text, or a choice as `payload=`."""
        body: dict[str, Any] = {
            "conversation_id": conversation,
            "message_id": more.pop("message_id", f"m_{uuid.uuid4().hex}"),
            "channel": more.pop("channel", "web"),
            "sent_at": "2026-11-24T10:00:00+09:00",
            "desk": more.pop("desk", CLOSED),
        }
        if (payload := more.pop("payload", None)) is not None:
            body["choice"] = {"label": text or "選択肢", "payload": payload}
        else:
            body["text"] = text
        return self.call("POST", "/turn", body | more)


@contextlib.contextmanager
def serve(folder: Path, **settings: str) -> Iterator[Assistant]:
    """Run actions and Rasa until the end of the block; nobody listens where hand-overs go."""
    folder.mkdir(parents=True, exist_ok=True)
    port, actions_port, desk_port = free_ports(3)
    environment = {
        **os.environ,
        "HITOHATA_ASSISTANT_PORT": str(port),
        "HITOHATA_ACTIONS_PORT": str(actions_port),
        # Nobody listens here: a hand-over fails, and must be told honestly.
        "HITOHATA_PORT": str(desk_port),
        "HITOHATA_ASSISTANT_TOKEN": TOKEN,
        "HITOHATA_DATA_DIR": str(folder),
        "PYTHONWARNINGS": "ignore",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        **settings,
    }
    log = (folder / "log").open("wb")
    actions, rasa = Actions(environment, log), _started("bot.runtime.serve", environment, log)
    served = Assistant(f"http://127.0.0.1:{port}/webhooks/desk", actions)
    try:
        _wait(served, [actions.process, rasa], folder / "log")
        yield served
    finally:
        for process in (actions.process, rasa):
            process.terminate()
        for process in (actions.process, rasa):
            process.wait(patience.seconds(20))
        log.close()


def _started(module: str, environment: dict[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module]
    return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with serve(tmp_path_factory.mktemp("assistant")) as served:
        yield served


@pytest.fixture
def conversation() -> str:
    return f"c_{uuid.uuid4().hex}"


def _wait(served: Assistant, processes: list[subprocess.Popen[bytes]], log: Path) -> None:
    def serves() -> bool:
        try:
            return served.call("GET", "/health").status == 200
        except OSError:
            return False

    def has_ended() -> bool:
        return any(process.poll() is not None for process in processes)

    if patience.until(lambda: serves() or has_ended(), READY_SECONDS, pause=0.5) and not has_ended():
        return
    raise RuntimeError(log.read_text("utf-8", "replace")[-4_000:])
