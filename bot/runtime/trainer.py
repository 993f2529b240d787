"""The trainer: a process of its own that trains what the desk has published, compares, and hands the model in.

It holds a lease while it works, so that several trainers on several machines never train at once; where it dies, another one
takes over. The assistant serves on meanwhile. Nothing of a training that failed stays.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.runtime import model_file, settings
from bot.runtime.content_fetch import ContentFetch
from bot.runtime.desk_client import DeskAway, DeskClient, FileMissing, LeaseLost
from bot.runtime.settings import PROJECT, SettingBroken, Settings
from bot.runtime.train import code, wanted_model

LOOK_SECONDS = 2.0
RENEW_SECONDS = 8.0
# The desk writes a publication before anybody may lease it; another machine's copy comes a little later.
FILES_SECONDS = 60.0
_LAST_WORDS = 600


class TrainingFailed(Exception):
    """A step failed; the message says which and why."""


class Trainer:
    """Works on one training after the other."""

    def __init__(self, chosen: Settings, desk: DeskClient) -> None:
        """Train for this desk."""
        self._chosen, self._desk = chosen, desk
        self._contents = ContentFetch(chosen.content, desk)
        self._renewed = 0.0

    def look(self) -> str | None:
        """Train what is due; returns the model's state, None where nothing is due or the work was taken over.

        Raises:
            DeskAway: See there.
        """
        job = self._desk.lease(code())
        if job is None:
            return None
        self._renewed = time.monotonic()
        target = self._chosen.content / "models" / f"m{job['id']:05d}-{job['teaching'][:8]}-{code()}.tar.gz"
        _say(f"publication {job['publication']}: training")
        started = time.monotonic()
        try:
            figures = self._train(job, target)
            state = self._hand_in(job, target, figures)
        except LeaseLost:
            _say("another trainer has taken over")
            return None
        except (TrainingFailed, FileMissing, OSError, ValueError, KeyError) as error:
            problem = f"{type(error).__name__}: {error}"
            _say(f"publication {job['publication']} failed: {problem}")
            target.unlink(missing_ok=True)
            self._tell_failed(job, problem)
            return "failed"
        _say(f"publication {job['publication']}: {state} after {time.monotonic() - started:.0f} s")
        return state

    def _train(self, job: dict[str, Any], target: Path) -> dict[str, Any]:
        content = self._files(job)
        self._run(job, ["bot.runtime.train_publication", "--content", str(content), "--out", str(target)])
        serving = self._chosen.content / "models" / (job["serving"] or "-")
        is_here = serving.is_file() or (job["serving"] and self._desk.download(serving, serving.name))
        old = serving if is_here else wanted_model(self._chosen.models)
        if not old.is_file():
            raise TrainingFailed("there is no model to compare with")
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "figures.json"
            trials = Path(folder) / "trials.json"
            trials.write_text(json.dumps(job["trials"], ensure_ascii=False), encoding="utf-8")
            given = ["--old", str(old), "--new", str(target), "--content", str(content), "--out", str(out)]
            # Words of people: they go with this folder.
            replay = Path(folder) / "replay.json"
            replay.write_text(json.dumps(job["replay"], ensure_ascii=False), encoding="utf-8")
            given += ["--trials", str(trials), "--replay", str(replay)]
            self._run(job, ["bot.evaluation.gate_figures", *given])
            found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found

    def _hand_in(self, job: dict[str, Any], target: Path, figures: dict[str, Any]) -> str:
        """Hand a model in, and bring the file where the desk is on another machine; returns the model's state."""
        sha256 = model_file.sha256(target)
        try:
            return self._desk.done(job, target.name, sha256, figures)
        except FileMissing:
            self._desk.upload(job, target)
            return self._desk.done(job, target.name, sha256, figures)

    def _files(self, job: dict[str, Any]) -> Path:
        """Return the folder of the job's publication, once it is here."""
        until = time.monotonic() + FILES_SECONDS
        while True:
            for folder in sorted(self._chosen.content.glob("p*"), reverse=True):
                try:
                    written = json.loads((folder / "publication.json").read_text(encoding="utf-8"))
                except (OSError, ValueError):
                    continue
                if written.get("teaching") == job["teaching"]:
                    return folder
            # A desk that is away is asked again, as long as there is time.
            with contextlib.suppress(DeskAway):
                self._contents.look()
            if time.monotonic() > until:
                raise TrainingFailed(f"publication {job['publication']} is not in {self._chosen.content}")
            self._renew(job)
            time.sleep(0.5)

    def _run(self, job: dict[str, Any], module: Sequence[str]) -> None:
        """Run a module in a process of its own, which gives its memory back, and hold the lease meanwhile."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            child = subprocess.Popen(  # noqa: S603 - our own modules
                [sys.executable, "-m", *module], cwd=PROJECT, stdout=said, stderr=subprocess.STDOUT
            )
            try:
                while child.poll() is None:
                    self._renew(job)
                    try:
                        child.wait(0.5)
                    except subprocess.TimeoutExpired:
                        continue
            finally:
                child.kill()
                child.wait()
            if child.returncode:
                said.seek(0)
                raise TrainingFailed(f"{module[0]} ended with {child.returncode}: {said.read()[-_LAST_WORDS:].strip()}")

    def _renew(self, job: dict[str, Any]) -> None:
        if time.monotonic() - self._renewed < RENEW_SECONDS:
            return
        try:
            self._desk.renew(job)
        except DeskAway:
            # It may come back before the lease lapses; if not, the figures are refused.
            return
        self._renewed = time.monotonic()

    def _tell_failed(self, job: dict[str, Any], problem: str) -> None:
        try:
            self._desk.failed(job, problem)
        except (DeskAway, LeaseLost) as error:
            _say(f"the desk was not told: {error}")


def _say(line: str) -> None:
    print(f"trainer: {line}", flush=True)


def main() -> int:
    """Train until stopped; returns the exit status."""
    try:
        chosen = settings.read()
    except SettingBroken as broken:
        print(broken, file=sys.stderr)
        return 2
    # Below everything that somebody waits for; its steps are processes of its own and give way like it.
    os.nice(max(0, chosen.trainer_nice - os.getpriority(os.PRIO_PROCESS, 0)))
    trainer = Trainer(chosen, DeskClient(chosen.desk_url, chosen.token))
    while True:
        try:
            trainer.look()
        except DeskAway:
            # Starting, or stopped for an update: asked again at the next look.
            time.sleep(LOOK_SECONDS)
        time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
