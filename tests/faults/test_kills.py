"""kill -9 of the desk at random instants: what was answered with 202 is there, once, and work goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
import uuid
from pathlib import Path

import httpx

from desk.db.database import Database
from tests import loopback, patience
from tests.faults.checker import History, broken
from tests.faults.forks import Forked
from tests.faults.processes import DESK, begun
from tests.faults.tally import Tally
from tests.ports import free_ports


class Desk:
    """A real desk process that is started again whenever it is killed."""

    def __init__(self, folder: Path) -> None:
        self.port, assistant_port = free_ports(2)
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "HITOHATA_ENVIRONMENT": "test",
            "HITOHATA_DATA_DIR": str(folder),
            "HITOHATA_PORT": str(self.port),
            "HITOHATA_ASSISTANT_PORT": str(assistant_port),
        }
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes] | Forked:
        process = begun(DESK, self.environment, Path(os.devnull))
        if patience.until(self._lives, 30, pause=0.05):
            return process
        raise RuntimeError(f"the desk did not start, its status is {process.poll()}")

    def _lives(self) -> bool:
        try:
            answer = loopback.get(f"{self.base}/health/live", timeout=patience.seconds(1))
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = self._start()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(patience.seconds(15))


def talk(base: str, history: History, stop: threading.Event) -> None:
    """A widget that sends each message until it is accepted, under the same id, and believes only a 202."""
    with loopback.Client(base_url=base, timeout=patience.seconds(3)) as http:
        begun: dict[str, str] = {}
        while not begun and not stop.is_set():
            try:
                begun = http.post("/api/web/conversations").raise_for_status().json()
            except (httpx.HTTPError, ValueError):
                time.sleep(0.1)
        http.headers["authorization"] = f"Bearer {begun.get('token')}"
        while not stop.is_set():
            key = uuid.uuid4().hex
            for _ in range(100):
                try:
                    answer = http.post("/api/web/messages", json={"client_id": key, "text": "家を借りたい"})
                    if answer.status_code == 202:
                        history.accepted.append((begun["conversation_id"], key))
                        break
                except httpx.HTTPError:
                    pass
                time.sleep(0.05)
            time.sleep(0.05)


def test_nothing_accepted_is_lost_or_doubled_by_kills(tmp_path: Path, full: bool, tally: Tally) -> None:
    desk, history, stop = Desk(tmp_path), History(), threading.Event()
    widgets = [threading.Thread(target=talk, args=(desk.base, history, stop)) for _ in range(4)]
    chance = random.Random(11)
    for widget in widgets:
        widget.start()
    try:
        for number in range(200 if full else 6):
            # In the middle of traffic, however slow the machine is.
            patience.until(lambda enough=2 * number: len(history.accepted) > enough, 30, pause=0.05)
            time.sleep(chance.uniform(0.2, 0.9))
            desk.kill()
            tally.add("kills of the desk while four widgets write")
    finally:
        stop.set()
        for widget in widgets:
            widget.join()
        desk.stop()

    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    try:
        assert len(history.accepted) > 10
        assert broken(database, history) == []
    finally:
        database.close()


def test_a_database_locked_for_seconds_is_an_honest_503_and_then_recovers(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    try:
        with database.write():
            refused = loopback.post(f"{desk.base}/api/web/conversations", timeout=patience.seconds(20))
        served = loopback.post(f"{desk.base}/api/web/conversations", timeout=patience.seconds(20))
    finally:
        database.close()
        desk.stop()

    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "try_again")
    assert served.status_code == 201
