"""`make evaluate FILE=questions.jsonl OUT=report.json`: measures the newest model on questions it never saw."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from bot.evaluation import lines, metrics, page
from bot.evaluation.lines import BrokenLine
from bot.evaluation.results import in_terms_of
from bot.runtime import blas, settings
from bot.runtime.settings import PROJECT
from bot.runtime.train import wanted_model

SHOWN = (
    "questions",
    "accuracy",
    "topic_accuracy",
    "macro_f1",
    "answered",
    "answered_wrong",
    "clarify",
    "fallback",
    "out_of_scope",
    "safety",
    "expected_calibration_error",
    "latency",
)


def main(arguments: list[str] | None = None) -> int:
    """Evaluate, print the figures, write the report and a page under reports/; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", required=True, type=Path)
    parser.add_argument("--out", type=Path, default=PROJECT / "reports" / "evaluation.json")
    parser.add_argument("--model", type=Path)
    given = parser.parse_args(arguments)
    try:
        questions = lines.read(given.file)
    except (BrokenLine, OSError, UnicodeDecodeError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    model = given.model or wanted_model(settings.read().models)
    if not model.exists():
        print(f"evaluate: {model.name} is not there yet: run make train first.", file=sys.stderr)
        return 2
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    blas.choose_kernels()
    from bot.evaluation import model_runner
    from bot.runtime import logs

    logs.configure()
    results = in_terms_of(questions, model_runner.run(model, questions))
    report = metrics.report(results)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    picture = PROJECT / "reports" / "evaluation.html"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(page.render(report, results), encoding="utf-8")
    for name in SHOWN:
        print(f"{name:<28} {report[name]}")
    print(f"{'written':<28} {given.out}, {picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
