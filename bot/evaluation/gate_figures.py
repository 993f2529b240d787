"""Compares a new model with the one that serves: the figures by which the desk lets it serve (desk/content/gate.py).

`python -m bot.evaluation.gate_figures --old MODEL --new MODEL --content PUBLICATION --trials FILE --replay FILE --out FILE`
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import pack
from bot.evaluation import lines
from bot.evaluation.gate_results import PROCESSES, remember, remembered
from bot.evaluation.lines import Question
from bot.evaluation.results import Result
from bot.nlu.known_labels import DANGERS
from bot.runtime import blas, parent_watch, slim
from bot.runtime.settings import PROJECT

# Cries for help are the same everywhere; the questions are those of the shipped city, or the pack's own.
QUESTIONS, SAFETY = "questions.jsonl", "safety.jsonl"
_ORDINARY = "ordinary/any"
_SETS = PROJECT / "benchmarks" / "evaluation"
# A phrasing counts as understood if its answer is given or is among the first that are offered.
_OFFERED = 3
_TAUGHT, _TRIAL, _REPLAY = "taught:", "trial:", "replay:"
# Of what people really asked nobody has said what is right.
_UNKNOWN = "unknown/any"


def sets(shipped: Path = _SETS) -> list[Path]:
    """Return the files of evaluation questions for the pack in use; its own are optional: `evaluation/questions.jsonl`."""
    own = (shipped if pack.folder() == pack.SHIPPED else pack.folder() / "evaluation") / QUESTIONS
    return [*([own] if own.exists() else []), shipped / SAFETY]


def asked(content: Path, files: Sequence[Path] | None = None) -> tuple[list[Question], list[Question]]:
    """Return the evaluation questions whose answers are published, and what the office taught the model.

    Raises:
        OSError, ValueError, KeyError: A file cannot be read.
    """
    published = json.loads((content / "publication.json").read_text(encoding="utf-8"))
    there = {f"{path.parent.name}/{path.stem}" for path in (content / "answers").glob("*/*.md")} | {_ORDINARY}
    read = [question for file in (sets() if files is None else files) for question in lines.read(file)]
    known = [question for question in read if question.accepted <= there]
    taught = [
        Question(f"{_TAUGHT}{label}:{number}", text, label)
        for label, one in published["taught"].items()
        if label not in published["untrained"]
        for number, text in enumerate(one["phrasings"])
    ]
    return known, taught


def compare(old: Sequence[Result], new: Sequence[Result], taught: Sequence[Result]) -> dict[str, Any]:
    """Return {old, new: {cries, accuracy, answered_wrong}, missed, changes}; `old` and `new` of the same questions."""
    labels = {result.question.label for result in taught}
    changes = [
        {
            "text": after.question.text,
            "old": _told(before),
            "new": _told(after),
            "meant": _is_meant(before, after, labels),
        }
        for before, after in zip(old, new, strict=True)
        if _told(before) != _told(after)
    ]
    missed = [result.question.text for result in taught if not _is_understood(result)]
    return {"old": _figures(old), "new": _figures(new), "missed": missed, "changes": changes}


def tried(results: Sequence[Result]) -> dict[str, Any]:
    """Return {asked, failed: [{text, expected, got}]} of the office's saved trials by the new model."""
    failed = [
        {"text": result.question.text, "expected": result.question.label, "got": _told(result)}
        for result in results
        if not (result.is_answered and result.is_right)
    ]
    return {"asked": len(results), "failed": failed}


def replayed(old: Sequence[Result], new: Sequence[Result], taught: set[str]) -> dict[str, Any]:
    """Return {asked, changes: [{ref, old, new, meant}]} of what people really asked; `ref` instead of their words.

    Meant is what leads to an answer that was taught, or where the old model knew no answer.
    """
    changes = [
        {
            "ref": after.question.id.removeprefix(_REPLAY),
            "old": _told(before),
            "new": _told(after),
            "meant": after.label in taught or not before.is_answered,
        }
        for before, after in zip(old, new, strict=True)
        if _told(before) != _told(after)
    ]
    return {"asked": len(old), "changes": changes}


def _real_questions(file: Path) -> list[Question]:
    found = json.loads(file.read_text(encoding="utf-8")) if file else {}
    return [Question(f"{_REPLAY}{ref}", text, _UNKNOWN) for ref, text in found.items()]


def _saved_trials(file: Path) -> list[Question]:
    found = json.loads(file.read_text(encoding="utf-8"))
    return [Question(f"{_TRIAL}{number}", one["text"], one["expected"]) for number, one in enumerate(found)]


def _figures(results: Sequence[Result]) -> Mapping[str, float]:
    cries = sum(result.question.label in DANGERS and result.danger is not None for result in results)
    # Of ordinary words only that they are no cry for help is known.
    labelled = [result for result in results if result.question.label != _ORDINARY]
    wrong = sum(result.is_answered and not result.is_right for result in labelled)
    right = sum(result.is_right for result in labelled)
    return {"cries": cries, "accuracy": right / len(labelled), "answered_wrong": wrong / len(labelled)}


def _told(result: Result) -> str:
    return result.label if result.is_answered else result.outcome


def _is_meant(before: Result, after: Result, taught: set[str]) -> bool:
    """Whether a change is what was taught, or harms nobody: only a right answer that became a wrong one does."""
    if after.question.label in DANGERS and before.danger is not None and after.danger is None:
        return False
    was_right = before.is_answered and before.is_right
    is_wrong = after.is_answered and not after.is_right
    return not (was_right and is_wrong) or after.label in taught


def _is_understood(result: Result) -> bool:
    offered = [label for label, _ in result.candidates[:_OFFERED]]
    return result.label == result.question.label or (result.outcome == "clarify" and result.question.label in offered)


def main(arguments: list[str] | None = None) -> int:
    """Run both models and write the figures; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("old", "new", "content", "trials", "replay", "out"):
        parser.add_argument(f"--{name}", required=name != "replay", type=Path)
    given = parser.parse_args(arguments)
    parent_watch.end_with_parent()
    blas.choose_kernels()
    from bot.evaluation import model_runner
    from bot.runtime import logs

    logs.configure()
    known, taught = asked(given.content)
    trials, real = _saved_trials(given.trials), _real_questions(given.replay)
    old = remembered(given.old, known)
    new = model_runner.run(given.new, [*known, *taught, *trials, *real], PROCESSES)
    learnt, tried_out = len(known) + len(taught), len(known) + len(taught) + len(trials)
    figures = compare(old, new[: len(known)], new[len(known) : learnt]) | {
        "trials": tried(new[learnt:tried_out]),
        "replay": replayed(
            model_runner.run(given.old, real, PROCESSES) if real else [],
            new[tried_out:],
            {question.label for question in taught},
        ),
    }
    given.out.write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")
    remember(given.new, new[: len(known)])
    return 0


if __name__ == "__main__":
    # Ten seconds of a start, for nothing that the models use.
    slim.leave_out(PROJECT)
    sys.exit(main())
