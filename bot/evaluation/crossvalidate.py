"""`make crossvalidate`: figures on held-out folds of the training questions, near copies never split."""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
import numpy.typing as npt

from bot.evaluation import folds, metrics
from bot.evaluation.folds import Questions
from bot.evaluation.lines import Question
from bot.evaluation.results import Result
from bot.nlu import certainty
from bot.nlu.certainty import Evidence
from bot.nlu.label_model import LabelModel, Near
from bot.nlu.neighbours import Neighbours
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
READING_SHARE, SHARPNESS, NEIGHBOURS = 0.4, 1.2, 5.1
_THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8)


def run(questions: Questions, count: int, strength: float = 10.0) -> tuple[list[Result], list[Evidence]]:
    """Return a result and what it rests on for every question, each from a model that never saw it nor a near copy."""
    fold = folds.split(questions.encoded, count)
    dense, results, found = questions.dense, [], []
    for number in range(count):
        seen, unseen = np.where(fold != number)[0], np.where(fold == number)[0]
        labels = [questions.labels[i] for i in seen]
        model = LabelModel.fit(dense[seen], labels, strength, SHARPNESS)
        heard = ReadingModel.fit([questions.readings[i] for i in seen], labels, 0.5)
        neighbours = Neighbours.fit(dense[seen], labels)
        for i in unseen:
            started = time.perf_counter()
            logits, words = heard.logits(questions.readings[i]), sum(w.is_content for w in questions.words[i])
            near = Near(neighbours.nearest(dense[i]), NEIGHBOURS, words)
            scores = model.scores(dense[i], logits, READING_SHARE, near)
            elapsed = (time.perf_counter() - started) * 1_000
            question = Question(str(i), questions.texts[i], questions.labels[i])
            best = tuple(scores.ranking[:5])
            results.append(Result(question, scores.label, scores.confidence, "answer", best, elapsed))
            found.append(_evidence(model, dense[i], logits, near))
        print(f"fold {number + 1} of {count} done", flush=True)
    return results, found


def _evidence(
    model: LabelModel, dense: npt.NDArray[np.float32], heard: npt.NDArray[np.float32], near: Near
) -> Evidence:
    """Return what `LabelModel.scores` judges a text's certainty by."""
    alone = model.weights @ dense + model.bias
    logits = ((1.0 - READING_SHARE) * alone + READING_SHARE * heard) * SHARPNESS + near.weight * near.cosines
    chances = np.exp(logits - logits.max())
    centres = model.centres @ dense / max(float(np.linalg.norm(dense)), 1e-9)
    return Evidence(chances / chances.sum(), alone, heard, near.cosines, centres, near.content_words)


def area(results: list[Result]) -> float:
    """Return the area under the risk–coverage curve: the mean share of wrong ones as ever less sure ones are answered."""
    ordered = sorted(results, key=lambda r: -r.confidence)
    wrong = np.cumsum([not r.is_right for r in ordered])
    return float((wrong / np.arange(1, len(ordered) + 1)).mean())


def main(arguments: list[str] | None = None) -> int:
    """Cross-validate and print figures and what thresholds would do; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args(arguments)
    questions = folds.load(PROJECT / "data" / "nlu", train.train(settings.read().models))
    results, found = run(questions, given.folds)
    report = metrics.report(results)
    for name in SHOWN:
        print(f"{name:<28} {report[name]}")
    print("\nleast probability for an answer: share answered, share answered wrong")
    for least in _THRESHOLDS:
        answered = [r for r in results if r.confidence >= least]
        wrong = sum(not r.is_right for r in answered)
        print(f"{least:<28} {len(answered) / len(results):.3f}  {wrong / len(results):.3f}")
    print(f"\n{'area under risk–coverage':<28} {area(results):.4f}")
    weights, bias = certainty.learn([certainty.features(one) for one in found], [r.is_right for r in results])
    print("for bot/nlu/certainty.py, by these folds:", [round(weight, 4) for weight in weights], round(bias, 4))
    print("\nmost confused")
    for expected, label, number in metrics.confusions(results, 20):
        print(f"{number:>4}  {expected} → {label}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
