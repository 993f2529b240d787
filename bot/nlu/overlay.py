"""Labels known by a handful of phrasings only: usable at once, beside the trained labels, without training.

Three rows among 20,000 never win in a classifier that learns all labels together. Here four figures say whether a text asks
for a new label rather than for a trained one, and a logistic regression makes a chance of them. None of the figures depends
on which labels there are, so its constants, fitted on labels that were taken out of the training questions and given back
(`make benchmark-few FIT=1`), hold for labels that nobody has thought of. One more phrasing for a trained label works alike.
"""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu.ground import Ground
from bot.nlu.label_model import Scores
from bot.nlu.neighbours import Neighbours
from bot.nlu.reading_model import ReadingModel

Floats = npt.NDArray[np.float32]

FEATURES = (
    "lead of its discriminant over the best trained label's, beyond what a present question has seldom",
    "cosine to its phrasings by how they are read",
    "lead of the cosine to its nearest phrasing over that to the nearest trained question",
    "log-odds of the best trained label",
)
# Of the present questions this share may lead by more than a lead of nothing.
_SELDOM = 0.003
# A text that is a given phrasing but for its marks is that label.
_THE_SAME, _SURE = 0.97, 0.97
# How many other answers' share of the questions a new one is expected to have: it was written because people ask.
ASKED_FOR = 2.0
# Less likely than this it is not even offered: the trained labels keep what they have.
LEAST = 0.02


@dataclasses.dataclass(frozen=True)
class Phrasing:
    """One way to ask for a label; `text` may also be the title or the first lines of its answer."""

    label: str
    text: str


@dataclasses.dataclass(frozen=True)
class Text:
    """A text as the models take it: the pretrained blocks, (dimensions,), and how it is read."""

    dense: Floats
    spoken: str


@dataclasses.dataclass(frozen=True)
class Learnt:
    """What was learnt with the model and an overlay stands on."""

    ground: Ground
    neighbours: Neighbours
    readings: ReadingModel


