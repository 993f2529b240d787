"""Learning danger in two passes of which each is made once: what did not change since is read from a folder.

A changed question is heard by the first pass, and where it is as quiet as most, the detector stays. What comes out is the same
as with an empty folder (a test compares them).
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.nlu import danger_model, danger_training, sentence_encoder, word_cache
from bot.nlu.danger_first import FirstPass
from bot.nlu.danger_model import DangerModel
from bot.nlu.danger_texts import Texts
from bot.nlu.danger_training import Options, Row
from bot.nlu.kept import Kept

# Going back to older rows, or from one pack to another, needs no learning either; each is 0.8 MB, a first pass 2 MB.
KEPT = 4
# To read what is kept of all questions takes as long as to find the words of so many.
_MANY = 8_000


def learnt(rows: Sequence[Row], options: Mapping[str, float], origin: str, folder: Path) -> DangerModel:
    """Return the detector of rows and questions.

    Args:
        rows: Of the files and the questions.
        options: See `danger_training.Options`.
        origin: Version of all that decides besides the questions.
        folder: Where detectors and first passes lie.
    """
    chosen, (taught, questions) = Options(**options), danger_training.parted(rows)
    version = _version(origin, (repr(row) for row in taught))
    file = folder / f"danger-first-{version}.npz"
    first = _first(file, version)
    texts: Texts | None = None
    if first is None:
        texts = _texts([*taught, *_ordinary(questions)])
        first = dataclasses.replace(danger_training.begin(taught, texts, chosen), learnt_from=version)
    unread = first.unread(questions)
    if unread:
        first = first.having_read(unread, texts or _texts(_ordinary(unread)))
    if unread or texts:
        write(first, file)
    loud = danger_training.asked(first, questions)
    taught_by = _version(version, (row.text for row in loud))
    for known in detectors(folder):
        if known.taught_by == taught_by and known.is_sound():
            return known
    every = [*taught, *loud]
    found = danger_training.finish(every, texts or _texts(every), first, chosen)
    return dataclasses.replace(found, taught_by=taught_by)


def detectors(folder: Path) -> Iterator[DangerModel]:
    """Yield the detectors of a folder that can be read."""
    for file in folder.glob("danger-detector-*.npz"):
        with contextlib.suppress(*danger_model.UNREADABLE):
            yield DangerModel.read(file)


def write(made: Kept, file: Path) -> None:
    """Write a file whole or not at all, and delete the oldest of its kind."""
    with contextlib.suppress(OSError), tempfile.TemporaryDirectory(dir=file.parent, prefix=f"{os.getpid()}-") as folder:
        made.save(Path(folder))
        (Path(folder) / made.FILE).replace(file)
        same = file.parent.glob(f"{file.stem.rpartition('-')[0]}-*.npz")
        others = sorted(same, key=lambda path: path.stat().st_mtime, reverse=True)
        for path in [path for path in others if path != file][KEPT - 1 :]:
            path.unlink(missing_ok=True)
            path.with_suffix(".lock").unlink(missing_ok=True)


def _first(file: Path, version: str) -> FirstPass | None:
    """Return the first pass of a file; None where there is none, it is broken, or was learnt from something else."""
    try:
        found = FirstPass.read(file)
    except danger_model.UNREADABLE:
        return None
    return found if found.learnt_from == version and found.is_sound() else None


def _ordinary(questions: Iterable[str]) -> list[Row]:
    return [Row(text, None, None, "question") for text in questions]


def _texts(rows: Sequence[Row]) -> Texts:
    questions = list(dict.fromkeys(row.text for row in rows if row.style == "question"))
    # The tokenizer reads the same questions in another process: who comes first finds their words for both.
    words = word_cache.analyse(questions, "A") if len(questions) > _MANY else {}
    vectors = sentence_encoder.encode_known(questions)
    return danger_training.texts_of(rows, dict(zip(questions, vectors, strict=True)), words)


def _version(origin: str, parts: Iterable[str]) -> str:
    digest = hashlib.sha256(origin.encode())
    for part in parts:
        digest.update(part.encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()[:24]
