"""Training questions with their vectors, split into folds that never part near copies."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from bot.nlu import morphology, reading_model, sentence_encoder
from bot.nlu.morphology import Morpheme
from bot.nlu.word_vectors import WordVectors
from bot.runtime import model_file

Floats = npt.NDArray[np.float32]
# Cosine of sentence vectors from which two questions count as the same one in other words.
NEAR_COPY = 0.9


@dataclasses.dataclass(frozen=True)
class Questions:
    """All training questions.

    Attributes:
        texts: As written.
        labels: One per text.
        encoded: Sentence vectors, float32 (texts, 512).
        worded: Weighted word vectors, float32 (texts, 300).
        words: Morphemes per text.
        readings: How each text is said, in hiragana.
    """

    texts: list[str]
    labels: list[str]
    encoded: Floats
    worded: Floats
    words: list[list[Morpheme]]
    readings: list[str]

    @property
    def dense(self) -> Floats:
        """Both pretrained blocks side by side."""
        return np.concatenate([self.encoded, self.worded], axis=1)


def load(folder: Path, model: Path) -> Questions:
    """Read data/nlu and compute the vectors; the word table comes out of a trained model."""
    texts, labels = [], []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "/" in block["intent"]:
                lines = [line.strip()[2:] for line in block["examples"].splitlines() if line.strip()]
                texts += lines
                labels += [block["intent"]] * len(lines)
    table = _word_table(model)
    words = [morphology.analyse(text) for text in texts]
    return Questions(
        texts,
        labels,
        sentence_encoder.encode_known(texts),
        np.stack([table.sentence(found) for found in words]).astype(np.float32),
        words,
        [reading_model.reading(found) for found in words],
    )


def split(encoded: Floats, count: int, seed: int = 0) -> npt.NDArray[np.int64]:
    """Return the fold (0 … count-1) of each question; near copies are always in one fold."""
    groups = list(range(len(encoded)))

    def root(member: int) -> int:
        while groups[member] != member:
            groups[member] = groups[groups[member]]
            member = groups[member]
        return member

    for first, second in near_pairs(encoded, NEAR_COPY):
        groups[root(first)] = root(second)
    roots = [root(member) for member in range(len(encoded))]
    names = sorted(set(roots))
    random.Random(seed).shuffle(names)  # noqa: S311 - a split, no secret
    fold = {name: number % count for number, name in enumerate(names)}
    return np.array([fold[name] for name in roots])


def near_pairs(encoded: Floats, least: float) -> list[tuple[int, int]]:
    """Return pairs of rows whose cosine is at least so high, each once."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(encoded), 512):
        close = np.argwhere(encoded[start : start + 512] @ encoded.T >= least)
        found += [(start + int(a), int(b)) for a, b in close if start + a < b]
    return found


def _word_table(model: Path) -> WordVectors:
    with tempfile.TemporaryDirectory() as folder:
        model_file.unpack(model, Path(folder))
        [found] = Path(folder).rglob("vectors.npz")
        return WordVectors.load(found)
