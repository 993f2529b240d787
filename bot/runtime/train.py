"""Trains the assistant if its sources changed; the model's name is the fingerprint of what it was made from."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from bot.runtime import settings
from bot.runtime.settings import PROJECT

KEPT_MODELS = 2
# Rasa's own files; data/danger/patterns and lines.yml are read at start and need no training.
TRAINING_FOLDERS = ("data/nlu", "data/rules")
_SOURCES = (
    *((folder, "**/*.yml") for folder in TRAINING_FOLDERS),
    ("data/danger/training", "*.jsonl"),
    ("bot/nlu", "*.py"),
    ("bot/nlu", "*.csv"),
)


def sources(project: Path = PROJECT) -> list[Path]:
    """Return every file that decides what a model is, in a fixed order."""
    found = [project / "config.yml", project / "domain.yml", project / "uv.lock"]
    for folder, pattern in _SOURCES:
        found += (project / folder).glob(pattern)
    return sorted(path for path in found if path.is_file())


def fingerprint(files: Iterable[Path], project: Path = PROJECT) -> str:
    """Return 12 hex digits over the names and bytes of the files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(project)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def wanted_model(models: Path, project: Path = PROJECT) -> Path:
    """Return the path of the model that the present sources make, whether it is there or not."""
    return models / f"hitohata-{fingerprint(sources(project), project)}.tar.gz"


def train(models: Path) -> Path:
    """Train unless the wanted model is there; returns its path.

    Raises:
        SystemExit: Training failed; Rasa has said why.
    """
    wanted = wanted_model(models)
    if wanted.exists():
        print(f"train: the model is up to date ({wanted.name})", flush=True)
        return wanted
    print("train: the sources changed; training takes about a minute …", flush=True)
    started = time.monotonic()
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # Importing Rasa's training takes seconds (TensorFlow), so not before it is needed.
    import rasa.model_training
    import rasa.utils.common
    import rasa.utils.log_utils

    rasa.utils.common.configure_logging_and_warnings(log_level=30, filter_repeated_logs=False)
    rasa.utils.log_utils.configure_structlog(30)
    result = rasa.model_training.train(
        domain=str(PROJECT / "domain.yml"),
        config=str(PROJECT / "config.yml"),
        training_files=[str(PROJECT / folder) for folder in TRAINING_FOLDERS],
        output=str(models),
        fixed_model_name=wanted.name.removesuffix(".tar.gz"),
    )
    if result.model is None or not wanted.exists():
        raise SystemExit("train: no model was made; see the messages above")
    _forget_old(models, wanted)
    print(f"train: done in {time.monotonic() - started:.0f} s ({wanted.name})", flush=True)
    return wanted


def _forget_old(models: Path, newest: Path) -> None:
    """Keep the last few models, so that going back is possible and the disk does not fill."""
    others = sorted(models.glob("hitohata-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [path for path in others if path != newest][KEPT_MODELS - 1 :]:
        path.unlink()


if __name__ == "__main__":
    train(settings.read().models)
    sys.exit(0)
