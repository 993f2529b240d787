"""The samples of tests/wire that pass between the desk and the assistant or the widget, from the desk's side."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk.assistant import wire
from desk.assistant.client import AssistantClient
from desk.channels.web.leave_form import LeaveMessage, read
from desk.conversation import feed
from desk.conversation.errors import AssistantStarting
from desk.conversation.models import Author, Message, Situation, Turn
from tests.desk.api import Api

WIRE = Path(__file__).parents[1] / "wire"


def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((WIRE / f"{name}.json").read_text(encoding="utf-8"))
    return found


# What the migrant wrote where the sample has its name only.
TYPED = {"turn_request_contact": "090-1234-5678です"}


@pytest.mark.parametrize("name", ["turn_request_text", "turn_request_choice", "turn_request_contact"])
def test_a_turn_is_asked_for_as_the_sample_says(name: str) -> None:
    expected = sample(name)
    choice, desk = expected.get("choice", {}), expected["desk"]
    turn = Turn(
        expected["message_id"],
        expected["conversation_id"],
        expected["channel"],
        choice.get("label") or TYPED.get(name, expected["text"]),
        choice.get("payload"),
        datetime.fromisoformat(expected["sent_at"]),
        0,
        1,
    )
    situation = Situation(
        open=desk["open"],
        on_duty=desk["on_duty"],
        opens_at=datetime.fromisoformat(desk["opens_at"]) if desk["opens_at"] else None,
        opens_text=desk["opens_text"],
        expected_wait_minutes=desk["expected_wait_minutes"],
    )

    assert wire.request(turn, situation, desk["returned"]) == expected


@pytest.mark.parametrize("name", ["turn_response_answer", "turn_response_distress"])
def test_a_reply_is_read_whole(name: str) -> None:
    body = sample(name)

    found = wire.reply(body)

    assert found.bubbles == [reply["parts"] for reply in body["replies"]]
    assert found.understanding == body["understanding"]
    assert found.flags == body["flags"]


async def test_an_assistant_that_is_starting_says_so() -> None:
    answers = httpx.MockTransport(lambda _: httpx.Response(503, json=sample("turn_error")))
    turn = Turn("m_1", "c_1", "web", "家", None, datetime.fromisoformat("2026-11-24T10:15:30+09:00"), 0, 1)

    with pytest.raises(AssistantStarting):
        await AssistantClient("http://assistant", "token", answers).take_turn(
            turn, Situation(open=True, on_duty=1), None
        )


def test_understanding_is_asked_for_and_read() -> None:
    asked, told = sample("understand_request"), sample("understand_response")

    assert wire.understand_request(asked["message_id"], asked["text"]) == asked
    assert wire.understand_request(asked["message_id"], asked["text"], "life/hospital") == {
        **asked,
        "after": "life/hospital",
    }
    assert wire.understood(told, told["message_id"]) == told["understanding"]


def test_a_hand_over_is_accepted_and_confirmed_as_the_sample_says(tmp_path: Path) -> None:
    api, expected = Api(tmp_path), sample("handoff_response_queued")

    answer = api.post_handoff(json.dumps(sample("handoff_request")), "w_1")

    assert answer.status_code == 201
    assert set(answer.json()) <= set(expected)
    assert answer.json()["state"] == expected["state"]


def test_outside_hours_it_is_confirmed_as_a_message_left(tmp_path: Path) -> None:
    api, expected = Api(tmp_path, test_clock="2026-11-24T22:00:00+09:00"), sample("handoff_response_message_left")

    answer = api.post_handoff(json.dumps(sample("handoff_request")), "w_1")

    assert set(answer.json()) == set(expected)
    assert (answer.json()["state"], answer.json()["opens_at"]) == (expected["state"], expected["opens_at"])


@pytest.mark.parametrize("name", ["web_message_bot", "web_message_system", "web_message_user"])
def test_a_message_is_shown_as_the_sample_says_without_what_a_choice_does(name: str) -> None:
    expected = sample(name)
    parts = json.loads(json.dumps(expected["parts"]))
    for part in parts:
        for choice in part.get("choices", []):
            choice["payload"] = "/secret"
    message = Message(
        "c_1",
        expected["seq"],
        Author(expected["author"]),
        expected["author_name"],
        datetime.fromisoformat(expected["sent_at"]),
        parts,
        outside_id=expected.get("client_id"),
    )

    assert feed.as_dict(message) == expected


def test_the_form_is_read() -> None:
    left = read(LeaveMessage.model_validate(sample("web_form_leave_message")))

    assert left.contact == {"kind": "email", "value": "migrant@example.jp", "name": "たろう"}
