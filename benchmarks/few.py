"""`make benchmark-few`: what migrants meet with answers that only a few phrasings make known, without training.

Labels are taken out of the training questions. The model learns the rest without a third of them, near copies together; then
each label comes back with 3, 5 or 10 of its questions, its answer's title and first lines. Asked are the label's questions and
those of other labels of the third that nothing was learnt of, or the lines of evaluation sets (`--sets`), through the whole
pipeline and the actions that offer choices.

Of the new label: answered, or among the choices offered. Of 600 questions of the others, for each new label: how many more are
answered wrong, how many right answers are gone (neither given nor offered), how many are asked back with the right one offered.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from actions.library.shelf import SHELF
from benchmarks.few_turns import Assistant, Met, Remembering, Scored
from bot.evaluation import folds, held_out, lines
from bot.evaluation.folds import Questions
from bot.evaluation.lines import Question
from bot.nlu.overlay import Overlay, Phrasing
from bot.runtime import blas, settings, train
from bot.runtime.settings import PROJECT
from desk.text.markdown import plain_markdown

COUNTS = (3, 5, 10)
# What an even share of the questions would be, see `overlay.ASKED_FOR`.
EXPECTED = 1 / 90
_DRAWS, _OTHERS, _ASKED, _TOGETHER = 3, 600, 40, 12
# As `desk.content.published_state` publishes them.
_FIRST_LINES = 200


@dataclasses.dataclass
class Tally:
    """Sums over labels and draws for one number of phrasings; shares of each label's questions, and numbers of others'."""

    draws: int = 0
    answered: float = 0.0
    offered: float = 0.0
    wrong: float = 0.0
    gone: float = 0.0
    asked_back: float = 0.0

    def line(self, count: int) -> str:
        """Return the means."""
        answered, offered = self.answered / self.draws, self.offered / self.draws
        wrong, gone, back = (_OTHERS * value / self.draws for value in (self.wrong, self.gone, self.asked_back))
        return (
            f"{count:>3} phrasings: answered {answered:.3f}, offered {offered:.3f}, together {answered + offered:.3f}; "
            f"of {_OTHERS} others more wrong {wrong:.2f}, right gone {gone:.2f}, spoilt {wrong + gone:.2f}, asked back {back:.2f}"
        )


@dataclasses.dataclass(frozen=True)
class Round:
    """Some labels that were taken out, with what is asked and what of their questions may be given back."""

    taken: list[str]
    asked: list[Question]
    phrasings: dict[str, list[str]]


def main(arguments: list[str] | None = None) -> int:
    """Simulate and print one line per number of phrasings; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=_TOGETHER, help="how many are taken out, twelve at a time")
    parser.add_argument("--sets", nargs="*", default=[], help="evaluation sets to ask instead of held-out questions")
    parser.add_argument(
        "--fit", action="store_true", help="print the constants of bot/nlu/overlay.py by these questions"
    )
    parser.add_argument("--model", type=Path, help="another model than the one of this code")
    given = parser.parse_args(arguments)
    blas.choose_kernels()
    model = given.model or train.train(settings.read().models)
    questions, assistant = folds.load(PROJECT / "data" / "nlu", model), Assistant(model)
    names = sorted({label for label in questions.labels if not label.startswith("chitchat/")})
    mixed = [str(name) for name in np.random.default_rng(0).permutation(names)][: given.labels]
    files = [PROJECT / "benchmarks" / "evaluation" / f"{name}.jsonl" for name in given.sets]
    tallies, evidence = {count: Tally() for count in COUNTS}, Evidence()
    for start in range(0, len(mixed), _TOGETHER):
        run(questions, mixed[start : start + _TOGETHER], files, assistant, tallies, evidence)
    for count, tally in tallies.items():
        print(tally.line(count))
    if given.fit:
        weights, bias = evidence.fitted()
        print("for bot/nlu/overlay.py, by these questions:", [round(weight, 3) for weight in weights], round(bias, 3))
    return 0


