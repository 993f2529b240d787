"""Which label a message in another language has; pure.

Three opinions are added up: a linear model over sentence vectors, which lie together across languages; the nearest question
of each label in Fisher's discriminant space; and runs of the message's own letters, by which words count that the encoder
knows badly (Korean most). The first two learn from all Japanese questions and from the lines of `data/languages`, the third
from the lines alone. Japanese morphology and readings say nothing here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.nlu import logistic, neighbours
from bot.nlu.kept import Kept, halved
from bot.nlu.label_model import Scores
from bot.nlu.neighbours import Neighbours
from bot.nlu.reading_model import ReadingModel
from bot.nlu.text import normalise

Floats = npt.NDArray[np.float32]
# Chosen with one hand's lines learnt and the other's asked (docs/languages.md): inverse regularisation, and how often a
# line counts beside a Japanese question. A label has two hundred of these and some thirty lines.
_STRENGTH, _LINE_COUNTS, _LINE_SPREADS = 2.0, 6, 5
# How much the letters and the nearest questions count beside the linear model: the weights of the best likelihood.
_LETTERS, _NEAR = 0.6, 8.5
_LETTERS_STRENGTH = 0.5
# Relative decrease of the loss at which learning stops: ten times as exact brings nothing on held-out lines.
_ENOUGH = 1e-3


@dataclasses.dataclass(frozen=True)
class Vectors(Kept):
    """What is learnt of sentence vectors alone.

    Attributes:
        labels: Names in the order of the rows of weights.
        weights: float32 (labels, 512).
        bias: float32 (labels,).
        examples: float32 (lines, 512), unit length: a message far from all of them is about something else.
        titles: language: {label: title}, for messages that lean on the answer before.
    """

    FILE, ABOUT = "foreign.npz", "foreign.json"
    HALVED = frozenset({"examples"})

    labels: list[str]
    weights: Floats
    bias: Floats
    examples: Floats
    titles: dict[str, dict[str, str]]


@dataclasses.dataclass(frozen=True)
class ForeignModel:
    """A learnt model; labels have the same order in all parts.

    Attributes:
        vectors: Of sentence vectors, with labels and titles.
        near: Japanese questions and lines as points.
        letters: Over runs of letters of the lines.
    """

    vectors: Vectors
    near: Neighbours
    letters: ReadingModel

    @property
    def titles(self) -> dict[str, dict[str, str]]:
        """Titles by language and label."""
        return self.vectors.titles

    def scores(self, text: str, vector: Floats) -> Scores:
        """Rank all labels for one message, as typed, with its sentence vector, (512,)."""
        own = self.vectors
        logits = own.weights @ vector + own.bias + _NEAR * self.near.nearest(vector)
        logits = logits + _LETTERS * self.letters.logits(normalise(text))
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        nearness = float((own.examples @ vector).max())
        return Scores([(own.labels[i], float(chances[i])) for i in order], nearness)

    @classmethod
    def fit(
        cls,
        lines: Sequence[tuple[str, str]],
        vectors: Floats,
        japanese: Mapping[str, Floats],
        titles: dict[str, dict[str, str]],
    ) -> Self:
        """Learn from lines; labels without a line are not known.

        Args:
            lines: (text, label).
            vectors: Of the lines, (lines, 512).
            japanese: The vectors of each label's Japanese questions, (questions, 512).
            titles: See the class.
        """
        labels = [label for _, label in lines]
        names = sorted(set(labels))
        vectors = vectors.astype(np.float32)
        rows = [vectors, *(japanese[name] for name in names if name in japanese)]
        owners = labels + [name for name in names for _ in japanese.get(name, ())]
        known, dense = {name: number for number, name in enumerate(names)}, np.vstack(rows).astype(np.float32)
        classes = np.array([known[name] for name in owners])
        counts = np.ones(len(classes), dtype=np.float32)
        counts[: len(lines)] = _LINE_COUNTS
        weights, bias = logistic.fit(dense, classes, _STRENGTH, counts=counts, enough=_ENOUGH)
        # The space in which labels differ is that of all languages: lines count more than their number.
        often = np.concatenate([np.tile(np.arange(len(lines)), _LINE_SPREADS - 1), np.arange(len(classes))])
        near = Neighbours.fit(dense, owners, neighbours.spread(dense[often], classes[often]))
        letters = ReadingModel.fit([normalise(text) for text, _ in lines], labels, _LETTERS_STRENGTH)
        return cls(Vectors(names, weights, bias, halved(vectors), titles), near, letters)

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        self.vectors.save(folder)
        self.near.save(folder)
        self.letters.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        return cls(Vectors.load(folder), Neighbours.load(folder), ReadingModel.load(folder))
