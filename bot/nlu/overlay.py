"""Labels known by a handful of phrasings only: usable at once, beside the trained labels, without training.

Three rows among 20,000 never win in a classifier that learns all labels together. Here a new label gets the discriminant
of its mean, with the spread that all labels have within, and has to beat every trained label by more than nearly all
present questions would (`_FALSE_ALARMS`). One more phrasing for a trained label works the same way.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu import neighbours
from bot.nlu.label_model import Scores
from bot.runtime import settings

Floats = npt.NDArray[np.float32]

# Share of the present questions of other labels that a new label may take.
_FALSE_ALARMS = 0.003
# Questions kept to set that bound; 8 MB as float16.
_KEPT_QUESTIONS = 5_000
# A text that is a given phrasing but for its marks is that label.
_THE_SAME = 0.97
# The chance of a new label at its bound, and how fast it grows beyond (discriminants are log-odds, too steep by this).
_AT_BOUND, _STEEPNESS = 0.5, 0.35
_SURE = 0.97


class OverlayBroken(ValueError):
    """The list of phrasings cannot be used; the message says which entry and why."""


@dataclasses.dataclass(frozen=True)
class Phrasing:
    """One way to ask for a label; `text` may also be the title of its answer."""

    label: str
    text: str


def parse(content: object) -> list[Phrasing]:
    """Return the phrasings of a decoded JSON list `[{label, text}, …]`.

    Raises:
        OverlayBroken: It is no such list.
    """
    if not isinstance(content, list):
        raise OverlayBroken("expected a list of {label, text}")
    found = []
    for number, entry in enumerate(content, start=1):
        label, text = (entry.get("label"), entry.get("text")) if isinstance(entry, dict) else (None, None)
        if not isinstance(label, str) or label.count("/") != 1 or not isinstance(text, str) or not text.strip():
            raise OverlayBroken(f"entry {number}: expected a label topic/name and a text")
        found.append(Phrasing(label, text))
    return found


@dataclasses.dataclass(frozen=True)
class Ground:
    """What an overlay stands on, learnt with the model.

    Attributes:
        labels: Trained labels, in the order of `means`.
        means: float32 (labels, dimensions): mean question of each label.
        whitening: float32 (dimensions, dimensions), see `neighbours.spread`.
        questions: float32 (questions, dimensions): a sample of the training questions.
        classes: int64 (questions,): the label of each.
    """

    labels: list[str]
    means: Floats
    whitening: Floats
    questions: Floats
    classes: npt.NDArray[np.int64]

    @classmethod
    def fit(cls, dense: Floats, labels: Sequence[str]) -> Ground:
        """Learn from (questions, dimensions) and one label per question."""
        names, classes = np.unique(np.asarray(list(labels)), return_inverse=True)
        means, whitening = neighbours.spread(dense, classes)
        kept = np.random.default_rng(0).permutation(len(dense))[:_KEPT_QUESTIONS]
        questions = dense[kept].astype(np.float16).astype(np.float32)
        return cls([str(name) for name in names], means, whitening, questions, classes[kept].astype(np.int64))

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        np.savez(
            folder / "ground.npz",
            labels=np.array(self.labels),
            means=self.means,
            whitening=self.whitening,
            questions=self.questions.astype(np.float16),
            classes=self.classes,
        )

    @classmethod
    def load(cls, folder: Path) -> Ground:
        """Read what `save` wrote."""
        with np.load(folder / "ground.npz", allow_pickle=False) as file:
            return cls(
                [str(name) for name in file["labels"]],
                file["means"],
                file["whitening"],
                file["questions"].astype(np.float32),
                file["classes"],
            )


@dataclasses.dataclass(frozen=True)
class Overlay:
    """Labels made of phrasings.

    Attributes:
        labels: Names, trained ones may be among them.
        rows: float32 (labels, dimensions), their discriminants, and `biases`; those of the trained labels in `others`.
        bounds: float32 (labels,): what each must be ahead by.
        phrasings: float32 (phrasings, dimensions), unit length, and the number of the label of each in `owners`.
    """

    labels: list[str]
    rows: Floats
    biases: Floats
    others: Floats
    other_biases: Floats
    is_own: npt.NDArray[np.bool_]
    bounds: Floats
    phrasings: Floats
    owners: npt.NDArray[np.int64]

    @classmethod
    def of(cls, ground: Ground, given: Sequence[Phrasing], vector: Callable[[str], Floats]) -> Overlay | None:
        """Build an overlay; None where nothing was given.

        Args:
            ground: Of the trained model.
            given: The phrasings.
            vector: Returns the pretrained blocks of a text, (dimensions,).
        """
        by_label: defaultdict[str, list[Floats]] = defaultdict(list)
        for one in given:
            by_label[one.label].append(vector(one.text))
        if not by_label:
            return None
        labels = sorted(by_label)
        means = np.stack([np.mean(by_label[label], axis=0) for label in labels])
        inverse = ground.whitening @ ground.whitening
        rows, others = means @ inverse, ground.means @ inverse
        biases = -0.5 * np.einsum("ij,ij->i", rows, means)
        other_biases = -0.5 * np.einsum("ij,ij->i", others, ground.means)
        is_own = np.array([[label == other for other in ground.labels] for label in labels])
        all_rows = np.vstack([np.stack(by_label[label]) for label in labels])
        owners = np.repeat(np.arange(len(labels)), [len(by_label[label]) for label in labels])
        made = cls(
            labels,
            rows,
            biases,
            others,
            other_biases,
            is_own,
            np.zeros(len(labels), dtype=np.float32),
            all_rows / np.maximum(np.linalg.norm(all_rows, axis=1, keepdims=True), 1e-9),
            owners.astype(np.int64),
        )
        lead = made._leads(ground.questions)
        lead[is_own.T[ground.classes]] = -np.inf
        return dataclasses.replace(made, bounds=np.quantile(lead, 1.0 - _FALSE_ALARMS, axis=0).astype(np.float32))

    def scores(self, dense: Floats, trained: Scores) -> Scores:
        """Return the scores of a text with those of the overlay's labels among them."""
        ahead = self._leads(dense[None, :])[0] - self.bounds
        # Far behind, the power would overflow; the chance is nothing all the same.
        behind = np.minimum(-_STEEPNESS * ahead, 80.0)
        chances = 1.0 / (1.0 + np.exp(behind) * (1.0 - _AT_BOUND) / _AT_BOUND)
        cosines = self.phrasings @ dense / max(float(np.linalg.norm(dense)), 1e-9)
        for owner in self.owners[cosines >= _THE_SAME]:
            chances[owner] = max(float(chances[owner]), _SURE)
        added = dict(zip(self.labels, (float(chance) for chance in chances), strict=True))
        total = sum(added.values())
        if total > 1.0:
            added = {label: chance / total for label, chance in added.items()}
        left = 1.0 - sum(added.values())
        ranking = [(label, chance * left + added.pop(label, 0.0)) for label, chance in trained.ranking]
        ranking += list(added.items())
        nearness = max(trained.nearness, float(cosines.max()))
        return Scores(sorted(ranking, key=lambda pair: -pair[1]), nearness)

    def _leads(self, dense: Floats) -> Floats:
        """Return by how much each label's discriminant leads those of all trained labels, (texts, labels)."""
        own = dense @ self.rows.T + self.biases
        others = dense @ self.others.T + self.other_biases
        best = np.where(self.is_own[None, :, :], -np.inf, others[:, None, :]).max(axis=2)
        leads: Floats = own - best
        return leads


def published(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the file of what the office has taught since the pack, as its newest publication has it.

    `HITOHATA_PHRASINGS` names another one, for trials.
    """
    return Path(
        environment.get("HITOHATA_PHRASINGS") or settings.read(environment).content / "current" / "phrasings.json"
    )


class OverlayFile:
    """A file of phrasings that is read again when it changes; a broken one is left out until it is whole again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at: tuple[int, int] | None = None
        self._overlay: Overlay | None = None
        self.problem: str | None = None

    def overlay(self, ground: Ground, vector: Callable[[str], Floats]) -> Overlay | None:
        """Return the overlay of the file as it stands now."""
        try:
            stat = self._path.stat()
        except OSError:
            self._read_at, self._overlay, self.problem = None, None, None
            return None
        now = (stat.st_mtime_ns, stat.st_size)
        if now != self._read_at:
            self._read_at = now
            try:
                given = parse(json.loads(self._path.read_text(encoding="utf-8")))
                self._overlay, self.problem = Overlay.of(ground, given, vector), None
            except (OSError, ValueError) as error:
                # What stood there before goes on to count.
                self.problem = f"{self._path.name}: {error}"
        return self._overlay
