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
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from actions.library.shelf import SHELF
from benchmarks.few_counts import OTHERS, Evidence, Met, Tally
from benchmarks.few_turns import Assistant, Remembering, Scored
from bot.evaluation import folds, held_out, lines
from bot.evaluation.folds import Questions
from bot.evaluation.lines import Question
from bot.nlu.overlay import Overlay, Phrasing
from bot.runtime import blas, settings, train
from bot.runtime.settings import PROJECT
from desk.text.markdown import plain_markdown

COUNTS = (3, 5, 10)
_DRAWS, _ASKED, _TOGETHER = 3, 40, 12
# As `desk.content.published_state` publishes them.
_FIRST_LINES = 200


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
    tallies, evidence = {count: Tally() for count in COUNTS}, Evidence() if given.fit else None
    for start in range(0, len(mixed), _TOGETHER):
        run(questions, mixed[start : start + _TOGETHER], files, assistant, tallies, evidence)
    for count, tally in tallies.items():
        print(tally.line(count))
    if evidence is not None:
        weights, bias = evidence.fitted()
        print("for bot/nlu/overlay.py, by these questions:", [round(weight, 2) for weight in weights], round(bias, 2))
    return 0


def run(
    questions: Questions,
    taken: list[str],
    files: Sequence[Path],
    assistant: Assistant,
    tallies: dict[int, Tally],
    evidence: Evidence | None,
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
        others = others[:OTHERS]
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
    evidence: Evidence | None,
) -> None:
    """Add what one overlay does to the tally."""
    tally.draws += 1
    for question in own:
        met, scored = assistant.asked(question.text, made)
        tally.add_own(met, label, len(own))
        _keep(evidence, made, scored, is_asked_for=True)
    for question, (was, scored) in zip(others, before, strict=True):
        _keep(evidence, made, scored, is_asked_for=False)
        # Where the overlay has nothing to say nothing changes.
        if any(made.chances(*one).any() for one in scored):
            now, _ = assistant.asked(question.text, made)
            tally.add_other(was, now, question.accepted, len(others))


def _keep(evidence: Evidence | None, made: Overlay, scored: Scored, *, is_asked_for: bool) -> None:
    """Keep the figures of a whole message, where constants are to be fitted."""
    if evidence is not None and scored:
        evidence.add(made.features(*scored[0])[0], is_asked_for=is_asked_for)


if __name__ == "__main__":
    sys.exit(main())
