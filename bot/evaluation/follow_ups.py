"""`python -m bot.evaluation.follow_ups`: the constants of `bot.nlu.follow_up`, and what they are worth on lines that they were not fitted to.

They are fitted to the lines of `data/follow_ups` and to training questions that the classifier had not learnt. The lines are
split by the answer that they follow, so that no fold knows an answer of another.
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

from bot.evaluation import folds as question_folds
from bot.evaluation import held_out, lines
from bot.evaluation.lines import Question
from bot.nlu import context, follow_up, reaction, word_vectors
from bot.nlu.follow_up import Floats
from bot.nlu.label_classifier import LabelClassifier
from bot.nlu.morphology import analyse
from bot.nlu.word_vectors import WordVectors
from bot.runtime import settings, train
from bot.runtime.settings import PROJECT

LINES, QUESTIONS = PROJECT / "data" / "follow_ups", PROJECT / "data" / "nlu"
# Whole questions after an answer of another topic: most people who change the subject ask like that. One part of the
# training questions is left out of a classifier of its own, for it is surer of what it has learnt than of anything people say.
# Those that it reads wrong are left out: half of them lack a subject (年齢制限はありますか), and behind an answer mean that answer.
PARTS, CHANGES = 20, 400
FOLDS, THRESHOLDS = 5, (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
WHOLE = "whole question"


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
    chances = _shares(weighed)
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


def held_out_chances(
    table: Floats, right: npt.NDArray[np.bool_], counts: Floats, fold: npt.NDArray[np.int64]
) -> Floats:
    """Return the chance of each label by weights fitted to the other folds, (lines, labels)."""
    chances = np.zeros(right.shape)
    for number in np.unique(fold):
        seen, unseen = fold != number, fold == number
        chances[unseen] = _shares(table[unseen] @ fit(table[seen], right[seen], counts[seen]))
    return chances


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
        text, last = reaction.behind(question.text), question.after or ""
        joint = classifier.read(context.spelt_out(context.subject(last) or "", text))
        text = context.without_pointing(text, analyse(text))
        table.append(found.features(last, text, analyse(text), classifier.read(text), joint))
        right.append([label in question.accepted for label in found.labels])
    return np.stack(table), np.array(right)


def classifier_of(model: Path) -> LabelClassifier:
    """Load the classifier of a trained model, with the default options, and its word vectors."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as archive:
        archive.extractall(folder, filter="data")
        [labels], [vectors] = Path(folder).rglob("labels.json"), Path(folder).rglob("vectors.npz")
        word_vectors.share(WordVectors.load(vectors))
        return held_out.loaded(labels.parent)


def whole_questions(model: Path) -> tuple[list[Question], LabelClassifier]:
    """Return whole questions that change the topic, and a classifier that has learnt none of them nor a near copy."""
    known = question_folds.load(QUESTIONS, model)
    left_out = question_folds.split(known.encoded, PARTS) == 0
    classifier = held_out.without(known, left_out)
    asked = [Question(str(i), known.texts[i], known.labels[i]) for i in np.where(left_out)[0]]
    whole = [q for q in changes(asked, len(asked)) if _is_read(q.text, classifier)]
    return [q for q in whole if classifier.read(q.text).label == q.label][:CHANGES], classifier


def _is_read(typed: str, classifier: LabelClassifier) -> bool:
    text = reaction.behind(typed)
    words = analyse(text)
    return follow_up.may_follow(text, words) and not follow_up.stands_alone(text, words, classifier.read(text))


def _shares(weighed: Floats) -> Floats:
    exponents = np.exp(weighed - weighed.max(axis=1, keepdims=True))
    shares: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return shares


def main(arguments: list[str] | None = None) -> int:
    """Fit, print the constants and the figures on held-out folds; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=Path, default=LINES, help="a folder of lines")
    parser.add_argument("--model", type=Path, default=None, help="a trained model, by default the newest sources'")
    given = parser.parse_args(arguments)
    model = given.model or train.train(settings.read().models)
    classifier = classifier_of(model)
    followed = [line for path in sorted(given.lines.glob("*.jsonl")) for line in lines.read(path)]
    short = [q for q in followed if q.after and _is_read(q.text, classifier)]
    whole, unlearnt = whole_questions(model)
    tables, rights = zip(tabulate(short, classifier), tabulate(whole, unlearnt), strict=True)
    table, right, questions = np.concatenate(tables), np.concatenate(rights), [*short, *whole]
    counts = np.ones(len(questions))
    chances = held_out_chances(table, right, counts, folds(questions))
    is_right, sure = right[np.arange(len(right)), chances.argmax(axis=1)], chances.max(axis=1)
    print(f"{len(questions)} of {len(followed) + len(whole)} lines are read so; held out: right {is_right.mean():.3f}")
    for style in sorted({question.style for question in questions}):
        of_style = np.array([question.style == style for question in questions])
        print(f"  {style:<16} {of_style.sum():>4}  {is_right[of_style].mean():.3f}")
    print("least probability for an answer: share answered, share answered wrong")
    for least in THRESHOLDS:
        print(f"  {least:<10} {(sure >= least).mean():.3f}  {((sure >= least) & ~is_right).mean():.3f}")
    print("for bot/nlu/follow_up.py:")
    for name, weight in zip(follow_up.FEATURES, fit(table, right, counts), strict=True):
        print(f"    {weight:>8.4f},  # {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
