"""The whole system as `make run` starts it, on free ports and in a folder of its own, at a fixed hour."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
from argon2 import PasswordHasher

from desk.accounts.models import Account
from desk.accounts.store import SqlAccountStore
from desk.clock import SystemClock
from desk.db import migrate
from desk.db.database import Database
from desk.settings import DEVELOPMENT_TOKEN
from tests import loopback, patience
from tests.ports import free_ports

PROJECT = Path(__file__).resolve().parents[2]
# A Tuesday, 10:00 in Japan: consultants are there.
OFFICE_HOURS = "2026-11-24T10:00:00+09:00"
# The Monday before is a holiday (勤労感謝の日).
HOLIDAY = "2026-11-23T10:00:00+09:00"
PASSWORD = "a-password-for-tests"
# As `desk.accounts.passwords` writes it, at a hundredth of the cost: what it costs stands in the hash.
_HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
READY_SECONDS = 600


@dataclass
class Ring:
    """A running system."""

    base: str
    process: subprocess.Popen[bytes]
    environment: dict[str, str]
    log: Path

    def stop(self) -> None:
        """Stop it as Ctrl-C does; one that has stopped stays so."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(patience.seconds(20))
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def add_account(folder: Path, name: str, email: str, role: str) -> None:
    """Make an account of the office with everybody's password in a system's folder.

    Not by `make consultant`: a process for each is most of what it costs, and a hash at its full cost the rest of each login.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    try:
        migrate.upgrade(database)
        account = Account(f"a_{secrets.token_hex(8)}", email, name, role, _HASH, True, False, None)
        SqlAccountStore(database).add(account, SystemClock().now())
    finally:
        database.close()


def _has_answered(assistant_port: int) -> bool:
    """Ask the assistant something, known to no desk: its first turn takes longer than a turn may on a busy machine."""
    ids = {"conversation_id": f"c_{secrets.token_hex(16)}", "message_id": f"m_{secrets.token_hex(16)}"}
    try:
        answer = loopback.post(
            f"http://127.0.0.1:{assistant_port}/webhooks/desk/turn",
            json={**ids, "channel": "web", "text": "家を借りたい"},
            headers={"authorization": f"Bearer {DEVELOPMENT_TOKEN}"},
            timeout=patience.seconds(30),
        )
    except httpx.TimeoutException:
        return False
    # It gives up by itself where the machine is that busy; another try finds what the first one has read.
    return answer.status_code == httpx.codes.OK


def start(folder: Path, clock: str = OFFICE_HOURS, **settings: str) -> Ring:
    """Start everything, make two consultants, and wait until the assistant answers."""
    desk_port, assistant_port, actions_port = free_ports(3)
    environment = {
        **os.environ,
        "HITOHATA_ENVIRONMENT": "test",
        "HITOHATA_TEST_CLOCK": clock,
        "HITOHATA_DATA_DIR": str(folder),
        "HITOHATA_PORT": str(desk_port),
        "HITOHATA_ASSISTANT_PORT": str(assistant_port),
        "HITOHATA_ACTIONS_PORT": str(actions_port),
        "HITOHATA_CONSULTANT_PASSWORD": PASSWORD,
        "TF_CPP_MIN_LOG_LEVEL": "3",
        **settings,
    }
    for name, email in (("佐藤", "sato@example.jp"), ("鈴木", "suzuki@example.jp")):
        add_account(folder, name, email, "consultant")
    log = folder / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "desk.running"],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    ring = Ring(f"http://127.0.0.1:{desk_port}", process, environment, log)

    http = loopback.Client(base_url=ring.base, timeout=patience.seconds(2))

    def answers() -> bool:
        try:
            ready = http.get("/health/ready").json()
        except (httpx.HTTPError, ValueError):
            return False
        return bool(ready.get("assistant", {}).get("status") == "ok")

    def is_ready() -> bool:
        return answers() and _has_answered(assistant_port)

    with http:
        is_over = patience.until(lambda: process.poll() is not None or is_ready(), READY_SECONDS, pause=0.5)
    if is_over and process.poll() is None:
        return ring
    process.kill()
    raise RuntimeError(f"the system did not become ready:\n{log.read_text('utf-8', 'replace')[-4000:]}")
