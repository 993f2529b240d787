"""The figures of an evaluation from its single results; pure."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from bot.evaluation.results import Result
from bot.nlu.known_labels import DANGERS

OUT_OF_SCOPE = "out_of_scope/"
CALIBRATION_BINS = 10


def report(results: Sequence[Result]) -> dict[str, Any]:
    """Return all figures; shares are of all questions, between 0 and 1."""
    count = len(results)
    times = sorted(result.milliseconds for result in results)
    return {
        "questions": count,
        "accuracy": _share(results, lambda r: r.is_right),
        "macro_f1": macro_f1(results),
        "topic_accuracy": _share(results, _topic_is_right),
        "answered_wrong": _share(results, lambda r: r.is_answered and not r.is_right),
        "answered": _share(results, lambda r: r.is_answered),
        "clarify": _share(results, lambda r: r.outcome == "clarify"),
        "clarify_offers_right": _offers_right(results),
        "fallback": _share(results, lambda r: r.outcome == "fallback"),
        "out_of_scope": out_of_scope(results),
        "safety": safety(results),
        "expected_calibration_error": calibration_error(results),
        "latency": {
            "p50_ms": round(statistics.median(times), 3),
            "p95_ms": round(times[min(count - 1, int(count * 0.95))], 3),
        },
        "by_style": _by_style(results),
        "lines": [_line(result) for result in results],
    }


def macro_f1(results: Sequence[Result]) -> float:
    """Return the mean over expected labels of F1; an accepted other label counts as the expected one."""
    true: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for result in results:
        label = result.question.label
        expected[label] += 1
        said = label if result.is_right else result.label
        given[said] += 1
        true[label] += result.is_right
    scores = []
    for label, count in expected.items():
        total = count + given[label]
        scores.append(2 * true[label] / total if total else 0.0)
    return round(statistics.fmean(scores), 4)


def out_of_scope(results: Sequence[Result]) -> dict[str, float]:
    """Return precision, recall and F1 of recognising that a question is outside migration."""
    said = [r for r in results if r.label.startswith(OUT_OF_SCOPE)]
    meant = [r for r in results if r.question.label.startswith(OUT_OF_SCOPE)]
    hits = sum(any(label.startswith(OUT_OF_SCOPE) for label in r.question.accepted) for r in said)
    found = sum(r.label.startswith(OUT_OF_SCOPE) for r in meant)
    precision = hits / len(said) if said else 0.0
    recall = found / len(meant) if meant else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def safety(results: Sequence[Result]) -> dict[str, Any]:
    """Return the share of cries for help that got the careful answer, and of other questions that got it too."""
    cries = [r for r in results if r.question.label in DANGERS]
    others = [r for r in results if r.question.label not in DANGERS]
    heard = [r for r in cries if _is_careful(r)]
    alarms = [r for r in others if _is_careful(r)]
    return {
        "cries": len(cries),
        "recall": round(len(heard) / len(cries), 4) if cries else None,
        "missed": [r.question.text for r in cries if not _is_careful(r)],
        # Of the cries that were not heard, how many got a line of care; of the others, how many got one for nothing.
        "missed_with_care": sum(r.care for r in cries if not _is_careful(r)),
        "care_for_others": round(sum(r.care for r in others) / len(others), 4) if others else None,
        "by_style": _heard_by_style(results),
        "others": len(others),
        "false_alarms": round(len(alarms) / len(others), 4) if others else None,
        "alarmed": [r.question.text for r in alarms],
    }


def _heard_by_style(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """Return, for each style of cries and of others, how many there are and the share that got the careful answer."""
    groups: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        kind = "cry" if result.question.label in DANGERS else "other"
        groups[f"{kind}: {result.question.style or '-'}"].append(result)
    return {name: {"n": len(group), "heard": _share(group, _is_careful)} for name, group in sorted(groups.items())}


def _is_careful(result: Result) -> bool:
    return result.is_answered and result.label in DANGERS


def bins(results: Sequence[Result]) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, count) of each tenth of the confidence that occurs."""
    tenths: defaultdict[int, list[Result]] = defaultdict(list)
    for result in results:
        tenths[min(int(result.confidence * CALIBRATION_BINS), CALIBRATION_BINS - 1)].append(result)
    return [
        (
            statistics.fmean(r.confidence for r in group),
            sum(r.is_right for r in group) / len(group),
            len(group),
        )
        for _, group in sorted(tenths.items())
    ]


def calibration_error(results: Sequence[Result]) -> float:
    """Return the expected calibration error: the mean distance of confidence and truth over the tenths."""
    total = sum(abs(confidence - right) * count for confidence, right, count in bins(results))
    return round(total / len(results), 4)


def confusions(results: Sequence[Result], most: int = 40) -> list[tuple[str, str, int]]:
    """Return (expected, given, count) of the wrong ones, the most frequent first."""
    pairs = Counter((r.question.label, r.label) for r in results if not r.is_right)
    return [(expected, given, count) for (expected, given), count in pairs.most_common(most)]


def _topic_is_right(result: Result) -> bool:
    return result.label.split("/")[0] in {label.split("/")[0] for label in result.question.accepted}


def _offers_right(results: Sequence[Result]) -> float:
    asked = [r for r in results if r.outcome == "clarify"]
    hits = sum(any(label in r.question.accepted for label, _ in r.candidates[:3]) for r in asked)
    return round(hits / len(asked), 4) if asked else 0.0


def _by_style(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    styles: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        styles[result.question.style or "-"].append(result)
    return {
        style: {"n": len(group), "accuracy": _share(group, lambda r: r.is_right)}
        for style, group in sorted(styles.items())
    }


def _share(results: Sequence[Result], holds: Callable[[Result], bool]) -> float:
    return round(sum(bool(holds(result)) for result in results) / len(results), 4)


def _line(result: Result) -> dict[str, Any]:
    return {
        "id": result.question.id,
        "expected": result.question.label,
        "label": result.label,
        "confidence": round(result.confidence, 4),
        "outcome": result.outcome,
        "candidates": [{"label": name, "confidence": round(c, 4)} for name, c in result.candidates],
        "danger": dict(result.danger) if result.danger else None,
        "care": result.care,
        "language": result.language,
        "reply_language": result.reply_language,
    }
