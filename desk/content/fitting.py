"""Which answers of the library fit what was said, by what the assistant understood of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Small talk and wishes for a person ask nothing that the library answers.
_NO_ANSWER = ("handoff/", "chitchat/", "out_of_scope/oos_assistant")


def fitting(understood: Mapping[str, Any], least: float) -> dict[str, float]:
    """Return {label: confidence} of the answers that were thought of, likeliest first; none where the words ask nothing.

    Args:
        understood: `label` and `confidence` of what was understood, `candidates` with the same of what else came near.
        least: Less likely than this an answer does not fit.
    """
    best = str(understood.get("label") or "")
    if best.startswith(_NO_ANSWER):
        return {}
    thought = [{"label": best, "confidence": understood.get("confidence")}, *(understood.get("candidates") or [])]
    found: dict[str, float] = {}
    for one in thought:
        label, confidence = str(one["label"]), float(one.get("confidence") or 0)
        if "/" in label and not label.startswith(_NO_ANSWER) and confidence >= least:
            found.setdefault(label, confidence)
    return found
