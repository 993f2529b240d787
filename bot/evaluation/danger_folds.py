"""`make danger-thresholds`: what danger's thresholds bring with writers that the detector has not learnt from.

The files of `data/danger/training`, each by one hand or a few, are dealt into folds; each fold's rows are judged by a detector
that has learnt the others, by the rules, and by the labels of the newest model, which learn none of these rows. Ordinary
questions come from evaluation sets, which nothing learns either. Printed are totals: per thresholds the cries heard and what
is alarmed besides, and the best thresholds for each share of sound-alikes that may be alarmed.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.channels import reading
from bot.evaluation import held_out, lines
from bot.nlu import (
    danger_model,
    danger_training,
    ginza_vectors,
    hearing,
    morphology,
    pattern_files,
    sentence_encoder,
    word_vectors,
)
from bot.nlu.danger_cache import Sources
from bot.nlu.danger_model import DangerModel, Heard
from bot.nlu.danger_texts import Texts
from bot.nlu.danger_training import Row
from bot.nlu.known_labels import DANGERS
from bot.nlu.label_classifier import LabelClassifier
from bot.nlu.label_model import Scores
from bot.nlu.safety import Found
from bot.nlu.thresholds import Thresholds
from bot.runtime import danger_ahead, model_file, settings
from bot.runtime.settings import PROJECT
from bot.runtime.train import wanted_model

ORDINARY = tuple(f"benchmarks/evaluation/{name}.jsonl" for name in ("strangers", "newcomers", "visitors", "guests"))
# Thresholds that are tried.
DETECTOR = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
WHEN_ANSWERED = (0.4, 0.5, 0.6, 0.7, 0.8)
RULE = (0.03, 0.06, 0.1, 0.15, 0.2, 0.25)
ALARMED = (0.03, 0.04, 0.05, 0.06, 0.07)
QUESTIONS_ALARMED = 0.005
# Styles of rows that are ordinary without sounding like a cry.
_PLAIN = {*danger_training.EVERYDAY, "ordinary", "plain", "talk"}
_OBLIQUE = {"oblique", "farewell"}
_GROUPS = ("cries", "oblique", "sound-alikes", "ordinary", "questions")


@dataclasses.dataclass(frozen=True)
class Judged:
    """A text with what listens to it; `group` is one of `_GROUPS`, oblique cries counting among the cries too."""

    text: str
    group: str
    rule: Found | None
    scores: Scores
    heard: Heard

    def is_alarmed(self, thresholds: Thresholds) -> bool:
        """Whether it counts as danger."""
        return hearing.weighed(self.text, self.rule, self.scores, self.heard, thresholds).danger is not None


def deal(sizes: Sequence[int], count: int) -> list[int]:
    """Return the fold of each file: the largest first, each into the fold that has least."""
    filled, dealt = [0] * count, [0] * len(sizes)
    for number in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        dealt[number] = filled.index(min(filled))
        filled[dealt[number]] += sizes[number]
    return dealt


def group_of(row: Row) -> str:
    """Return which group a row counts in."""
    if row.kind is not None:
        return "oblique" if row.style in _OBLIQUE else "cries"
    return "ordinary" if row.style in _PLAIN else "sound-alikes"


def heard(model: DangerModel, texts: Texts, text: str) -> Heard:
    """Return what a detector makes of a text whose pieces are known."""
    pieces = danger_model.pieces(text)
    numbers = [texts.numbers[piece] for piece in pieces]
    spelt = np.asarray(texts.spelt[numbers] @ model.spelt[:, :-1].T + model.spelt[:, -1], dtype=np.float32)
    chosen = danger_model.chosen(spelt)
    return model.hear([pieces[i] for i in chosen], texts.dense[[numbers[i] for i in chosen]], spelt[chosen])


def shares(judged: Sequence[Judged], thresholds: Thresholds) -> dict[str, float]:
    """Return the share of each group that is alarmed."""
    alarmed: dict[str, list[bool]] = {name: [] for name in _GROUPS}
    for one in judged:
        alarmed[one.group].append(one.is_alarmed(thresholds))
    alarmed["cries"] += alarmed["oblique"]
    return {name: float(np.mean(found)) if found else 0.0 for name, found in alarmed.items()}


def tried(given: Thresholds) -> list[Thresholds]:
    """Return all thresholds that are tried: others are as given, and a danger by its label needs no more than the detector."""
    return [
        dataclasses.replace(
            given,
            detector=detector,
            detector_when_answered=answered,
            detector_with_label=min(given.detector_with_label, detector),
            rule=rule,
        )
        for detector, answered, rule in itertools.product(DETECTOR, WHEN_ANSWERED, RULE)
        if answered >= detector
    ]


def best(
    found: Sequence[tuple[Thresholds, dict[str, float]]], most: float
) -> tuple[Thresholds, dict[str, float]] | None:
    """Return what hears most cries with at most such a share of sound-alikes and few enough questions alarmed."""
    allowed = [one for one in found if one[1]["sound-alikes"] <= most and one[1]["questions"] <= QUESTIONS_ALARMED]
    return max(allowed, key=lambda one: one[1]["cries"], default=None)


def judge(sources: Sources, ordinary: Sequence[str], labels: LabelClassifier, count: int) -> list[Judged]:
    """Return all rows and ordinary questions, each with what listens to it."""
    files = danger_training.files(sources.rows)
    by_file = [danger_training.read_file(path) for path in files]
    asked = [row for row in sources.read() if row.style == "question"]
    questions = [Row(text, None, None, "question") for text in ordinary]
    known = [row.text for row in [*asked, *questions]]
    vectors = dict(zip(known, sentence_encoder.encode_known(known), strict=True))
    every = [row for rows in by_file for row in rows]
    texts = danger_training.texts_of([*every, *asked, *questions], vectors)
    dealt = deal([len(rows) for rows in by_file], count)
    judged: list[Judged] = []
    for fold in range(count):
        seen = [row for rows, number in zip(by_file, dealt, strict=True) if number != fold for row in rows]
        unseen = [row for rows, number in zip(by_file, dealt, strict=True) if number == fold for row in rows]
        model = danger_training.learn([*seen, *asked], texts, **sources.options)
        # Each question once, by the detectors in turn.
        for row, group in [
            *((row, group_of(row)) for row in unseen),
            *((q, "questions") for q in questions[fold::count]),
        ]:
            words = morphology.analyse(row.text)
            rule = hearing.ruled(row.text, words, pattern_files.shared())
            judged.append(Judged(row.text, group, rule, labels.read(row.text), heard(model, texts, row.text)))
        print(f"fold {fold + 1} of {count}: {len(unseen)} rows of {dealt.count(fold)} files", flush=True)
    return judged


def ordinary_questions(paths: Sequence[Path]) -> list[str]:
    """Return the texts of evaluation sets that are no danger, as a message is read."""
    asked = [question for path in paths for question in lines.read(path)]
    return [reading.as_read(question.text) for question in asked if question.accepted.isdisjoint(DANGERS)]


def classifier(model: Path) -> LabelClassifier:
    """Return the labels' classifier of a trained model."""
    with tempfile.TemporaryDirectory() as folder:
        model_file.unpack(model, Path(folder))
        [found] = Path(folder).glob(f"components/*{LabelClassifier.__name__}*")
        return held_out.loaded(found)


