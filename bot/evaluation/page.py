"""The report as one HTML page: figures, reliability diagram, confused pairs; no library, no other host."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.evaluation import metrics
from bot.evaluation.results import Result

_SIZE = 320
_FIGURES = (
    "questions",
    "accuracy",
    "topic_accuracy",
    "macro_f1",
    "answered",
    "answered_wrong",
    "clarify",
    "clarify_offers_right",
    "fallback",
    "expected_calibration_error",
)


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


def render(report: dict[str, Any], results: Sequence[Result]) -> str:
    """Return the page; in the diagram honest confidences lie on the line."""
    return _ENVIRONMENT.get_template("report.html").render(
        figures={name: report[name] for name in _FIGURES},
        styles=report["by_style"],
        pairs=metrics.confusions(results),
        size=_SIZE,
        dots=[
            (confidence, right, count, 3 + 12 * count / len(results))
            for confidence, right, count in metrics.bins(results)
        ],
    )
