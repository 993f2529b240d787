"""What people meant with messages after an answer: the lines of the pack's `follow_ups` as points, learnt with the model.

「売るほうなら」 behind the list of empty houses means owners of one. Neither its words nor the answers say so; that others meant it
with 「持ってる側が載せるのは」 does. And whoever writes 「それいくら」 stays with the answer, whichever it is.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu import context, reaction
from bot.nlu.morphology import analyse
from bot.nlu.wordings import Wordings

Floats = npt.NDArray[np.float32]

# Directions that are kept of the vectors: with 256 the folds say the same.
_DIRECTIONS = 128
FILE = "followed.npz"


@dataclasses.dataclass(frozen=True)
class Line:
    """A message, the label of the answer before it, the label that was meant, and who wrote it."""

    after: str
    text: str
    label: str
    writer: str


@dataclasses.dataclass(frozen=True)
class Followed:
    """The lines, label after label.

    Attributes:
        afters: Labels of the answers before.
        labels: What was meant.
        writers: A line says nothing about others of its own writer where constants are judged.
        middle: float32 (dimensions,): the mean line.
        directions: float32 (dimensions, directions).
        points: float32 (lines, directions), unit length.
        written: What they are written of.
    """

    afters: tuple[str, ...]
    labels: tuple[str, ...]
    writers: tuple[str, ...]
    middle: Floats
    directions: Floats
    points: Floats
    written: Wordings

    @classmethod
    def none(cls) -> Followed:
        """Return what a pack without lines has."""
        nothing = np.zeros((0, 0), dtype=np.float32)
        return cls((), (), (), np.zeros(0, dtype=np.float32), nothing, nothing, Wordings.learn([]))

    @classmethod
    def learn(cls, lines: Sequence[Line], vectors: Callable[[Sequence[str]], Floats]) -> Followed:
        """Learn from lines; `vectors` returns the pretrained blocks of texts, (texts, dimensions)."""
        if not lines:
            return cls.none()
        ordered = sorted(lines, key=lambda line: line.label)
        dense = vectors([line.text for line in ordered])
        middle = dense.mean(axis=0).astype(np.float32)
        # The directions in which lines differ most, from the smaller of two matrices of products.
        values, found = np.linalg.eigh(((dense - middle).T @ (dense - middle)).astype(np.float64))
        directions = found[:, np.argsort(-values)[:_DIRECTIONS]].astype(np.float32)
        # Rounded as `save` rounds, so that a fresh model and a loaded one say the same.
        points = _unit((dense - middle) @ directions).astype(np.float16).astype(np.float32)
        afters, labels = tuple(line.after for line in ordered), tuple(line.label for line in ordered)
        writers = tuple(line.writer for line in ordered)
        written = Wordings.learn([analyse(line.text) for line in ordered])
        return cls(afters, labels, writers, middle, directions, points, written)

    def cosines(self, dense: Floats) -> Floats:
        """Return how like each line a message is by its vectors, -1 to 1, (lines,)."""
        found: Floats = self.points @ _unit((dense - self.middle)[None, :] @ self.directions)[0]
        return found

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        named = {name: np.array(getattr(self, name), dtype=np.str_) for name in ("afters", "labels", "writers")}
        points = self.points.astype(np.float16)
        named |= self.written.as_arrays()
        np.savez(folder / FILE, middle=self.middle, directions=self.directions, points=points, **named)

    @classmethod
    def load(cls, folder: Path) -> Followed:
        """Read what `save` wrote."""
        with np.load(folder / FILE, allow_pickle=False) as file:
            afters, labels, writers = (tuple(map(str, file[name])) for name in ("afters", "labels", "writers"))
            points, written = file["points"].astype(np.float32), Wordings.of_arrays(file)
            return cls(afters, labels, writers, file["middle"], file["directions"], points, written)


def read(folder: Path, labels: Collection[str]) -> list[Line]:
    """Return the lines of a folder between labels that are known, each without what only takes the answer in or points at it."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if row["after"] in labels and row["label"] in labels and context.subject(row["after"]) is not None:
                text = reaction.behind(row["text"])
                text = context.without_pointing(text, analyse(text))
                found.append(Line(row["after"], text, row["label"], path.stem))
    return found


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
