"""`python -m bot.evaluation.follow_ups`: the constants of `bot.nlu.follow_up_weights`, and what they are worth on lines that they were not fitted to.

They are fitted to the lines of `data/follow_ups` and to training questions that the classifier had not learnt. Each writer is
a fold: what one writes is easier for constants that were learnt from the same hand than what strangers write. Nor do the lines
that the model keeps say anything about others of their own hand.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.evaluation import folds as question_folds
from bot.evaluation import held_out, lines
from bot.evaluation.folds import Questions
from bot.evaluation.lines import Question
from bot.evaluation.softmax import fit, held_out_chances
from bot.nlu import context, follow_up, follow_up_features, follow_up_weights, likeness, reaction, word_vectors
from bot.nlu.follow_up_features import Floats
from bot.nlu.followed import Followed
from bot.nlu.known_labels import DANGERS
from bot.nlu.label_classifier import LabelClassifier
from bot.nlu.morphology import analyse
from bot.nlu.word_vectors import WordVectors
from bot.runtime import model_file, settings, train
from bot.runtime.settings import PROJECT

Flags = npt.NDArray[np.bool_]

LINES, QUESTIONS = PROJECT / "data" / "follow_ups", PROJECT / "data" / "nlu"
# Whole questions after an answer of another topic: most people who change the subject ask like that. Parts of the training
# questions are left out of a classifier of their own each, for it is surer of what it has learnt than of anything people say.
# Those that it reads wrong are left out: half of them lack a subject (年齢制限はありますか), and behind an answer mean that answer.
# Twice 400 of them keep the constants from drifting towards the answer.
PARTS, LEFT_OUT, CHANGES = 20, 2, 400
# How much a line counts of a large file whose lines are where the words at hand mislead.
COUNTS = {"seventh": 0.25}
THRESHOLDS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
# The same where the last answer is left for another topic, beside the `in_context` of today.
ELSEWHERE, IN_CONTEXT = (0.8, 0.85, 0.9, 0.95), 0.8
WHOLE = "whole question"


def changes(questions: Sequence[Question], count: int) -> list[Question]:
    """Return whole questions, each after the answer of another topic, chosen by a fixed seed; none speaks of danger."""
    draw = np.random.default_rng(0)
    answers = sorted(context.subjects())
    kept = [q for q in questions if q.label not in DANGERS and _is_read(q.text)]
    chosen = [kept[int(number)] for number in draw.permutation(len(kept))[:count]]
    others = [[one for one in answers if one.split("/")[0] != q.label.split("/")[0]] for q in chosen]
    return [
        dataclasses.replace(q, after=far[int(draw.integers(len(far)))], style=WHOLE)
        for q, far in zip(chosen, others, strict=True)
    ]


def folds(followed: Sequence[Sequence[Question]], whole: int) -> npt.NDArray[np.int64]:
    """Return the fold of each line, one for each writer's lines; whole questions are dealt out to all."""
    return np.concatenate(
        [np.repeat(np.arange(len(followed)), [len(written) for written in followed]), np.arange(whole) % len(followed)]
    )


def tabulate(
    questions: Sequence[Question], classifier: LabelClassifier, writers: Sequence[str | None]
) -> tuple[Floats, Flags, Flags]:
    """Return the features of each line and label, which labels are right, and which are elsewhere.

    A line says nothing about its writer's others.
    """
    found = classifier.follow_ups()
    table, right, elsewhere = [], [], []
    for question, writer in zip(questions, writers, strict=True):
        text, last = reaction.behind(question.text), question.after or ""
        joint = classifier.read(context.spelt_out(context.subject(last) or "", text))
        text = context.without_pointing(text, analyse(text))
        words = analyse(text)
        known = found.features(last, text, words, classifier.read(text), joint)
        table.append(np.hstack([known, found.like(last, classifier.vectors.of(text), words, writer)]))
        right.append([label in question.accepted for label in found.labels])
        left_for = found.elsewhere(last)
        elsewhere.append([label in left_for for label in found.labels])
    return np.stack(table), np.array(right), np.array(elsewhere)


def classifier_of(model: Path) -> LabelClassifier:
    """Load the classifier of a trained model, with the default options, and its word vectors."""
    with tempfile.TemporaryDirectory() as folder:
        model_file.unpack(model, Path(folder))
        [labels], [vectors] = Path(folder).rglob("labels.json"), Path(folder).rglob("vectors.npz")
        word_vectors.share(WordVectors.load(vectors))
        return held_out.loaded(labels.parent)


def whole_questions(known: Questions, part: int, followed: Followed) -> tuple[list[Question], LabelClassifier]:
    """Return whole questions of one part that change the topic, and a classifier that has learnt none of them nor a near copy."""
    left_out = question_folds.split(known.encoded, PARTS) == part
    classifier = held_out.without(known, left_out, followed)
    asked = [Question(str(i), known.texts[i], known.labels[i]) for i in np.where(left_out)[0]]
    whole = changes(asked, len(asked))
    return [q for q in whole if classifier.read(q.text).label == q.label][:CHANGES], classifier


