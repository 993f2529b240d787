"""What stood before a message, by which words that steer the talk are answered; pure."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from actions.replies import Part
from actions.transcript import Event


@dataclasses.dataclass(frozen=True)
class Before:
    """What stood before the message.

    Attributes:
        offered: Payload and label of the choices of the assistant's last bubbles.
        labels: Of the answers given so far, the latest last; no two in a row are the same.
        is_topic: Whether they are the answers of a topic, among which nothing was chosen yet.
        is_told_wrong: Whether the message before said that the answer is wrong: then it was asked what is.
    """

    offered: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    is_topic: bool = False
    is_told_wrong: bool = False


def before(events: Sequence[Event]) -> Before:
    """Read it from a tracker's events, the message's own among them."""
    offered: list[tuple[str, str]] = []
    labels: list[str] = []
    is_fresh = is_topic = False
    controls: list[Any] = []
    for event in events:
        if event.get("event") == "user":
            is_fresh = True
            controls.append(((event.get("parse_data") or {}).get("understanding") or {}).get("control"))
        elif event.get("event") == "bot":
            if is_fresh:
                offered, is_fresh, is_topic = [], False, False
            is_topic |= any(_is_of_topic(part) for part in _parts(event))
            offered += [(str(c["payload"]), str(c["label"])) for part in _parts(event) for c in part.get("choices", [])]
        elif event.get("event") == "slot" and event.get("name") == "last_label" and event.get("value"):
            labels.append(str(event["value"]))
    in_turn = [label for number, label in enumerate(labels) if number == 0 or labels[number - 1] != label]
    return Before(tuple(offered), tuple(in_turn), is_topic, controls[-2:-1] == ["wrong"])


def _is_of_topic(part: Part) -> bool:
    """Whether these are the choices of one topic; the topics themselves are chosen by another command."""
    chosen = [str(choice["payload"]) for choice in part.get("choices", [])]
    return part.get("purpose") == "topics" and any(payload.startswith("/choose{") for payload in chosen)


def command(payload: str) -> tuple[str, dict[str, str]] | None:
    """Read a payload as (intent, what is given)."""
    name, brace, rest = payload.removeprefix("/").partition("{")
    if not payload.startswith("/"):
        return None
    given: dict[str, Any] = json.loads(brace + rest) if brace else {}
    return name, {key: str(value) for key, value in given.items()}


def _parts(event: Event) -> list[Part]:
    custom = (event.get("data") or {}).get("custom") or {}
    return list(custom.get("parts") or [])
