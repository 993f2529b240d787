"""kill -9 of real processes at each step of a training: of the trainer while it trains and while it compares, and of the desk meanwhile.

The steps themselves are stood in for: what a model is does not matter to who holds the lease, who takes over, and what serves.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from desk.settings import DEVELOPMENT_TOKEN
from tests import loopback, patience
from tests.e2e.ring import PASSWORD, PROJECT
from tests.faults.processes import ASSISTANT_PYTHON, DESK, Process
from tests.faults.tally import Tally
from tests.ports import free_ports

# Longer than the lease of a trainer that died (desk/content/training.py).
TAKEN_OVER_SECONDS = 60
TRAINING, COMPARING = "bot.runtime.train_publication", "bot.evaluation.gate_figures"
# The real trainer; a step says that it has begun, and waits until it may go on.
_TRAINER = """
import json, sys, time
from pathlib import Path
from bot.runtime import trainer

folder = Path(sys.argv[1])

def run(self, job, module):
    (folder / f"{module[0]}.begun").touch()
    while not (folder / f"{module[0]}.go").exists():
        self._renew(job)
        time.sleep(0.1)
    sides = {"cries": 5, "accuracy": 0.9, "answered_wrong": 0.0}
    figures = {"old": sides, "new": sides, "missed": [], "changes": []}
    figures |= {"trials": {"asked": 0, "failed": []}, "replay": {"asked": 0, "changes": []}}
    out = Path(module[module.index("--out") + 1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures))

trainer.Trainer._run = run
trainer.wanted_model = lambda models: Path(sys.executable)
sys.exit(trainer.main())
"""


class Office:
    """A real desk with the invented town's pack, and its trainers."""

    def __init__(self, folder: Path) -> None:
        desk_port, assistant_port = free_ports(2)
        self.folder = folder
        self.settings = {
            "HITOHATA_ENVIRONMENT": "test",
            "HITOHATA_DATA_DIR": str(folder),
            "HITOHATA_PACK": "tests/packs/mihon",
            "HITOHATA_PORT": str(desk_port),
            "HITOHATA_ASSISTANT_PORT": str(assistant_port),
            "HITOHATA_CONSULTANT_PASSWORD": PASSWORD,
        }
        run = [
            *DESK[:2],
            "desk.accounts.create",
            "--name",
            "高橋",
            "--email",
            "chief@example.jp",
            "--role",
            "supervisor",
        ]
        # The only test of `make consultant` as a process.
        subprocess.run(run, cwd=PROJECT, env={**os.environ, **self.settings}, check=True, capture_output=True)
        self.base = f"http://127.0.0.1:{desk_port}"
        self.desk = Process(DESK, self.settings, f"{self.base}/health/live", folder / "desk.log")
        self._trainers: list[subprocess.Popen[bytes]] = []

    def teach(self, text: str) -> None:
        def is_imported() -> bool:
            found = loopback.get(f"{self.base}/health/ready", timeout=patience.seconds(5)).json()
            return bool(found["content"]["publication"])

        assert patience.until(is_imported, 30)
        with loopback.Client(base_url=self.base, timeout=patience.seconds(10)) as http:
            login = {"email": "chief@example.jp", "password": PASSWORD}
            http.headers["x-csrf-token"] = http.post("/api/console/login", json=login).raise_for_status().json()["csrf"]
            address = "/api/console/content/entries/housing/vacant_house/phrasings"
            http.post(address, json={"texts": [text]}).raise_for_status()

    def trainer(self) -> subprocess.Popen[bytes]:
        with (self.folder / "trainer.log").open("ab") as log:
            begun = subprocess.Popen(
                [str(ASSISTANT_PYTHON), "-c", _TRAINER, str(self.folder)],
                cwd=PROJECT,
                env={**os.environ, **self.settings},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._trainers.append(begun)
        return begun

    def reaches(self, step: str) -> bool:
        """Whether a trainer begins a step; each time anew."""
        mark = self.folder / f"{step}.begun"
        found = patience.until(mark.exists, TAKEN_OVER_SECONDS)
        mark.unlink(missing_ok=True)
        return found

    def let_go_on(self, step: str) -> None:
        (self.folder / f"{step}.go").touch()

    def serving(self) -> httpx.Response:
        """What the assistant is told to serve."""
        headers = {"authorization": f"Bearer {DEVELOPMENT_TOKEN}"}
        return loopback.get(f"{self.base}/internal/model", headers=headers, timeout=patience.seconds(5))

    def log(self) -> str:
        return (self.folder / "trainer.log").read_text("utf-8", "replace")[-2_000:]

    def stop(self) -> None:
        for begun in self._trainers:
            begun.kill()
            begun.wait()
        self.desk.kill()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.stop()


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _until(happened: Callable[[], bool], office: Office) -> None:
    assert patience.until(happened, TAKEN_OVER_SECONDS), office.log()


def test_whoever_is_killed_another_one_ends_the_training(office: Office, tally: Tally) -> None:
    office.teach("海の見える古い家を安く手に入れたい")
    first = office.trainer()
    assert office.reaches(TRAINING), office.log()
    _kill(first)

    second = office.trainer()
    assert office.reaches(TRAINING), office.log()
    # The desk goes as well; the trainer waits for it.
    office.desk.kill()
    office.desk.start()
    office.let_go_on(TRAINING)
    assert office.reaches(COMPARING), office.log()
    assert office.serving().status_code == 204, "a model that was not compared serves nobody"
    _kill(second)

    office.trainer()
    office.let_go_on(COMPARING)
    _until(lambda: office.serving().status_code == 200, office)
    served = office.serving()
    assert hashlib.sha256(served.content).hexdigest() == served.headers["etag"].strip('"')
    assert sorted(path.suffix for path in (office.folder / "content" / "models").iterdir()) == [".gz"]
    tally.add("kills of a trainer or the desk during a training", 3)
