"""The report as one HTML page: figures, reliability diagram, confused pairs; no library, no other host."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from bot.evaluation import metrics
from bot.evaluation.metrics import Result

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


def render(report: dict[str, Any], results: Sequence[Result]) -> str:
    """Return the page."""
    figures = "".join(f"<tr><th>{name}<td>{report[name]}" for name in _FIGURES)
    styles = "".join(
        f"<tr><th>{html.escape(style)}<td>{row['n']}<td>{row['accuracy']}" for style, row in report["by_style"].items()
    )
    pairs = "".join(
        f"<tr><td>{html.escape(expected)}<td>{html.escape(given)}<td>{count}"
        for expected, given, count in metrics.confusions(results)
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Understanding</title>"
        "<style>body{font:16px/1.6 sans-serif;margin:32px}table{border-collapse:collapse;margin:0 0 32px}"
        "td,th{border:1px solid #949494;padding:2px 10px;text-align:left}</style><h1>Understanding</h1>"
        f"<table>{figures}</table><h2>Reliability</h2>{_diagram(results)}"
        f"<h2>By style</h2><table><tr><th>style<th>n<th>accuracy{styles}</table>"
        f"<h2>Confused pairs</h2><table><tr><th>expected<th>given<th>count{pairs}</table>"
    )


def _diagram(results: Sequence[Result]) -> str:
    """Return a picture of confidence (across) against truth (up); honest ones lie on the line."""
    dots = "".join(
        f'<circle cx="{confidence * _SIZE:.0f}" cy="{(1 - right) * _SIZE:.0f}" r="{3 + 12 * count / len(results):.1f}" fill="#0017c1">'
        f"<title>{confidence:.2f} confident, {right:.2f} right, {count} questions</title></circle>"
        for confidence, right, count in metrics.bins(results)
    )
    return (
        f'<svg width="{_SIZE}" height="{_SIZE}" role="img" aria-label="reliability diagram" style="border:1px solid #949494;overflow:visible">'
        f'<line x1="0" y1="{_SIZE}" x2="{_SIZE}" y2="0" stroke="#949494"/>{dots}</svg>'
    )
