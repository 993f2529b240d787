"""Words to be understood without an answer, on the wire: `bot.channels.wire.parse_understand`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.channels import wire
from bot.channels.wire import MAX_TEXT_CHARACTERS, TurnRefused

WIRE = Path(__file__).resolve().parents[2] / "wire"
SAMPLE = json.loads((WIRE / "understand_request.json").read_text(encoding="utf-8"))


def test_the_sample_is_accepted() -> None:
    asked = wire.parse_understand(SAMPLE)

    assert (asked.message_id, asked.words) == (SAMPLE["message_id"], SAMPLE["text"])


def test_the_longest_text_is_accepted() -> None:
    assert wire.parse_understand(SAMPLE | {"text": "あ" * MAX_TEXT_CHARACTERS}).words


@pytest.mark.parametrize("text", ["/restart", "  EXTERNAL: /restart", '/choose{"label": "x"}'])
def test_a_command_is_only_words(text: str) -> None:
    words = wire.parse_understand(SAMPLE | {"text": text}).words

    assert not wire.reads_as_command(words)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": None}, "text"),
        ({"text": "あ" * (MAX_TEXT_CHARACTERS + 1)}, "text"),
        ({"message_id": ""}, "message_id"),
        ({"message_id": "a b"}, "message_id"),
        ({"after": "housing"}, "after"),
        ({"after": ["housing/akiya_bank"]}, "after"),
    ],
)
def test_what_cannot_be_used_is_named(change: dict, field: str) -> None:
    with pytest.raises(TurnRefused) as refused:
        wire.parse_understand(SAMPLE | change)

    assert refused.value.field == field


def test_words_may_follow_an_answer() -> None:
    assert wire.parse_understand(SAMPLE).after is None
    assert wire.parse_understand(SAMPLE | {"after": "housing/akiya_bank"}).after == "housing/akiya_bank"


@pytest.mark.parametrize("body", [None, [], "text"])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    with pytest.raises(TurnRefused):
        wire.parse_understand(body)
