"""`make data-report`: near copies, thin labels, and the nearest foreign neighbours in the training questions."""

from __future__ import annotations

import sys
from collections import Counter

import numpy as np
import numpy.typing as npt

from bot.evaluation import folds
from bot.runtime import settings, train
from bot.runtime.settings import PROJECT

FEWEST = 50
MOST_SHOWN = 50


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
    print("\nnearest foreign neighbours (cosine, label, question)")
    for cosine, first, second in nearest_foreign(questions.encoded, labels)[:MOST_SHOWN]:
        print(f"{cosine:.3f}  {labels[first]}  {questions.texts[first]}")
        print(f"       {labels[second]}  {questions.texts[second]}")
    return 0


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