class Evidence:
    """The figures of `overlay.FEATURES` for questions of new labels and of others."""

    def __init__(self) -> None:
        self._rows: dict[bool, list[np.ndarray[tuple[int], np.dtype[np.float64]]]] = {True: [], False: []}

    def add(self, taught: Overlay, scored: Scored, *, is_asked_for: bool) -> None:
        """Keep the figures of a whole message."""
        if scored:
            self._rows[is_asked_for].append(taught.features(*scored[0])[0])

    def fitted(self) -> tuple[list[float], float]:
        """Return weights and bias with which the chance is right where `EXPECTED` of the questions ask for the label."""
        from sklearn.linear_model import LogisticRegression

        table = np.array([*self._rows[True], *self._rows[False]])
        is_asked_for = np.arange(len(table)) < len(self._rows[True])
        odds = EXPECTED / (1 - EXPECTED) * len(self._rows[False]) / len(self._rows[True])
        middle, scale = table.mean(axis=0), table.std(axis=0)
        model = LogisticRegression(C=1_000.0, max_iter=2_000)
        model.fit((table - middle) / scale, is_asked_for, sample_weight=np.where(is_asked_for, odds, 1.0))
        weights = model.coef_[0] / scale
        return [float(weight) for weight in weights], float(model.intercept_[0] - weights @ middle)


def run(
    questions: Questions,
    taken: list[str],
    files: Sequence[Path],
    assistant: Assistant,
    tallies: dict[int, Tally],
    evidence: Evidence,
) -> None:
    """Take some labels out and give each back; adds to tallies and evidence."""
    labels, random = np.array(questions.labels), np.random.default_rng(1)
    is_taken = np.isin(labels, taken)
    unseen = np.zeros(len(labels), dtype=bool) if files else folds.split(questions.encoded, 3) == 0
    classifier = held_out.kind_without(Remembering, questions, is_taken | unseen)
    assistant.use(classifier)
    if files:
        asked = [question for file in files for question in lines.read(file) if question.after is None]
    else:
        rows = random.permutation(np.where(unseen)[0])
        asked = [Question(str(i), questions.texts[i], questions.labels[i]) for i in rows]
    others = [question for question in asked if not question.accepted & set(taken)]
    if not files:
        others = others[:_OTHERS]
    before = [assistant.asked(question.text, None) for question in others]
    for label in taken:
        own = [question for question in asked if question.label == label][:_ASKED]
        known = [questions.texts[i] for i in np.where((labels == label) & ~unseen)[0]]
        if not own:
            continue
        for count in COUNTS:
            for _ in range(_DRAWS):
                drawn = [known[i] for i in random.permutation(len(known))[:count]]
                made = Overlay.of(
                    classifier.learnt,
                    [Phrasing(label, text) for text in [*about(label), *drawn]],
                    classifier.of_phrasing,
                )
                assert made is not None
                _tell(tallies[count], assistant, made, label, own, others, before, evidence)
        print(f"{label} done", file=sys.stderr, flush=True)


def about(label: str) -> Iterator[str]:
    """Yield the title of an answer, and the title with its first lines."""
    entry = SHELF.entry(label)
    if entry is not None:
        yield entry.title
        yield f"{entry.title}。{plain_markdown(entry.text)[:_FIRST_LINES]}"


def _tell(
    tally: Tally,
    assistant: Assistant,
    made: Overlay,
    label: str,
    own: Sequence[Question],
    others: Sequence[Question],
    before: Sequence[tuple[Met, Scored]],
    evidence: Evidence,
) -> None:
    """Add what one overlay does to the tally."""
    met = [assistant.asked(question.text, made) for question in own]
    tally.draws += 1
    tally.answered += sum(one.answered == label for one, _ in met) / len(own)
    tally.offered += sum(label in one.choices for one, _ in met) / len(own)
    for _, scored in met:
        evidence.add(made, scored, is_asked_for=True)
    for question, (was, scored) in zip(others, before, strict=True):
        evidence.add(made, scored, is_asked_for=False)
        # Where the overlay has nothing to say nothing changes.
        if not any(made.chances(*one).any() for one in scored):
            continue
        now, right = assistant.asked(question.text, made)[0], question.accepted
        is_wrong = now.answered is not None and now.answered not in right
        was_wrong = was.answered is not None and was.answered not in right
        is_offered = bool(right & set(now.choices))
        tally.wrong += (is_wrong and not was_wrong) / len(others)
        if was.answered in right and now.answered is None:
            tally.asked_back += is_offered / len(others)
            tally.gone += (not is_offered) / len(others)


if __name__ == "__main__":
    sys.exit(main())
