"""`make data-report`: near copies, thin labels, confusable labels, and the nearest foreign neighbours in the questions."""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter

import numpy as np
import numpy.typing as npt

from bot.evaluation import folds
from bot.runtime import settings, train
from bot.runtime.settings import PROJECT

FEWEST = 50
MOST_SHOWN = 50
MOST_PAIRS = 40
# Questions of two labels count as contrasts of each other from this cosine on.
CONTRAST = 0.7


def main() -> int:
    """Print the report; returns the exit status."""
    questions = folds.load(PROJECT / "data" / "nlu", train.train(settings.read().models))
    labels = np.array(questions.labels)
    counts = Counter(questions.labels)
    print(
        f"{len(questions.texts)} questions, {len(counts)} labels, {min(counts.values())} to {max(counts.values())} each"
    )
    for label, count in sorted(counts.items(), key=lambda item: item[1]):
        if count < FEWEST:
            print(f"thin: {label} has {count}")
    copies = folds.near_pairs(questions.encoded, folds.NEAR_COPY)
    within = sum(labels[a] == labels[b] for a, b in copies)
    print(f"near copies: {within} pairs within a label, {len(copies) - within} across labels")
    print("\nconfusable labels (cosine of their centres, questions of one beside one of the other, the nearest pair)")
    for pair in confusable(questions.encoded, labels)[:MOST_PAIRS]:
        print(f"{pair.cosine:.3f}  {pair.first} – {pair.second}: {pair.contrasts}")
        print(f"       {questions.texts[pair.nearest[0]]} / {questions.texts[pair.nearest[1]]}")
    print("\nnearest foreign neighbours (cosine, label, question)")
    for cosine, first, second in nearest_foreign(questions.encoded, labels)[:MOST_SHOWN]:
        print(f"{cosine:.3f}  {labels[first]}  {questions.texts[first]}")
        print(f"       {labels[second]}  {questions.texts[second]}")
    return 0


@dataclasses.dataclass(frozen=True)
class Pair:
    """Two labels: cosine of their centres, how many questions have a contrast, and the nearest two questions."""

    cosine: float
    first: str
    second: str
    contrasts: int
    nearest: tuple[int, int]


def confusable(encoded: folds.Floats, labels: npt.NDArray[np.str_], most: int = MOST_PAIRS) -> list[Pair]:
    """Return the pairs of labels whose centres are nearest, the nearest first."""
    names = np.unique(labels)
    centres = np.stack([encoded[labels == name].mean(axis=0) for name in names])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    cosines = np.triu(centres @ centres.T, k=1)
    found = []
    for place in np.argsort(-cosines, axis=None)[: min(most, len(names) * (len(names) - 1) // 2)]:
        a, b = divmod(int(place), len(names))
        ours, theirs = np.where(labels == names[a])[0], np.where(labels == names[b])[0]
        between = encoded[ours] @ encoded[theirs].T
        contrasts = int((between.max(axis=1) >= CONTRAST).sum() + (between.max(axis=0) >= CONTRAST).sum())
        row, column = divmod(int(between.argmax()), len(theirs))
        nearest = (int(ours[row]), int(theirs[column]))
        found.append(Pair(float(cosines[a, b]), str(names[a]), str(names[b]), contrasts, nearest))
    return found


def nearest_foreign(encoded: folds.Floats, labels: npt.NDArray[np.str_]) -> list[tuple[float, int, int]]:
    """Return (cosine, question, nearest question of another label), the most dangerous first, pairs once."""
    found: dict[tuple[int, int], float] = {}
    for start in range(0, len(encoded), 512):
        cosines = encoded[start : start + 512] @ encoded.T
        cosines[labels[start : start + 512][:, None] == labels[None, :]] = -1.0
        for row, column in enumerate(cosines.argmax(axis=1)):
            pair = (min(start + row, int(column)), max(start + row, int(column)))
            found[pair] = float(cosines[row, column])
    return sorted(((cosine, a, b) for (a, b), cosine in found.items()), reverse=True)


if __name__ == "__main__":
    sys.exit(main())
