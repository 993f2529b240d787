"""What an action asks of the desk at a hand-over, and how it reads the answer."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from actions import handoff_request
from actions.handoff_request import confirmed
from tests.actions.test_actions import situation

WIRE = Path(__file__).resolve().parents[1] / "wire"


@pytest.mark.parametrize("name", ["handoff_response_queued", "handoff_response_message_left"])
def test_a_confirmation_is_read_whole(name: str) -> None:
    sample = json.loads((WIRE / f"{name}.json").read_text(encoding="utf-8"))

    read = dataclasses.asdict(confirmed(sample))

    assert {key: value for key, value in read.items() if value is not None} == sample


def test_a_hand_over_is_written_as_the_sample_says() -> None:
    sample = json.loads((WIRE / "handoff_request.json").read_text(encoding="utf-8"))
    asked, said = sample["transcript"]
    [known] = sample["understood"]
    understanding = known | {"outcome": "answer"}
    events = (
        {
            "event": "user",
            "text": asked["text"],
            "metadata": {"sent_at": asked["sent_at"]},
            "parse_data": {"understanding": understanding},
        },
        {"event": "bot", "text": said["text"], "data": {}},
    )
    slots = {
        "last_label": known["label"],
        "handoff_question": sample["question"],
        "handoff_contact_kind": sample["contact"]["kind"],
        "handoff_contact": sample["contact"]["value"],
    }
    where = situation("送る", conversation_id=sample["conversation_id"], sent_at=sample["requested_at"])

    body = handoff_request.body(where, events, slots, sample["consent"]["text"])

    same = ("conversation_id", "channel", "reason", "topic", "question", "consent", "understood", "requested_at")
    assert set(body) == set(sample)
    assert {name: body[name] for name in same} == {name: sample[name] for name in same}
    # A name and a time are asked for by the web form alone.
    assert body["contact"].items() <= sample["contact"].items()
    assert body["transcript"][0] == asked
