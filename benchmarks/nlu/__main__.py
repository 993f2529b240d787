"""`make benchmark-nlu`: pipelines compared on the same grouped folds; prints a Markdown table.

Each row learns on four fifths of the training questions and is asked the rest; near copies are never split. Intervals draw the
questions again (`bot.evaluation.intervals`). Seconds are those of learning and asking; compare them within one run only.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

from benchmarks.nlu import tables
from bot.evaluation import folds, held_out
from bot.evaluation.folds import Questions
from bot.nlu import ginza_vectors, word_vectors
from bot.runtime import settings, train
from bot.runtime.settings import PROJECT

Rows = Any
Features = Callable[[Questions, Rows], Rows]
# Learns the questions of some rows and says the labels of others.
Pipeline = Callable[[Questions, Rows, Rows], list[str]]


def _words(questions: Questions) -> list[str]:
    return [" ".join(word.normalized.replace(" ", "_") for word in words) for words in questions.words]


def whitespace_and_characters(questions: Questions, seen: Rows) -> Rows:
    """What Rasa's stock featurizers see: whole sentences and character pieces inside them."""
    blocks = []
    for options in ({"analyzer": "word"}, {"analyzer": "char_wb", "ngram_range": (1, 4)}):
        found = TfidfVectorizer(**options).fit([questions.texts[i] for i in seen])
        blocks.append(found.transform(questions.texts))
    return sparse.hstack(blocks).tocsr()


def sudachi_words(questions: Questions, seen: Rows) -> Rows:
    """Normalised words and character pieces."""
    words = _words(questions)
    by_word = TfidfVectorizer(token_pattern=r"\S+")  # noqa: S106 - a pattern of words
    by_word.fit([words[i] for i in seen])
    by_piece = TfidfVectorizer(analyzer="char", ngram_range=(2, 3)).fit([questions.texts[i] for i in seen])
    return sparse.hstack([by_word.transform(words), by_piece.transform(questions.texts)]).tocsr()


def word_vectors_only(questions: Questions, seen: Rows) -> Rows:
    """GiNZA's vectors only."""
    return questions.worded


def sentence_vectors(questions: Questions, seen: Rows) -> Rows:
    """The sentence encoder only."""
    return questions.encoded


def both(questions: Questions, seen: Rows) -> Rows:
    """Both pretrained blocks."""
    return questions.dense


def linear() -> Any:
    """A logistic regression, as strict as the labels' own."""
    return LogisticRegression(C=10, max_iter=500)


def learnt(features: Features, classifier: Callable[[], Any]) -> Pipeline:
    """A classifier of scikit-learn over features."""

    def said(questions: Questions, seen: Rows, unseen: Rows) -> list[str]:
        rows, labels = features(questions, seen), np.array(questions.labels)
        return list(classifier().fit(rows[seen], labels[seen]).predict(rows[unseen]))

    return said


def default(questions: Questions, seen: Rows, unseen: Rows) -> list[str]:
    """The classifier of config.yml, before its gate."""
    left_out = np.ones(len(questions.labels), dtype=bool)
    left_out[seen] = False
    classifier = held_out.without(questions, left_out)
    return [classifier.read(questions.texts[i]).label for i in unseen]


STOCK = "spaces and characters, SVM (what stock Rasa sees)"
PIPELINES: dict[str, Pipeline] = {
    STOCK: learnt(whitespace_and_characters, LinearSVC),
    "Sudachi words and characters, SVM": learnt(sudachi_words, LinearSVC),
    "GiNZA vectors, linear": learnt(word_vectors_only, linear),
    "sentence encoder, linear": learnt(sentence_vectors, linear),
    "GiNZA and encoder, linear": learnt(both, linear),
    "**default**": default,
}


def main(arguments: list[str] | None = None) -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=2, help="how many of the five folds are held out in turn")
    given = parser.parse_args(arguments)
    word_vectors.share(ginza_vectors.known())
    questions = folds.load(PROJECT / "data" / "nlu", train.train(settings.read().models))
    fold, labels = folds.split(questions.encoded, 5), np.array(questions.labels)
    print("| pipeline | accuracy (95 %) | beyond stock (95 %) | macro F1 | s a fold |\n| --- | --- | --- | --- | --- |")
    stock: npt.NDArray[np.bool_] | None = None
    for name, pipeline in PIPELINES.items():
        truth: list[str] = []
        said: list[str] = []
        started = time.perf_counter()
        for number in range(given.folds):
            seen, unseen = np.where(fold != number)[0], np.where(fold == number)[0]
            said += pipeline(questions, seen, unseen)
            truth += list(labels[unseen])
        seconds = (time.perf_counter() - started) / given.folds
        right = np.array(truth) == np.array(said)
        stock = right if stock is None else stock
        print(
            f"| {name} | {tables.accuracy(right)} | {tables.lead(right, stock)} | {_f1(truth, said):.3f} | {seconds:.1f} |",
            flush=True,
        )
    return 0


def _f1(truth: list[str], said: list[str]) -> float:
    return float(f1_score(truth, said, average="macro"))


if __name__ == "__main__":
    sys.exit(main())
