"""Crash at every step of a publication and of a training: before and after each commit and each file.

An office writes a text, reviews it, teaches a way of asking, trains and withdraws. A run dies at its n-th step and is begun
again with the database and the files; n rises until a run has fewer steps. What migrants are told is looked at after every
death: whole, never a word that nobody reviewed, and in the end the same as without any death.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desk.content import pack
from desk.content.learnt_models import LearntModels
from desk.content.models import Kind, State
from desk.content.replay import Replay
from desk.content.training import LEASE, Trainings
from desk.db.database import Database
from tests.desk.conftest import START, FakeClock
from tests.desk.content.conftest import CHIEF, WRITER, Office, opened
from tests.desk.content.test_training import CODE, FIGURES
from tests.faults.tally import Tally
from tests.faults.test_crash_points import Crash

OLD, NEW, TAUGHT = "たくさん降ります。", "とてもたくさん降ります。", "雪かきは大変？"
KEY = "town/snow"


class Steps:
    """Counts the steps of a run and ends it at one of them, once."""

    def __init__(self, last: int) -> None:
        self.names: list[str] = []
        self.last = last

    def __call__(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self.last:
            self.last = -1
            raise Crash

    def comes_next(self) -> bool:
        return len(self.names) + 1 == self.last


class CrashingDatabase(Database):
    """Dies before or after a commit, once there are steps."""

    steps: Steps | None = None

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        with super().write() as connection:
            yield connection
            if self.steps:
                self.steps("before a commit")
        if self.steps:
            self.steps("after a commit")


@dataclass
class Process:
    """Everything that dies at once; made anew over what is on the disk."""

    office: Office
    trainings: Trainings
    learnt: LearntModels
    database: CrashingDatabase

    @classmethod
    def begun(cls, folder: Path, clock: FakeClock) -> Process:
        database = CrashingDatabase(f"sqlite:///{folder / 'desk.db'}")
        office = opened(database, clock, folder)
        models, replay = folder / "content" / "models", Replay(database, "key")
        trainings = Trainings(office.store, models, clock, office.log, replay)
        learnt = LearntModels(office.store, models, clock, office.log, "key", replay)
        return cls(office, trainings, learnt, database)


def _open(process: Process, *states: State) -> Any:
    found = [v for v in process.office.content.entry(KEY).versions if v.state in states]
    return found[0] if found else None


def write(process: Process) -> None:
    """As whoever finds after a restart what they had got to."""
    content = process.office.content
    draft = content.draft(WRITER, Kind.ENTRY, KEY)
    content.save(WRITER, draft, draft.revision, {**draft.content, "body": NEW})


def hand_in(process: Process) -> None:
    if (draft := _open(process, State.DRAFT)) is not None:
        process.office.content.submit(WRITER, Kind.ENTRY, KEY, draft.number)


def approve(process: Process) -> None:
    if (waiting := _open(process, State.IN_REVIEW)) is not None:
        process.office.approved(waiting)


def teach(process: Process) -> None:
    if TAUGHT not in {one.text for one in process.office.content.entry(KEY).phrasings}:
        process.office.content.add_phrasings(CHIEF, KEY, [TAUGHT])


def train(process: Process) -> None:
    """As the trainer does; the model is a file of a few bytes."""
    job = process.trainings.lease(CODE)
    if job is None:
        return
    process.trainings.folder.mkdir(parents=True, exist_ok=True)
    name, made = f"m{job['id']:05d}.tar.gz", f"of {job['teaching']}".encode()
    (process.trainings.folder / name).write_bytes(made)
    process.trainings.renew(job["id"], job["lease"])
    process.trainings.done(job["id"], job["lease"], name, hashlib.sha256(made).hexdigest(), FIGURES)


def withdraw(process: Process) -> None:
    if process.office.content.entry("town/bus").item.withdrawn_at is None:
        process.office.content.withdraw(CHIEF, Kind.ENTRY, "town/bus", "確かめています")


CHAPTERS = (write, hand_in, approve, teach, train, withdraw)


@pytest.fixture
def begun(tmp_path: Path, sqlite_template: Path) -> Path:
    """An office with its pack, to begin every run from."""
    folder = tmp_path / "begun"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "desk.db")
    process = Process.begun(folder, FakeClock(START))
    process.office.bring()
    process.database.close()
    return folder


@contextmanager
def files_die(folder: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every file, link and folder that comes or goes below a folder be a step; a file may be written by half."""

    def dying(original: Callable[..., Any], name: str) -> Callable[..., Any]:
        def do(path: Path, *given: Any, **named: Any) -> Any:
            if not path.is_relative_to(folder):
                return original(path, *given, **named)
            steps(f"before {name} {path.name}")
            if name == "write_text" and steps.comes_next():
                original(path, given[0][: len(given[0]) // 2], *given[1:], **named)
            else:
                original(path, *given, **named)
            steps(f"after {name} {path.name}")
            return None if name != "replace" else given[0]

        return do

    with monkeypatch.context() as patched:
        for name in ("write_text", "write_bytes", "replace", "symlink_to"):
            patched.setattr(Path, name, dying(getattr(Path, name), name))
        yield


def check(folder: Path, clock: FakeClock, done: set[str], name: str) -> None:
    """Begin again and look at what everybody is told."""
    process = Process.begun(folder, clock)
    process.office.publisher.catch_up()
    served = process.office.text(KEY)
    # Whoever approved is not forgotten, and what was not approved is not said.
    assert served in ({OLD, NEW} if "approve" in done else {OLD}), name
    current = process.office.publisher.current
    assert current is not None, name
    written = pack.read(current)
    assert written.entries[KEY]["body"] == served, name
    told = json.loads((current / "publication.json").read_text("utf-8"))
    assert told["number"] == process.office.store.newest_number() == process.office.published.snapshot.number, name
    assert process.office.publisher.health()["status"] == "ok", name
    # A model that serves is there, whole.
    model = process.learnt.serving()
    if model is not None:
        made = (process.trainings.folder / str(model.file)).read_bytes()
        assert hashlib.sha256(made).hexdigest() == model.sha256, name
    process.database.close()


def play(begun: Path, folder: Path, last: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Steps, dict[str, Any]]:
    """Play it, dying at step `last`, and once more from there; returns what stands in the end."""
    shutil.copytree(begun, folder, symlinks=True)
    clock, steps, to_do, done = FakeClock(START), Steps(last), list(CHAPTERS), set[str]()
    process = Process.begun(folder, clock)
    process.database.steps = steps
    with files_die(folder, steps, monkeypatch):
        while to_do:
            done.add(to_do[0].__name__)
            try:
                to_do[0](process)
                to_do.pop(0)
            except Crash:
                process.database.engine.dispose()
                process.database.steps = None
                check(folder, clock, done, f"step {last}, {steps.names[-1]}")
                # Until the lease of the dead has ended.
                clock.pass_by(seconds=LEASE.total_seconds() + 1)
                process = Process.begun(folder, clock)
    process.database.close()
    check(folder, clock, done, f"the end after step {last}")
    ended = Process.begun(folder, clock)
    ended.office.publisher.catch_up()
    current = ended.office.publisher.current
    assert current is not None
    left = [path.name for path in current.parent.iterdir() if path.name[:1] != "." and path.name != "models"]
    found = {
        "pack": pack.read(current).digest,
        "states": sorted(str(v.state) for v in ended.office.content.entry(KEY).versions),
        "models": [(one.state, one.teaching) for one in ended.learnt.models()],
        "links": [path.name for path in current.parent.iterdir() if path.is_symlink() and path.name[:1] != "."],
        "few": len(left) <= 4,
    }
    ended.database.close()
    return steps, found


def test_whatever_step_is_the_last(
    begun: Path, tmp_path: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    whole, wanted = play(begun, tmp_path / "whole", -1, monkeypatch)
    assert len(whole.names) > 60
    assert wanted["models"][0][0] == "serving"
    # Every one of them in `make faults`; with small counts, every seventh: commits, files and links come among them.
    points = range(1, len(whole.names) + 1, 1 if full else 7)
    for last in points:
        steps, found = play(begun, tmp_path / str(last), last, monkeypatch)
        assert len(steps.names) >= last
        assert found == wanted, f"step {last}, {steps.names[last - 1]}"
        shutil.rmtree(tmp_path / str(last))
    tally.add("deaths at each step of publishing, training and withdrawing", len(points))
