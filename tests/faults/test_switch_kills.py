"""kill -9 of the assistant in the midst of the change to a new model: fetching, loading, changing, remembering.

Desk, assistant and actions are real processes, as is the model; the training is stood in for by a copy of the shipped model in a
file of its own. The assistant has a folder of its own, as on another machine, so that it fetches the file.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk.db.database import Database
from tests import loopback, patience
from tests.e2e.ring import PASSWORD, PROJECT, add_account
from tests.faults.checker import History, broken
from tests.faults.processes import ACTIONS, ASSISTANT_PYTHON, DESK, Process
from tests.faults.tally import Tally
from tests.faults.widget import Message, Widget, answers
from tests.ports import free_ports

SWITCH_SECONDS = 60
ANSWER_SECONDS = 20
TRAINING_SECONDS = 600
QUESTION = "お試し住宅について教えて"
NEW = "m00001.tar.gz"
# In this order; at the last two the new model is in its place already.
FETCHING, LOADING, LOADED, CHANGED, REMEMBERING = STEPS = ("fetching", "loading", "loaded", "changed", "remembering")
# The real assistant, which says at each step that it is there, and stands still as long as the step is held.
_ASSISTANT = """
import asyncio, sys, time
from pathlib import Path
from types import SimpleNamespace
from bot.runtime import model_watch, serve

folder = Path(sys.argv[1])

def pass_by(step):
    (folder / f"{step}.begun").touch()
    while (folder / f"{step}.held").exists():
        time.sleep(0.05)

async def to_thread(work, *given):
    done = await asyncio.to_thread(work, *given)
    if getattr(work, "__name__", "") == "write":
        (folder / "fetching.begun").touch()
        while (folder / "fetching.held").exists():
            await asyncio.sleep(0.05)
    return done

load, remember, replace = model_watch._load, model_watch.ModelWatch._remember, Path.replace

def loading(agent, path):
    pass_by("loading")
    processor = load(agent, path)
    pass_by("loaded")
    return processor

def remembering(self, signed):
    pass_by("changed")
    remember(self, signed)

def replacing(path, target):
    if path.name == "serving.part":
        pass_by("remembering")
    return replace(path, target)

model_watch.asyncio = SimpleNamespace(to_thread=to_thread, sleep=asyncio.sleep, run=asyncio.run)
model_watch._load, model_watch.ModelWatch._remember, Path.replace = loading, remembering, replacing
sys.exit(serve.main())
"""
# The real calls of a trainer, without the training: another file with the same model, and figures that pass.
_TRAINER = """
import sys
from pathlib import Path
from bot.runtime import model_file, settings
from bot.runtime.desk_client import DeskClient
from bot.runtime.train import code, wanted_model