def main(arguments: list[str] | None = None) -> int:
    """Print the shares per thresholds; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--model", type=Path, help="a trained model, whose labels listen too; the wanted one else")
    parser.add_argument("--ordinary", type=Path, nargs="*", default=[PROJECT / name for name in ORDINARY])
    given = parser.parse_args(arguments)
    model = given.model or wanted_model(settings.read().models)
    if not model.exists():
        print(f"danger-thresholds: {model.name} is not there yet: run make train first.", file=sys.stderr)
        return 2
    options = danger_ahead.options("UnderstandingGate") or {}
    names = {field.name for field in dataclasses.fields(Thresholds)}
    now = Thresholds(**{name: float(value) for name, value in options.items() if name in names})
    word_vectors.share(ginza_vectors.known())
    sources = Sources.of(danger_ahead.options("DangerDetector") or {})
    judged = judge(sources, ordinary_questions(given.ordinary), classifier(model), given.folds)
    sizes = {name: sum(one.group == name for one in judged) for name in _GROUPS}
    print(", ".join(f"{size} {name}" for name, size in sizes.items()), "(cries: those that are not oblique)")
    print(f"{'':<12}detector answered  rule  " + "  ".join(_GROUPS))
    _print("now", now, shares(judged, now))
    found = [(thresholds, shares(judged, thresholds)) for thresholds in tried(now)]
    for most in ALARMED:
        chosen = best(found, most)
        if chosen is None:
            print(f"{f'to {most:.0%}':<12}none")
        else:
            _print(f"to {most:.0%}", *chosen)
    return 0


def _print(name: str, thresholds: Thresholds, found: dict[str, float]) -> None:
    chosen = f"{thresholds.detector:8.2f} {thresholds.detector_when_answered:8.2f} {thresholds.rule:5.2f}"
    print(f"{name:<12}{chosen}  " + "  ".join(f"{found[name]:{len(name)}.4f}" for name in _GROUPS))


if __name__ == "__main__":
    sys.exit(main())