@dataclasses.dataclass(frozen=True)
class Overlay:
    """Labels made of phrasings.

    Attributes:
        labels: Names, trained ones may be among them.
        rows: float32 (labels, dimensions), their discriminants, and `biases`; those of the trained labels in `others`.
        is_own: Which trained label each one is, (labels, trained labels).
        bounds: float32 (labels,): by what seldom a present question leads; `spreads` of the present questions' leads.
        owners: Number of the label of each phrasing, ascending; `starts` the first phrasing of each label.
        phrasings: float32 (phrasings, dimensions), unit length.
        places: The same among the nearest questions, see `Neighbours.placed`.
        sounds: float32 (phrasings, runs), unit length; `columns` has the column of a run of `ReadingModel`.
    """

    learnt: Learnt
    labels: list[str]
    rows: Floats
    biases: Floats
    others: Floats
    other_biases: Floats
    is_own: npt.NDArray[np.bool_]
    bounds: Floats
    spreads: Floats
    owners: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    phrasings: Floats
    places: Floats
    sounds: Floats
    columns: dict[int, int]

    @classmethod
    def of(cls, learnt: Learnt, given: Sequence[Phrasing], read: Callable[[str], Text]) -> Overlay | None:
        """Build an overlay of phrasings; None where nothing was given."""
        by_label: defaultdict[str, list[Text]] = defaultdict(list)
        for one in given:
            by_label[one.label].append(read(one.text))
        if not by_label:
            return None
        ground, labels = learnt.ground, sorted(by_label)
        texts = [text for label in labels for text in by_label[label]]
        dense = np.stack([text.dense for text in texts])
        owners = np.repeat(np.arange(len(labels)), [len(by_label[label]) for label in labels]).astype(np.int64)
        means = np.stack([dense[owners == number].mean(axis=0) for number in range(len(labels))])
        rows, others = means @ ground.precision, ground.means @ ground.precision
        columns, sounds = _sounds(learnt.readings, texts)
        made = cls(
            learnt,
            labels,
            rows,
            -0.5 * np.einsum("ij,ij->i", rows, means),
            others,
            -0.5 * np.einsum("ij,ij->i", others, ground.means),
            np.array([[label == other for other in ground.labels] for label in labels]),
            np.zeros(len(labels), dtype=np.float32),
            np.ones(len(labels), dtype=np.float32),
            owners,
            np.searchsorted(owners, np.arange(len(labels))).astype(np.int64),
            dense / np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9),
            learnt.neighbours.placed(dense),
            sounds,
            columns,
        )
        return made._bounded()

    def scores(self, text: Text, trained: Scores, nearest: Floats) -> Scores:
        """Return the scores of a text with those of the overlay's labels among them.

        Args:
            text: As the models take it.
            trained: Scores of the trained labels.
            nearest: Largest cosine to a question of each trained label, as `Neighbours.nearest` has it.
        """
        chances = self.chances(text, trained, nearest)
        added = {label: float(chance) for label, chance in zip(self.labels, chances, strict=True)}
        left = 1.0 - sum(added.values())
        ranking = [(label, chance * left + added.pop(label, 0.0)) for label, chance in trained.ranking]
        ranking += list(added.items())
        # What is like a phrasing is not foreign.
        nearness = max(trained.nearness, float(self._cosines(text).max())) if chances.any() else trained.nearness
        return Scores(sorted(ranking, key=lambda pair: -pair[1]), nearness)

    def chances(self, text: Text, trained: Scores, nearest: Floats) -> npt.NDArray[np.float64]:
        """Return how likely a text asks for each of the labels, (labels,): 0 what is hardly thinkable, at most 1 together."""
        totals = self.features(text, trained, nearest) @ np.array(_WEIGHTS) + _BIAS
        chances = 1.0 / (1.0 + np.exp(-np.clip(totals, -50.0, 50.0)))
        for owner in self.owners[self._cosines(text) >= _THE_SAME]:
            chances[owner] = max(float(chances[owner]), _SURE)
        chances[chances < LEAST] = 0.0
        shared: npt.NDArray[np.float64] = chances / max(float(chances.sum()), 1.0)
        return shared

    def features(self, text: Text, trained: Scores, nearest: Floats) -> npt.NDArray[np.float64]:
        """Return the figures named in `FEATURES`, (labels, figures)."""
        leads = (self._leads(text.dense[None, :])[0] - self.bounds) / self.spreads
        alike = np.maximum.reduceat(self._alike(text.spoken), self.starts)
        near = np.maximum.reduceat(self.places @ self.learnt.neighbours.placed(text.dense[None, :])[0], self.starts)
        others = np.where(self.is_own, -1.0, nearest[None, :]).max(axis=1)
        odds = [_log_odds(next((c for label, c in trained.ranking if label != own), 0.0)) for own in self.labels]
        return np.stack([leads, alike, near - others, odds], axis=1).astype(np.float64)

    def _cosines(self, text: Text) -> Floats:
        """Return the cosine of a text to each phrasing, (phrasings,)."""
        cosines: Floats = self.phrasings @ text.dense / max(float(np.linalg.norm(text.dense)), 1e-9)
        return cosines

    def _bounded(self) -> Overlay:
        """Return the overlay with its bounds, by the present questions of other labels."""
        ground = self.learnt.ground
        leads, is_own = self._leads(ground.questions), self.is_own.T[ground.classes]
        others = [leads[~is_own[:, number], number] for number in range(len(self.labels))]
        bounds = np.array([np.quantile(found, 1.0 - _SELDOM) for found in others], dtype=np.float32)
        spreads = np.array([max(float(found.std()), 1e-6) for found in others], dtype=np.float32)
        return dataclasses.replace(self, bounds=bounds, spreads=spreads)

    def _leads(self, dense: Floats) -> Floats:
        """Return by how much each label's discriminant leads those of all trained labels, (texts, labels)."""
        own = dense @ self.rows.T + self.biases
        others = dense @ self.others.T + self.other_biases
        best = np.where(self.is_own[None, :, :], -np.inf, others[:, None, :]).max(axis=2)
        leads: Floats = own - best
        return leads

    def _alike(self, spoken: str) -> Floats:
        """Return the cosine of a reading to that of each phrasing, (phrasings,)."""
        rows, values = self.learnt.readings.vector(spoken)
        known = [(self.columns[row], value) for row, value in zip(rows, values, strict=True) if row in self.columns]
        if not known:
            return np.zeros(len(self.owners), dtype=np.float32)
        columns, found = zip(*known, strict=True)
        cosines: Floats = self.sounds[:, list(columns)] @ np.array(found, dtype=np.float32)
        return cosines


def _sounds(readings: ReadingModel, texts: Sequence[Text]) -> tuple[dict[int, int], Floats]:
    """Return the column of each run of kana in these texts, and the texts as rows over them."""
    found = [readings.vector(text.spoken) for text in texts]
    columns = {row: column for column, row in enumerate(sorted({row for rows, _ in found for row in rows}))}
    sounds = np.zeros((len(texts), len(columns)), dtype=np.float32)
    for number, (rows, values) in enumerate(found):
        sounds[number, [columns[row] for row in rows]] = values
    return columns, sounds


def _log_odds(chance: float) -> float:
    cut = min(max(chance, 1e-4), 1.0 - 1e-4)
    return math.log(cut / (1.0 - cut))


# Fitted with 3, 5 and 10 phrasings of each label on questions that neither the model nor the overlay had seen.
_WEIGHTS = (1.83, 4.06, 4.88, -0.37)
_BIAS = -0.15 + math.log(ASKED_FOR)
