"""`make benchmark-nlu`: pipelines compared on the same grouped folds; prints a Markdown table.

Each row learns on four fifths of the training questions and is asked the rest; near copies are never split. Times
are per question, without Rasa around them; compare them within one run only.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

from bot.evaluation import folds
from bot.evaluation.folds import Questions
from bot.nlu.lexical import LexicalSpace
from bot.runtime import settings, train
from bot.runtime.settings import PROJECT

Rows = Any
Features = Callable[[Questions, Rows], Rows]


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


def word_vectors(questions: Questions, seen: Rows) -> Rows:
    """GiNZA's vectors only."""
    return questions.worded


def sentence_vectors(questions: Questions, seen: Rows) -> Rows:
    """The sentence encoder only."""
    return questions.encoded


def both(questions: Questions, seen: Rows) -> Rows:
    """Both pretrained blocks."""
    return questions.dense


def default(questions: Questions, seen: Rows) -> Rows:
    """The pipeline of config.yml."""
    space = LexicalSpace.fit([questions.terms[i] for i in seen], 300)
    return np.hstack([questions.dense, np.stack([space.vector(terms) for terms in questions.terms])])


PIPELINES: list[tuple[str, Features, Callable[[], Any]]] = [
    ("whitespace + characters, SVM (Rasa's stock features)", whitespace_and_characters, LinearSVC),
    ("Sudachi words + characters, SVM", sudachi_words, LinearSVC),
    ("GiNZA vectors, linear", word_vectors, lambda: LogisticRegression(C=10, max_iter=500)),
    ("sentence encoder, linear", sentence_vectors, lambda: LogisticRegression(C=10, max_iter=500)),
    ("GiNZA + encoder, linear", both, lambda: LogisticRegression(C=10, max_iter=500)),
    ("**default**: GiNZA + encoder + lexical, linear", default, lambda: LogisticRegression(C=10, max_iter=500)),
]


def main(arguments: list[str] | None = None) -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=2, help="how many of the five folds are held out in turn")
    given = parser.parse_args(arguments)
    questions = folds.load(PROJECT / "data" / "nlu", train.train(settings.read().models))
    fold, labels = folds.split(questions.encoded, 5), np.array(questions.labels)
    print("| pipeline | accuracy | macro F1 | train s |\n| --- | --- | --- | --- |")
    for name, features, classifier in PIPELINES:
        truth, said, seconds = [], [], 0.0
        for number in range(given.folds):
            seen, unseen = np.where(fold != number)[0], np.where(fold == number)[0]
            started = time.perf_counter()
            rows = features(questions, seen)
            model = classifier().fit(rows[seen], labels[seen])
            seconds += time.perf_counter() - started
            truth += list(labels[unseen])
            said += list(model.predict(rows[unseen]))
        accuracy = float(np.mean(np.array(truth) == np.array(said)))
        f1 = f1_score(truth, said, average="macro")
        print(f"| {name} | {accuracy:.3f} | {f1:.3f} | {seconds / given.folds:.1f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
