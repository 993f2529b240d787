"""Trains the assistant if its sources changed; the model's name is the fingerprint of what it was made from."""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Iterable
from pathlib import Path

from bot import pack
from bot.runtime import blas, model_file, settings, slim
from bot.runtime.settings import PROJECT

KEPT_MODELS = 2
# Taps on choices: the assistant's own, whatever the office publishes.
COMMANDS = "commands.yml"
# Rasa's own files; data/danger/patterns and lines.yml are read at start and need no training.
TRAINING_FOLDERS = ("data/nlu", "data/rules")
_SOURCES = (
    *((folder, "**/*.yml") for folder in TRAINING_FOLDERS),
    ("data/words", "*.csv"),
    ("data/danger/training", "*.jsonl"),
    ("data/follow_ups", "*.jsonl"),
    ("bot/nlu", "*.py"),
)


def sources(project: Path = PROJECT) -> list[Path]:
    """Return every file that decides what a model is, in a fixed order."""
    found = [project / "config.yml", project / "domain.yml", project / "uv.lock"]
    for folder, pattern in _SOURCES:
        found += (project / folder).glob(pattern)
    if project == PROJECT and pack.folder() != pack.SHIPPED:
        # The shipped questions stay: the danger detector learns from them for every city.
        shipped = {project / "data" / "words", project / "data" / "follow_ups"}
        found = [path for path in found if path.parent not in shipped]
        found += [*pack.questions().glob("**/*.yml"), *pack.words("").glob("*.csv"), *pack.follow_ups().glob("*.jsonl")]
    return sorted(path for path in found if path.is_file())


def fingerprint(files: Iterable[Path], project: Path = PROJECT) -> str:
    """Return 12 hex digits over the names and bytes of the files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update((str(path.relative_to(project)) if path.is_relative_to(project) else path.name).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def code(project: Path = PROJECT) -> str:
    """Return 12 hex digits over everything but the questions that decides what a model is.

    A model holds pickles and figures of this code: one of other code is not loaded.
    """
    asked = {project / "data" / "nlu", *([pack.questions()] if project == PROJECT else [])}
    files = [path for path in sources(project) if path.parent not in asked or path.name == COMMANDS]
    return fingerprint(files, project)


def wanted_model(models: Path, project: Path = PROJECT) -> Path:
    """Return the path of the model that the present sources make, whether it is there or not."""
    return models / f"{_prefix(project)}-{fingerprint(sources(project), project)}.tar.gz"


def train(models: Path) -> Path:
    """Train unless the wanted model is there; returns its path.

    Raises:
        SystemExit: Training failed; it says why.
    """
    wanted = wanted_model(models)
    if wanted.exists() and model_file.is_whole(wanted):
        _say(f"the model is up to date ({wanted.name})")
        return wanted
    if wanted.exists():
        _say(f"{wanted.name} is broken; it is kept as {model_file.set_aside(wanted).name} and trained anew")
    started = time.monotonic()
    _say("the sources changed; training takes about a minute, a small change less")
    train_on(wanted, pack.questions())
    _forget_old(models, wanted)
    _say(f"done in {time.monotonic() - started:.0f} s ({wanted.name})")
    return wanted


def train_on(target: Path, asked: Path) -> None:
    """Train on a folder of questions in this process, while others encode them and learn the danger detector into the cache.

    Raises:
        SystemExit: No model was made; it says why.
    """
    # Rasa asks this before it draws progress bars, spaCy and TensorFlow theirs.
    os.environ.update(LOG_LEVEL="WARNING", TF_CPP_MIN_LOG_LEVEL="3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    beside = [
        subprocess.Popen([sys.executable, "-m", *module], cwd=PROJECT)  # noqa: S603 - our own modules
        for module in (["bot.runtime.encode_ahead", str(asked)], ["bot.runtime.danger_ahead"])
    ]
    # Messages and words are 700,000 objects that stay until the end: to look through them for rubbish takes seconds.
    gc.disable()
    try:
        slim.leave_out(PROJECT)
        # Importing Rasa takes seconds, so not before it is needed.
        with warnings.catch_warnings():
            # Advice about Rasa's own libraries, and one line for each of 20,000 questions whose answers are not Rasa's.
            # Some of the libraries reset the filters, so the printing goes.
            warnings.simplefilter("ignore")
            warnings.showwarning = lambda *_, **__: None
            import rasa.utils.log_utils

            from bot.nlu import start
            from bot.runtime import graph_training

            start.keep_in(PROJECT / ".cache")
            logging.basicConfig(level=logging.WARNING)
            rasa.utils.log_utils.configure_structlog(logging.WARNING)
            graph_training.train(PROJECT, target, _say, asked)
    except Exception as error:
        causes: list[BaseException] = [error]
        while causes[-1].__cause__ is not None:
            causes.append(causes[-1].__cause__)
        raise SystemExit(
            "train: no model was made: " + " ← ".join(f"{type(c).__name__}: {c}" for c in causes)
        ) from error
    finally:
        gc.enable()
        for process in beside:
            process.kill()
        for process in beside:
            process.wait()


def _say(line: str) -> None:
    print(f"train: {line}", flush=True)


def _prefix(project: Path) -> str:
    """Return what a model's name begins with: towns that share a machine forget none of each other's models."""
    return "hitohata" if project != PROJECT or pack.folder() == pack.SHIPPED else f"pack-{pack.town()}"


def _forget_old(models: Path, newest: Path) -> None:
    """Keep the last few models of the same pack, so that going back is possible and the disk does not fill."""
    same = models.glob(f"{newest.name.rpartition('-')[0]}-*.tar.gz")
    others = sorted(same, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [path for path in others if path != newest][KEPT_MODELS - 1 :]:
        path.unlink()


if __name__ == "__main__":
    blas.choose_kernels()
    try:
        train(settings.read().models)
    except settings.SettingBroken as broken:
        sys.exit(str(broken))