chosen = settings.read()
desk = DeskClient(chosen.desk_url, chosen.token)
job = desk.lease(code())
target = Path(sys.argv[1]) / sys.argv[2]
shipped = bytearray(wanted_model(chosen.models).read_bytes())
shipped[4:8] = b"copy"  # The time in gzip's head: other bytes, the same model.
target.write_bytes(shipped)
sides = {"cries": 5, "accuracy": 0.9, "answered_wrong": 0.0}
figures = {"old": sides, "new": sides, "missed": [], "changes": []}
figures |= {"trials": {"asked": 0, "failed": []}, "replay": {"asked": 0, "changes": []}}
desk.upload(job, target)
print(desk.done(job, target.name, model_file.sha256(target), figures))
"""


class System:
    """One of each, the assistant on a machine of its own."""

    def __init__(self, folder: Path) -> None:
        desk_port, self._port, actions_port = free_ports(3)
        self.base, self.folder = f"http://127.0.0.1:{desk_port}", folder
        self.ours, theirs = folder / "desk", folder / "assistant"
        common = {
            "HITOHATA_ENVIRONMENT": "test",
            "HITOHATA_PACK": "tests/packs/mihon",
            "HITOHATA_PORT": str(desk_port),
            "HITOHATA_ASSISTANT_PORT": str(self._port),
            "HITOHATA_ACTIONS_PORT": str(actions_port),
            "HITOHATA_DESK_URL": self.base,
        }
        self._settings = {**common, "HITOHATA_DATA_DIR": str(self.ours)}
        self.models = theirs / "content" / "models"
        add_account(self.ours, "高橋", "chief@example.jp", "supervisor")
        # Once for the machine: nothing is trained where the shipped model is there.
        self._run([str(ASSISTANT_PYTHON), "-m", "bot.runtime.train"], TRAINING_SECONDS)
        self.desk = Process(DESK, self._settings, f"{self.base}/health/live", folder / "desk.log")
        away = {**common, "HITOHATA_DATA_DIR": str(theirs)}
        self.actions = Process(ACTIONS, away, f"http://127.0.0.1:{actions_port}/health", folder / "actions.log")
        command = [str(ASSISTANT_PYTHON), "-c", _ASSISTANT, str(folder)]
        self.assistant = Process(command, away, f"http://127.0.0.1:{self._port}/", folder / "assistant.log")

    def _run(self, command: list[str], seconds: float = 60) -> str:
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env={**os.environ, **self._settings},
            check=True,
            capture_output=True,
            text=True,
            timeout=patience.seconds(seconds),
        )
        return done.stdout

    def hold(self, *steps: str) -> None:
        for step in steps:
            (self.folder / f"{step}.held").touch()

    def release(self, step: str) -> None:
        (self.folder / f"{step}.held").unlink()

    def reaches(self, step: str) -> bool:
        return patience.until((self.folder / f"{step}.begun").exists, SWITCH_SECONDS)

    def teach_and_train(self) -> str:
        """Publish a way of asking and hand its model in; returns the model's state."""
        with self.chief() as http:
            address = "/api/console/content/entries/housing/vacant_house/phrasings"
            http.post(address, json={"texts": ["海の見える古い家を安く手に入れたい"]}).raise_for_status()
        return self._run([str(ASSISTANT_PYTHON), "-c", _TRAINER, str(self.folder), NEW]).strip()

    @contextmanager
    def chief(self) -> Iterator[httpx.Client]:
        """A supervisor's browser."""
        with loopback.Client(base_url=self.base, timeout=patience.seconds(10)) as http:
            login = {"email": "chief@example.jp", "password": PASSWORD}
            http.headers["x-csrf-token"] = http.post("/api/console/login", json=login).raise_for_status().json()["csrf"]
            yield http

    def listed(self) -> list[str]:
        """What the desk says of the models: the state of each."""
        with self.chief() as http:
            found = http.get("/api/console/content/models").raise_for_status().json()["models"]
            return [model["state"] for model in found]

    def ready(self) -> dict[str, Any]:
        """What the desk says of everything."""
        found = loopback.get(f"{self.base}/health/ready", timeout=patience.seconds(5)).json()
        return dict(found)

    def trusts_the_assistant(self, *, wanted: bool) -> bool:
        return patience.until(lambda: (self.ready()["assistant"]["status"] == "ok") == wanted, SWITCH_SECONDS)

    def model(self) -> str:
        """Return the file of the model that answers now."""
        address = f"http://127.0.0.1:{self._port}/webhooks/desk/health"
        return str(loopback.get(address, timeout=patience.seconds(10)).json()["model"])

    def log(self) -> str:
        return (self.folder / "assistant.log").read_text("utf-8", "replace")[-2_000:]

    def stop(self) -> None:
        for process in (self.assistant, self.actions, self.desk):
            process.kill()


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    made = System(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def widget(system: System) -> Iterator[Widget]:
    assert system.trusts_the_assistant(wanted=True), system.log()
    assert patience.until(lambda: bool(system.ready()["content"]["publication"]), SWITCH_SECONDS)
    opened = Widget(system.base)
    yield opened
    opened.close()


def is_answered(message: Message) -> bool:
    return any(part["type"] == "answer" for part in message["parts"])


def ask_until_answered(widget: Widget) -> list[str]:
    """Ask until an answer comes, as somebody would who was told to try again; returns the keys of the questions."""
    keys: list[str] = []

    def answered() -> bool:
        seen = len(answers(widget.read()))
        keys.append(widget.send(QUESTION)[0])
        return is_answered(widget.wait_for_answers(seen + 1, ANSWER_SECONDS)[-1])

    assert patience.until(answered, SWITCH_SECONDS, pause=1.0)
    return keys


def test_whenever_the_change_of_models_is_cut_short_a_whole_model_answers(
    system: System, widget: Widget, tally: Tally
) -> None:
    shipped = system.model()
    keys = ask_until_answered(widget)
    system.hold(*STEPS)
    assert system.teach_and_train() == "serving"
    assert (system.listed(), system.model()) == (["serving"], shipped)

    for step in STEPS:
        # At the latest before it loads, the assistant stands still until here: what is looked at below does not depend on its speed.
        if step not in {FETCHING, LOADING}:
            system.release(LOADING)
        assert system.reaches(step), system.log()
        if step in {FETCHING, LOADING, LOADED}:
            assert system.model() == shipped
            keys += ask_until_answered(widget)
        seen = len(answers(widget.read()))
        keys.append(widget.send(QUESTION)[0])
        system.assistant.kill()
        assert system.trusts_the_assistant(wanted=False)
        assert system.listed() == ["serving"]

        system.release(step)
        system.hold(LOADING)
        system.assistant.start()
        # Nothing of the change is remembered before its end: the next start begins with the old model, and changes again.
        assert system.model() == shipped, system.log()
        assert system.trusts_the_assistant(wanted=True)
        widget.wait_for_answers(seen + 1, ANSWER_SECONDS)
        keys += ask_until_answered(widget)
        tally.add("kills of the assistant while it changes its model")

    system.release(LOADING)
    assert patience.until(lambda: system.model() == NEW, SWITCH_SECONDS), system.log()
    assert patience.until((system.models / "serving.json").exists, SWITCH_SECONDS)
    assert json.loads((system.models / "serving.json").read_text("utf-8"))["file"] == NEW
    assert sorted(path.name for path in system.models.iterdir()) == [NEW, "serving.json"]
    keys += ask_until_answered(widget)

    # What served last serves at the next start, without a desk to ask.
    system.assistant.kill()
    system.desk.kill()
    system.assistant.start()
    assert system.model() == NEW
    system.desk.start()
    assert system.trusts_the_assistant(wanted=True)
    assert system.listed() == ["serving"]
    keys += ask_until_answered(widget)

    database = Database(f"sqlite:///{system.ours / 'desk.db'}")
    try:
        assert broken(database, History(accepted=[(widget.conversation_id, key) for key in keys])) == []
    finally:
        database.close()
