"""The samples of tests/wire that pass between the desk and the assistant, from the assistant's side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.channels import desk, reply_wire, wire
from bot.channels.turn import Turn

WIRE = Path(__file__).resolve().parents[2] / "wire"


def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((WIRE / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", ["turn_request_text", "turn_request_choice", "turn_request_contact"])
def test_a_turn_is_read(name: str) -> None:
    body = sample(name)
    choice = body.get("choice", {})

    asked = wire.parse_request(body)

    assert (asked.conversation_id, asked.message_id) == (body["conversation_id"], body["message_id"])
    assert (asked.text, asked.payload) == (choice.get("label") or body["text"], choice.get("payload"))
    told = {name: body[name] for name in ("channel", "sent_at", "desk", "contacts") if name in body}
    assert asked.metadata == told


@pytest.mark.parametrize("name", ["turn_response_answer", "turn_response_distress"])
def test_a_turn_is_answered_as_the_sample_says(name: str) -> None:
    expected = sample(name)
    said = [reply_wire.bubble({"custom": reply, "text": None}) for reply in expected["replies"]]
    understanding = reply_wire.understanding_of({"understanding": expected["understanding"]})

    turn = Turn([one for one in said if one is not None], understanding, replayed=False)

    assert turn.as_dict(expected["message_id"]) == expected


def test_an_error_says_what_and_why() -> None:
    expected = sample("turn_error")

    answer = desk._error(503, expected["error"], expected["message"])

    assert answer.status == 503
    assert json.loads(answer.body) == expected


@pytest.mark.parametrize(
    ("intent", "entities", "outcome", "label"),
    [
        ("choose", [{"entity": "label", "value": "housing/rent_cost"}], "answer", "housing/rent_cost"),
        ("choose_topic", [{"entity": "topic", "value": "jobs"}], "clarify", None),
        ("clarify", [{"entity": "kind", "value": "which"}], "clarify", None),
        ("request_human", [], "clarify", None),
    ],
)
def test_typed_words_taken_as_a_tap_are_words_of_the_talk(
    intent: str, entities: list[dict], outcome: str, label: str | None
) -> None:
    found = reply_wire.understanding_of_typed({"intent": {"name": intent, "confidence": 1.0}, "entities": entities})

    assert (found["outcome"], found["label"], found["control"]) == (outcome, label, "choice")
