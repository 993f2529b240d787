"""Which label a text has by how it sounds: runs of kana of its reading, linear, one against the rest.

Pretrained vectors cannot read 「いえをかりたい」 or 「意住したい」; the reading of both is that of the training questions.
Its margins are added to the logits of `LabelModel`. Learning is that of `margins`; answering is a sum of rows.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.nlu import margins
from bot.nlu.kana_runs import Runs
from bot.nlu.kept import halved
from bot.nlu.morphology import Morpheme
from bot.nlu.start import Start

Floats = npt.NDArray[np.float32]

_LARGEST = 4
# Margins of a support vector machine lie around ±1; this makes logits of them (chosen on held-out folds).
_SCALE = 6.0
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def reading(words: Sequence[Morpheme]) -> str:
    """Return how the words are read, in hiragana, marks left out."""
    spoken = "".join(word.reading for word in words if word.part_of_speech[0] != "補助記号")
    return spoken.translate(_TO_HIRAGANA).lower()


def terms(spoken: str) -> Counter[str]:
    """Return the runs of characters of a reading."""
    return Counter(
        spoken[start : start + size] for size in range(1, _LARGEST + 1) for start in range(len(spoken) - size + 1)
    )


@dataclasses.dataclass(frozen=True)
class ReadingModel:
    """A learnt linear model over runs of kana.

    Attributes:
        index: Run to row.
        idf: float32 (runs,), inverse document frequency.
        weights: float32 (runs, labels).
        bias: float32 (labels,).
    """

    index: dict[str, int]
    idf: Floats
    weights: Floats
    bias: Floats

    def logits(self, spoken: str) -> Floats:
        """Return one logit per label, labels in the order of their names; zeros if nothing is known."""
        rows, values = self.vector(spoken)
        if not rows:
            return np.zeros_like(self.bias)
        margins: Floats = values @ self.weights[rows] + self.bias
        return margins * np.float32(_SCALE)

    def vector(self, spoken: str) -> tuple[list[int], Floats]:
        """Return the rows of the known runs of a reading and how much each counts, of unit length."""
        # One look-up a run: the index is large, and most of it is in no cache of the processor.
        found = [(row, n) for run, n in terms(spoken).items() if (row := self.index.get(run)) is not None]
        rows = [row for row, _ in found]
        values = self.idf[rows] * np.array([1.0 + math.log(n) for _, n in found], dtype=np.float32)
        unit: Floats = values / max(math.sqrt(values @ values), 1e-9)
        return rows, unit

    @classmethod
    def fit(cls, readings: Sequence[str], labels: Sequence[str], strength: float, start: Start | None = None) -> Self:
        """Learn from one reading and one label per question.

        Args:
            readings: Of the questions.
            labels: One name per reading.
            strength: scikit-learn's C.
            start: What `as_start` returned for other questions: less is left to learn.
        """
        runs = Runs.of(readings, _LARGEST)
        names, classes = np.unique(np.asarray(list(labels)), return_inverse=True)
        before = start.of(names.tolist(), runs.names, margins.OUTSIDE) if start is not None else None
        weights, bias = margins.fit(runs.matrix, classes, strength, before)
        index = {run: row for row, run in enumerate(runs.names)}
        # Rounded as `save` rounds, so that a fresh model and a loaded one say the same.
        return cls(index, runs.idf, halved(weights.T), bias.astype(np.float32))

    def as_start(self, labels: Sequence[str]) -> Start:
        """Return it as what a later `fit` begins from; `labels` in the order of their names."""
        runs = sorted(self.index, key=self.index.__getitem__)
        return Start(list(labels), runs, self.weights.astype(np.float16), self.bias)

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        runs = sorted(self.index, key=self.index.__getitem__)
        (folder / "readings.json").write_text(json.dumps(runs, ensure_ascii=False), encoding="utf-8")
        np.savez(
            folder / "readings.npz",
            idf=self.idf,
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )

    @classmethod
    def load(cls, folder: Path) -> ReadingModel:
        """Read a model written by `save`."""
        runs = json.loads((folder / "readings.json").read_text(encoding="utf-8"))
        with np.load(folder / "readings.npz", allow_pickle=False) as file:
            return cls(
                {run: row for row, run in enumerate(runs)},
                file["idf"],
                file["weights"].astype(np.float32),
                file["bias"],
            )
