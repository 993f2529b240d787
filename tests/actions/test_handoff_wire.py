"""What the desk answers to a hand-over, as the action reads it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from actions.handoff_request import confirmed

WIRE = Path(__file__).resolve().parents[1] / "wire"


@pytest.mark.parametrize("name", ["handoff_response_queued", "handoff_response_message_left"])
def test_a_confirmation_is_read_whole(name: str) -> None:
    sample = json.loads((WIRE / f"{name}.json").read_text(encoding="utf-8"))

    read = dataclasses.asdict(confirmed(sample))

    assert {key: value for key, value in read.items() if value is not None} == sample
