"""A model's single results, kept beside its file, so that the next gate need not ask it again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.evaluation.lines import Question
from bot.evaluation.results import Result
from bot.runtime import model_file

# The gate has the machine when the training has ended; a trainer gives way to everything else by its niceness.
PROCESSES = 2


def remembered(model: Path, known: Sequence[Question]) -> list[Result]:
    """Return a model's results, of which those from its own gate are at hand."""
    from bot.evaluation import model_runner

    file = _results_file(model)
    try:
        found = [_result(one) for one in json.loads(file.read_text(encoding="utf-8"))]
        by_question = {result.question: result for result in found}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # Of another version, or damaged: they are made anew.
        by_question = {}
    missing = [question for question in known if question not in by_question]
    if missing:
        by_question |= {result.question: result for result in model_runner.run(model, missing, PROCESSES)}
    results = [by_question[question] for question in known]
    if missing:
        remember(model, results)
    return results


def remember(model: Path, results: Sequence[Result]) -> None:
    """Keep a model's results beside its file."""
    file = _results_file(model)
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps([dataclasses.asdict(one) for one in results], ensure_ascii=False), "utf-8")
    unfinished.replace(file)


def _results_file(model: Path) -> Path:
    return model.with_name(f"{model.name}.{model_file.sha256(model)[:12]}.results.json")


def _result(fields: dict[str, Any]) -> Result:
    # JSON has no tuples, and what is no tuple cannot be looked up by.
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields["question"].items()
    }
    asked_for = Question(**plain)
    candidates = tuple((str(label), float(chance)) for label, chance in fields["candidates"])
    return Result(**{**fields, "question": asked_for, "candidates": candidates})