def _is_read(typed: str) -> bool:
    text = reaction.behind(typed)
    return follow_up.may_follow(text, analyse(text))


def _is_followed(question: Question) -> bool:
    """Whether a line is read as one that may go on: after an answer that has a subject, and no cry for help."""
    return context.subject(question.after) is not None and question.label not in DANGERS and _is_read(question.text)


@dataclasses.dataclass(frozen=True)
class Judged:
    """Lines by which constants are judged; arrays are (lines,) or (lines, labels).

    Attributes:
        right: Which labels are right.
        elsewhere: Which are of another topic than the last answer, with nothing that ties them to it.
        counts: How much each line counts in the fit.
        questions: The lines.
        fold: The fold of each.
    """

    right: Flags
    elsewhere: Flags
    counts: Floats
    questions: Sequence[Question]
    fold: npt.NDArray[np.int64]

    def fitted(self, table: Floats, present: Sequence[float]) -> Floats:
        """Print the figures of lines whose writer was held out; return the weights fitted to all, beginning from the present ones."""
        weights = fit(table, self.right, self.counts, np.array(present) if len(present) == table.shape[2] else None)
        self._print(held_out_chances(table, self.right, self.counts, self.fold, weights))
        return weights

    def _print(self, chances: Floats) -> None:
        best, sure = chances.argmax(axis=1), chances.max(axis=1)
        is_right, leaves = (of[np.arange(len(best)), best] for of in (self.right, self.elsewhere))
        print(f"{len(best)} lines are read so; held out by writer: right {is_right.mean():.3f}")
        for style in sorted({question.style for question in self.questions}):
            of_style = np.array([question.style == style for question in self.questions])
            print(f"  {style:<16} {of_style.sum():>4}  {is_right[of_style].mean():.3f}")
        is_short = np.array([question.style != WHOLE for question in self.questions])

        def shares(answered: Flags) -> str:
            found = [(answered[of].mean(), (answered & ~is_right)[of].mean()) for of in (is_short, ~is_short)]
            return "  ".join(f"{one:.3f} {wrong:.3f}" for one, wrong in found)

        print("least probability for an answer: share answered, share answered wrong; the same of whole questions")
        for least in THRESHOLDS:
            print(f"  {least:<10}", shares(sure >= least))
        print(f"the same for one elsewhere, for others {IN_CONTEXT}")
        for least in ELSEWHERE:
            print(f"  {least:<10}", shares(sure >= np.where(leaves, least, IN_CONTEXT)))


def main(arguments: list[str] | None = None) -> int:
    """Fit, print the constants and the figures on held-out folds; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=None, help="a trained model, by default the newest sources'")
    given = parser.parse_args(arguments)
    model = given.model or train.train(settings.read().models)
    classifier = classifier_of(model)
    files = sorted(LINES.glob("*.jsonl"))
    written = [[q for q in lines.read(path) if _is_followed(q)] for path in files]
    short = [question for one in written for question in one]
    known = question_folds.load(QUESTIONS, model)
    left_out = [whole_questions(known, part, classifier.followed) for part in range(LEFT_OUT)]
    whole = [question for asked, _ in left_out for question in asked]
    writers = [path.stem for path, own in zip(files, written, strict=True) for _ in own]
    tables, rights, elsewheres = zip(
        tabulate(short, classifier, writers),
        *(tabulate(asked, unlearnt, [None] * len(asked)) for asked, unlearnt in left_out),
        strict=True,
    )
    table, questions = np.concatenate(tables), [*short, *whole]
    right, elsewhere = np.concatenate(rights), np.concatenate(elsewheres)
    fold = folds(written, len(whole))
    counts = np.array([*(COUNTS.get(writer, 1.0) for writer in writers), *([1.0] * len(whole))])
    own = len(follow_up_features.FEATURES)
    judged = Judged(right, elsewhere, counts, questions, fold)
    weights = judged.fitted(table, follow_up_weights.WEIGHTS)
    print("for bot/nlu/follow_up_weights.py, WEIGHTS:")
    for name, weight in zip((*follow_up_features.FEATURES, *likeness.NAMES), weights, strict=True):
        print(f"    {weight:>8.4f},  # {name}")
    print("for a pack without lines of its own:")
    weights = judged.fitted(table[:, :, :own], follow_up_weights.WEIGHTS_WITHOUT_LINES)
    print("WEIGHTS_WITHOUT_LINES:", *(f"{weight:.4f}," for weight in weights))
    return 0


if __name__ == "__main__":
    sys.exit(main())
