"""`make benchmark-grouping`: questions that belong together, grouped by letters and by what they mean, as 見直し does.

What people asked in the evaluation sets stands in for what nobody answered: of forty labels one to ten questions each, in any
order. The space of the sketches is learnt anew without those forty labels, since an unanswered question has none. Company: the
share of questions that stand with others. Own: of these, how many stand in a group of mostly their own label. Pairs: of those in one
group, how many belong together; of those that belong together, how many are in one group.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import comb
from pathlib import Path

import numpy as np

from bot.channels.sketches import Sketcher
from bot.nlu import morphology, sentence_encoder
from bot.nlu.ground import Floats, Ground
from bot.nlu.word_vectors import WordVectors
from bot.runtime import model_file, settings, train
from bot.runtime.settings import PROJECT
from desk.reporting import similarity

SETS = ("questions", "newcomers", "strangers", "additions")
# Neither cries for help nor small talk is ever listed as unanswered.
_NOT_ASKED = ("chitchat/", "ordinary/")
_DRAWS, _LABELS, _MOST = 8, 40, 10


def asked() -> list[tuple[str, str]]:
    """Return (label, text) of the evaluation sets."""
    found = []
    for name in SETS:
        for line in (PROJECT / "benchmarks" / "evaluation" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            if not one["label"].startswith(_NOT_ASKED):
                found.append((one["label"], one["text"]))
    return found


def without(ground: Ground, labels: set[str]) -> Ground:
    """Return the space that would have been learnt without some labels."""
    kept = [row for row, number in enumerate(ground.classes) if ground.labels[number] not in labels]
    return Ground.fit(ground.questions[kept], [ground.labels[ground.classes[row]] for row in kept])


def figures(numbers: Sequence[int], labels: Sequence[str]) -> tuple[float, float, float, float]:
    """Return company, own, and of the pairs precision and recall; see the module."""
    members: defaultdict[int, list[str]] = defaultdict(list)
    for number, label in zip(numbers, labels, strict=True):
        members[number].append(label)
    together = [of for of in members.values() if len(of) > 1]
    company = sum(map(len, together))
    own = sum(Counter(of).most_common(1)[0][1] for of in together)
    right = sum(comb(count, 2) for of in members.values() for count in Counter(of).values())
    made = sum(comb(len(of), 2) for of in together)
    all_pairs = sum(comb(count, 2) for count in Counter(labels).values())
    return company / len(labels), own / max(1, company), right / max(1, made), right / max(1, all_pairs)


def parts(model: Path) -> tuple[WordVectors, Ground]:
    """Return the word vectors and the space of a trained model."""
    with tempfile.TemporaryDirectory() as folder:
        model_file.unpack(model, Path(folder))
        [words], [ground] = (list(Path(folder).rglob(name)) for name in ("vectors.npz", "ground.npz"))
        return WordVectors.load(words), Ground.load(ground.parent)


def main() -> int:
    """Print the figures; returns the exit status."""
    questions, model = asked(), train.train(settings.read().models)
    words, ground = parts(model)

    def vector(text: str) -> Floats:
        return np.concatenate([sentence_encoder.encode(text), words.sentence(morphology.analyse(text))])

    by_label: defaultdict[str, list[str]] = defaultdict(list)
    for label, text in questions:
        by_label[label].append(text)
    found: defaultdict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    for seed in range(_DRAWS):
        chance = random.Random(seed)
        drawn = chance.sample(sorted(by_label), _LABELS)
        rows = [
            (label, text)
            for label in drawn
            for text in chance.sample(by_label[label], chance.randint(1, min(_MOST, len(by_label[label]))))
        ]
        chance.shuffle(rows)
        texts, labels = [text for _, text in rows], [label for label, _ in rows]
        sketcher = Sketcher(without(ground, set(drawn)), vector)
        sketches = {similarity.bare(text): int(sketcher.sketch(text), 16) for text in texts}
        found["letters"].append(figures(similarity.grouped([], texts), labels))
        found["meaning"].append(figures(similarity.grouped([], texts, sketches), labels))
    for way, draws in found.items():
        company, own, precision, recall = np.mean(draws, axis=0)
        print(f"{way:8} company {company:.3f}, own {own:.3f}; pairs: precision {precision:.3f}, recall {recall:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
