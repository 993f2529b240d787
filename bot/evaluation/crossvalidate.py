"""`make crossvalidate`: figures on held-out folds of the training questions, near copies never split."""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from bot.evaluation import folds, metrics
from bot.evaluation.folds import Questions
from bot.evaluation.lines import Question
from bot.evaluation.metrics import Result
from bot.nlu.label_model import LabelModel
from bot.nlu.lexical import LexicalSpace
from bot.nlu.reading_model import ReadingModel
from bot.runtime import settings, train
from bot.runtime.settings import PROJECT

SHOWN = (
    "questions",
    "accuracy",
    "topic_accuracy",
    "macro_f1",
    "out_of_scope",
    "expected_calibration_error",
)
# As the defaults of LabelClassifier.
READING_SHARE, SHARPNESS = 0.4, 1.2
_THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8)


def run(questions: Questions, count: int, strength: float = 10.0, dimensions: int = 300) -> list[Result]:
    """Return a result for every question, each from a model that never saw it nor a near copy."""
    fold = folds.split(questions.encoded, count)
    dense, results = questions.dense, []
    for number in range(count):
        seen, unseen = np.where(fold != number)[0], np.where(fold == number)[0]
        space = LexicalSpace.fit([questions.terms[i] for i in seen], dimensions)
        words = np.stack([space.vector(terms) for terms in questions.terms])
        labels = [questions.labels[i] for i in seen]
        model = LabelModel.fit(dense[seen], words[seen], labels, strength, SHARPNESS)
        heard = ReadingModel.fit([questions.readings[i] for i in seen], labels, 0.5)
        for i in unseen:
            started = time.perf_counter()
            scores = model.scores(dense[i], words[i], heard.logits(questions.readings[i]), READING_SHARE)
            elapsed = (time.perf_counter() - started) * 1_000
            question = Question(str(i), questions.texts[i], questions.labels[i])
            best = tuple(scores.ranking[:5])
            results.append(Result(question, scores.label, scores.confidence, "answer", best, elapsed))
        print(f"fold {number + 1} of {count} done", flush=True)
    return results


def main(arguments: list[str] | None = None) -> int:
    """Cross-validate and print figures and what thresholds would do; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args(arguments)
    questions = folds.load(PROJECT / "data" / "nlu", train.train(settings.read().models))
    results = run(questions, given.folds)
    report = metrics.report(results)
    for name in SHOWN:
        print(f"{name:<28} {report[name]}")
    print("\nleast probability for an answer: share answered, share answered wrong")
    for least in _THRESHOLDS:
        answered = [r for r in results if r.confidence >= least]
        wrong = sum(not r.is_right for r in answered)
        print(f"{least:<28} {len(answered) / len(results):.3f}  {wrong / len(results):.3f}")
    print("\nmost confused")
    for expected, label, number in metrics.confusions(results, 20):
        print(f"{number:>4}  {expected} → {label}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
