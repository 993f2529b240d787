"""The danger detector as an artefact of its own, learnt once and kept in `.cache/` (how: `danger_passes`).

It learns from the rows of `data/danger/training` and from the shipped questions: always from these, whatever city's pack is
in use and whatever an office publishes. So no office's words can move what is heard as danger, and a publication's training
learns it not anew. A pack's list of words decides how texts are split; a pack that brings its own has a detector of its own.
A file that cannot be read or written, or that was learnt from something else, costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import inspect
import io
import sys
import tarfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.nlu import (
    danger_features,
    danger_first,
    danger_kana,
    danger_language,
    danger_model,
    danger_passes,
    danger_texts,
    danger_training,
    kept,
    language,
    language_words,
    logistic,
    many_runs,
    morphology,
    respelling,
    romaji,
    sentence_encoder,
    text,
    word_vectors,
)
from bot.nlu.danger_model import DangerModel
from bot.nlu.danger_training import Row
from bot.nlu.file_lock import locked
from bot.nlu.known_labels import DANGERS
from bot.runtime import questions

PROJECT = Path(__file__).resolve().parents[2]
CACHE, MODELS = PROJECT / ".cache", PROJECT / "models"
# Chosen on grouped folds (docs/understanding.md).
DEFAULTS: dict[str, Any] = {
    "folder": "data/danger/training",
    "questions": "data/nlu",
    "dense_strength": 10.0,
    "spelt_strength": 20.0,
    "share": 0.4,
    "alike_weight": 4.0,
}
_SEARCHED_MODELS = 2
# All of the project that decides what is learnt, beside what has a fingerprint of its own; a test compares it with the imports.
HELPERS = (
    danger_features,
    danger_first,
    danger_kana,
    danger_language,
    danger_model,
    danger_passes,
    danger_texts,
    danger_training,
    kept,
    language,
    language_words,
    logistic,
    many_runs,
    questions,
    respelling,
    romaji,
    text,
    word_vectors,
)


@dataclasses.dataclass(frozen=True)
class Sources:
    """What a detector is learnt from: folders of rows and of questions, and the options of `danger_training.fit`."""

    rows: Path
    questions: Path
    options: Mapping[str, float]

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Sources:
        """Return what the options of the component say; those that are not given are the defaults."""
        chosen = {name: config.get(name, default) for name, default in DEFAULTS.items()}
        folders = PROJECT / chosen.pop("folder"), PROJECT / chosen.pop("questions")
        return cls(*folders, {name: float(value) for name, value in chosen.items()})

    def version(self) -> str:
        """Return 24 hex digits over everything that decides what is learnt: files, code, dictionary, vectors."""
        return self._version(self.files())

    def origin(self) -> str:
        """Return the same without the questions."""
        return self._version(danger_training.files(self.rows))

    def _version(self, files: Iterable[Path]) -> str:
        digest = hashlib.sha256(repr(sorted(self.options.items())).encode())
        for module in (*HELPERS, sys.modules[__name__]):
            digest.update(inspect.getsource(module).encode())
        digest.update(f"{morphology.fingerprint()} {sentence_encoder.version()}".encode())
        table = word_vectors.shared()
        for part in (table.keys, table.rows, table.weights, table.vectors):
            digest.update(part.tobytes())
        for path in files:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:24]

    def files(self) -> list[Path]:
        """Return the files of rows and of questions, in a fixed order."""
        return [*danger_training.files(self.rows), *questions.files(self.questions)]

    def read(self) -> list[Row]:
        """Return the rows and the questions: those of distress and emergency as cries, all others as ordinary.

        Raises:
            RowBroken: See `danger_training.read`.
            ValueError: A file of questions holds more than plain lines.
        """
        rows = danger_training.read(self.rows)
        asked: dict[tuple[str, str], None] = {}
        for file in questions.files(self.questions):
            lines = questions.plain(file)
            if lines is None:
                raise ValueError(f"{file.name}: expected plain lines")
            asked |= dict.fromkeys((label, line) for label, line in lines if line and "/" in label)
        return rows + [
            Row(line, label.split("/")[1] if label in DANGERS else None, None, "question") for label, line in asked
        ]


def known(sources: Sources, cache: Path = CACHE, models: Path = MODELS) -> DangerModel:
    """Return the detector of the sources: from the cache, from a trained model, or learnt now.

    A process that learns holds a lock, so that another one that wants the same waits for it.

    Raises:
        RuntimeError: This process has loaded no word vectors (`word_vectors.shared`).
        RowBroken, ValueError: See `Sources.read`.
    """
    version = sources.version()
    file = cache / f"danger-detector-{version}.npz"
    with locked(file.with_suffix(".lock")):
        found = _read(file, version)
        if found is not None:
            return found
        # A trained model is asked only where nothing is kept to go on from: to unpack it takes as long as to read on.
        is_begun = any(cache.glob("danger-first-*.npz"))
        model = None if is_begun else _of_a_trained_model(models, version)
        if model is None:
            made = danger_passes.learnt(sources.read(), sources.options, sources.origin(), cache)
            model = dataclasses.replace(made, learnt_from=version)
        danger_passes.write(model, file)
    return model


def _read(file: Path | io.BytesIO, version: str) -> DangerModel | None:
    """Return the detector of a file; None where there is none, it is broken, or was learnt from something else."""
    try:
        found = DangerModel.read(file)
    except danger_model.UNREADABLE:
        return None
    return found if found.learnt_from == version and found.is_sound() else None


def _of_a_trained_model(models: Path, version: str) -> DangerModel | None:
    """Return the detector of one of the newest trained models, if it was learnt from the same."""
    with contextlib.suppress(OSError):
        newest = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in newest[:_SEARCHED_MODELS]:
            with (
                contextlib.suppress(OSError, EOFError, tarfile.TarError, zlib.error),
                tarfile.open(path, "r|gz") as packed,
            ):
                for member in packed:
                    content = packed.extractfile(member) if member.name.endswith(f"/{DangerModel.FILE}") else None
                    found = _read(io.BytesIO(content.read()), version) if content is not None else None
                    if found is not None:
                        return found
    return None
