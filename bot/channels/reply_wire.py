"""What the assistant says to the desk, rendered; pure, no Rasa, no network."""

from __future__ import annotations

from typing import Any

from bot.channels.wire import LABEL


def bubble(message: dict[str, Any]) -> dict[str, Any] | None:
    """Return `{parts: […]}` for one bot message of Rasa, or None where it says nothing.

    Actions of this project send parts; whatever else a Rasa response may hold (text, buttons, an
    image) is turned into parts, so that a plain `utter_…` response works as well.
    """
    custom = message.get("custom")
    if isinstance(custom, dict) and isinstance(custom.get("parts"), list):
        return {"parts": custom["parts"]}
    parts: list[dict[str, Any]] = []
    if message.get("text"):
        parts.append({"type": "text", "text": message["text"]})
    if message.get("image"):
        parts.append({"type": "text", "text": message["image"]})
    buttons = list(message.get("buttons") or []) + list(message.get("quick_replies") or [])
    if buttons:
        choices = [
            {"id": f"ch_{number}", "label": button["title"], "payload": button["payload"]}
            for number, button in enumerate(buttons, start=1)
        ]
        parts.append({"type": "choices", "purpose": "reply", "choices": choices})
    return {"parts": parts} if parts else None


def flags(replies: list[dict[str, Any]], understanding: dict[str, Any]) -> list[str]:
    """Return what the desk must know besides the words, for instance `distress`; sorted, distinct."""
    found = {str(flag) for flag in understanding.get("flags") or []}
    for reply in replies:
        for part in reply["parts"]:
            found.update(str(flag) for flag in part.get("flags") or [])
    return sorted(found)


def understanding_of(parse_data: dict[str, Any]) -> dict[str, Any]:
    """Return what the assistant understood of a message, as `{outcome, label, confidence, …}`.

    Taken from our own component's output where it ran; a choice (a Rasa command) has the label that
    it names and full confidence.
    """
    own = parse_data.get("understanding")
    if isinstance(own, dict):
        return own
    intent = parse_data.get("intent") or {}
    label = intent.get("full_retrieval_intent_name") or _chosen(parse_data) or intent.get("name")
    confidence = float(intent.get("confidence") or 0.0)
    return {
        "outcome": "answer",
        "label": label,
        "confidence": confidence,
        "candidates": [{"label": label, "confidence": confidence}] if label else [],
    }


def understanding_of_typed(parse_data: dict[str, Any]) -> dict[str, Any]:
    """Return what was understood of typed words that were taken as a tap: words of the talk (`control`), no question of its own."""
    tapped = understanding_of(parse_data)
    if LABEL.fullmatch(str(tapped["label"] or "")):
        return tapped | {"control": "choice"}
    return {"outcome": "clarify", "label": None, "confidence": 1.0, "candidates": [], "control": "choice"}


def _chosen(parse_data: dict[str, Any]) -> str | None:
    for entity in parse_data.get("entities") or []:
        if entity.get("entity") in {"label", "chosen_label"}:
            return str(entity.get("value"))
    return None
