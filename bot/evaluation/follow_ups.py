"""`python -m bot.evaluation.follow_ups`: the constants of `bot.nlu.follow_up`, and what they are worth on lines that they were not fitted to.

The lines are split by the answer that they follow, so that no fold knows an answer of another.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.evaluation import lines
from bot.evaluation.lines import Question
from bot.nlu import context, follow_up, word_vectors
from bot.nlu.follow_up import Floats
from bot.nlu.label_classifier import LabelClassifier
from bot.nlu.morphology import analyse
from bot.nlu.word_vectors import WordVectors
from bot.runtime import settings, train
from bot.runtime.settings import PROJECT

LINES = PROJECT / "benchmarks" / "evaluation" / "followups_dev.jsonl"
# Whole questions, which follow any answer of another topic: most people who change the subject ask like that.
QUESTIONS, CHANGES = PROJECT / "benchmarks" / "evaluation" / "questions.jsonl", 120
FOLDS, THRESHOLDS = 5, (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
WHOLE = "whole question"
# A half of the lines name a case, which is more than people do; those that change the subject are few.
COUNTS = {"case": 0.6, "change": 2.0, "aside": 2.0}


def likelihood(
    table: Floats, right: npt.NDArray[np.bool_], counts: Floats, weights: Floats, strength: float = 1.0
) -> tuple[float, Floats]:
    """Return what is minimised, and its gradient: a softmax over the labels of each line, with a penalty.

    Args:
        table: float64 (lines, labels, features).
        right: Which labels are right, (lines, labels).
        counts: How much each line counts, (lines,).
        weights: (features,).
        strength: Of the penalty.
    """
    flat = table.reshape(-1, table.shape[2])
    weighed = (flat @ weights).reshape(right.shape)
    chances = np.exp(weighed - weighed.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    hits = np.where(right, chances, 0.0)
    hit = hits.sum(axis=1, keepdims=True)
    pull = (hits / np.maximum(hit, 1e-12) - chances) * counts[:, None]
    loss = -float((counts * np.log(hit[:, 0] + 1e-12)).sum()) + strength / 2 * float(weights @ weights)
    return loss, -(flat.T @ pull.ravel()) + strength * weights


def fit(table: Floats, right: npt.NDArray[np.bool_], counts: Floats) -> Floats:
    """Return the weights, (features,)."""
    from scipy.optimize import minimize

    start = np.zeros(table.shape[2])
    found = minimize(lambda w: likelihood(table, right, counts, w), start, jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def changes(questions: Sequence[Question], count: int) -> list[Question]:
    """Return whole questions, each after the answer of another topic, chosen by a fixed seed; none speaks of danger."""
    draw = np.random.default_rng(0)
    answers = sorted(context.subjects())
    kept = [q for q in questions if "chitchat" not in q.label and follow_up.may_follow(q.text, analyse(q.text))]
    chosen = [kept[int(number)] for number in draw.permutation(len(kept))[:count]]
    others = [[one for one in answers if one.split("/")[0] != q.label.split("/")[0]] for q in chosen]
    return [
        dataclasses.replace(q, after=far[int(draw.integers(len(far)))], style=WHOLE)
        for q, far in zip(chosen, others, strict=True)
    ]


def folds(questions: Sequence[Question]) -> npt.NDArray[np.int64]:
    """Return the fold of each line; lines after the same answer are in one."""
    answers = sorted({question.after or "" for question in questions})
    order = np.random.default_rng(0).permutation(len(answers))
    fold_of = {answer: int(order[number]) % FOLDS for number, answer in enumerate(answers)}
    return np.array([fold_of[question.after or ""] for question in questions])


def tabulate(questions: Sequence[Question], classifier: LabelClassifier) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the features of each line and label, and which labels are right."""
    found = classifier.follow_ups()
    table, right = [], []
    for question in questions:
        words, last = analyse(question.text), question.after or ""
        joint = classifier.read(context.spelt_out(context.subject(last) or "", question.text))
        table.append(found.features(last, question.text, words, classifier.read(question.text), joint))
        right.append([label in question.accepted for label in found.labels])
    return np.stack(table), np.array(right)


def classifier_of(model: Path) -> LabelClassifier:
    """Load the classifier of a trained model, with the default options, and its word vectors."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as archive:
        archive.extractall(folder, filter="data")
        [labels], [vectors] = Path(folder).rglob("labels.json"), Path(folder).rglob("vectors.npz")
        word_vectors.share(WordVectors.load(vectors))
        classifier = LabelClassifier(
            LabelClassifier.get_default_config(), LocalModelStorage(Path(folder)), Resource(LabelClassifier.__name__)
        )
        classifier.read_from(labels.parent)
    return classifier


def _is_read(text: str, classifier: LabelClassifier) -> bool:
    words = analyse(text)
    return follow_up.may_follow(text, words) and not follow_up.stands_alone(text, words, classifier.read(text))


def main(arguments: list[str] | None = None) -> int:
    """Fit, print the constants and the figures on held-out folds; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=LINES)
    parser.add_argument("--model", type=Path, default=None, help="a trained model, by default the newest sources'")
    given = parser.parse_args(arguments)
    classifier = classifier_of(given.model or train.train(settings.read().models))
    followed = [*lines.read(given.file), *changes(lines.read(QUESTIONS), 4 * CHANGES)]
    questions = [q for q in followed if q.after and _is_read(q.text, classifier)]
    whole = [q for q in questions if q.style == WHOLE]
    questions = [q for q in questions if q.style != WHOLE] + whole[:CHANGES]
    table, right = tabulate(questions, classifier)
    counts = np.array([COUNTS.get(question.style, 1.0) for question in questions])
    fold, chances = folds(questions), np.zeros(right.shape)
    for number in range(FOLDS):
        seen, unseen = fold != number, fold == number
        weights = fit(table[seen], right[seen], counts[seen])
        weighed = table[unseen] @ weights
        exponents = np.exp(weighed - weighed.max(axis=1, keepdims=True))
        chances[unseen] = exponents / exponents.sum(axis=1, keepdims=True)
    is_right = right[np.arange(len(right)), chances.argmax(axis=1)]
    sure = chances.max(axis=1)
    print(f"{len(questions)} lines, held out: right {is_right.mean():.3f}")
    for style in sorted({question.style for question in questions}):
        of_style = np.array([question.style == style for question in questions])
        print(f"  {style:<10} {of_style.sum():>4}  {is_right[of_style].mean():.3f}")
    print("least probability for an answer: share answered, share answered wrong")
    for least in THRESHOLDS:
        print(f"  {least:<10} {(sure >= least).mean():.3f}  {((sure >= least) & ~is_right).mean():.3f}")
    print("for bot/nlu/follow_up.py:")
    for name, weight in zip(follow_up.FEATURES, fit(table, right, counts), strict=True):
        print(f"    {weight:>8.4f},  # {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
