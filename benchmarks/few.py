"""`make benchmark-few`: how well labels are recognised that only a few phrasings make known, without training.

Each of some labels is taken out of the training questions; the model learns the rest, then gets 3, 5 or 10 of its
questions as an overlay. Recognised: the share of the label's other questions that become it. Spoilt: how many of a sample
of questions of other labels become it.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from bot.evaluation import folds
from bot.evaluation.folds import Questions
from bot.nlu.label_model import LabelModel, Near, Scores
from bot.nlu.neighbours import Neighbours
from bot.nlu.overlay import Ground, Overlay, Phrasing
from bot.nlu.reading_model import ReadingModel
from bot.runtime import settings, train
from bot.runtime.settings import PROJECT

COUNTS = (3, 5, 10)
_DRAWS, _OTHERS, _ASKED = 3, 600, 60


def main(arguments: list[str] | None = None) -> int:
    """Simulate and print one line per number of phrasings; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=12)
    given = parser.parse_args(arguments)
    questions = folds.load(PROJECT / "data" / "nlu", train.train(settings.read().models))
    names = sorted({label for label in questions.labels if not label.startswith("chitchat/")})
    taken = np.random.default_rng(0).choice(names, size=given.labels, replace=False)
    for count, recognised, spoilt in simulate(questions, [str(name) for name in taken]):
        print(f"{count:>3} phrasings: recognised {recognised:.3f}, spoilt {spoilt:.1f} of {_OTHERS} per label")
    return 0


def simulate(questions: Questions, taken: list[str]) -> list[tuple[int, float, float]]:
    """Return (phrasings, share recognised, other questions spoilt per label), means over labels and draws."""
    labels, dense = np.array(questions.labels), questions.dense
    kept = np.where(~np.isin(labels, taken))[0]
    known = [str(labels[i]) for i in kept]
    nothing = np.zeros(0, dtype=np.float32)
    model = LabelModel.fit(dense[kept], np.zeros((len(kept), 0), dtype=np.float32), known, 10.0, 1.2)
    heard = ReadingModel.fit([questions.readings[i] for i in kept], known, 0.5)
    neighbours, ground = Neighbours.fit(dense[kept], known), Ground.fit(dense[kept], known)
    random = np.random.default_rng(1)

    def trained(i: int) -> Scores:
        words = sum(word.is_content for word in questions.words[i])
        near = Near(neighbours.nearest(dense[i]), 5.1, words)
        return model.scores(dense[i], nothing, heard.logits(questions.readings[i]), 0.4, near)

    others = [(i, trained(i)) for i in random.choice(kept, size=min(_OTHERS, len(kept)), replace=False)]
    found = []
    for count in COUNTS:
        recognised, spoilt = [], []
        for label in taken:
            own = np.where(labels == label)[0]
            for _ in range(_DRAWS):
                drawn = random.permutation(own)
                given = [Phrasing(label, str(i)) for i in drawn[:count]]
                overlay = Overlay.of(ground, given, lambda number: dense[int(number)])
                assert overlay is not None
                asked = drawn[count : count + _ASKED]
                recognised.append(np.mean([overlay.scores(dense[i], trained(i)).label == label for i in asked]))
                spoilt.append(sum(overlay.scores(dense[i], scores).label == label for i, scores in others))
        found.append((count, float(np.mean(recognised)), float(np.mean(spoilt))))
    return found


if __name__ == "__main__":
    sys.exit(main())
