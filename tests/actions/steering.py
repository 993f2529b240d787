"""What the tests of words that steer the talk share: a talk so far, words said in it, what came back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import (
    action_answer,
    action_cancel_handoff,
    action_clarify,
    action_fallback,
    action_show_topic,
    my_appointments,
)
from actions.library.shelf import SHELF
from tests.actions.test_actions import TODAY

RENT, SNOW = "housing/rent_cost", "life/snow_removal"
STANDS = my_appointments.Standing(
    "YO-1124-01", "11月25日(水) 10:00〜11:00", "11月25日(水) 10:00", "phone", "https://a.test", "https://b.test"
)
ACTIONS = {
    "thanks": action_answer.ActionAnswer,
    "yes": action_answer.ActionAnswer,
    "laugh": action_answer.ActionAnswer,
    "no": action_fallback.ActionFallback,
    "wrong": action_fallback.ActionFallback,
    "emoji": action_fallback.ActionFallback,
    "noise": action_fallback.ActionFallback,
    "help": action_show_topic.ActionShowTopic,
    "restart": action_show_topic.ActionShowTopic,
    "back": action_show_topic.ActionShowTopic,
    "told": action_show_topic.ActionShowTopic,
    "sources": action_show_topic.ActionShowTopic,
    "heard": action_answer.ActionAnswer,
    "unclear": action_show_topic.ActionShowTopic,
    "stop": action_cancel_handoff.ActionCancelHandoff,
    "clarify": action_clarify.ActionClarify,
    "fallback": action_fallback.ActionFallback,
}


def answered(label: str) -> list[dict]:
    """The events of a question and its answer."""
    parts = action_answer.parts(SHELF.all()[label], SHELF.all(), TODAY)
    return [*said_by_us(parts), {"event": "slot", "name": "last_label", "value": label}]


def said_by_us(parts: list[dict]) -> list[dict]:
    return [{"event": "user", "text": "x"}, {"event": "bot", "data": {"custom": {"parts": parts}}}]


def say(
    control: str | None,
    events: list[dict] | None = None,
    text: str = "…",
    language: str = "ja",
    label: str = "x/y",
    care: bool = False,
    topic: str | None = None,
    outcome: str = "answer",
    offer: Sequence[str] = (),
):
    """Send words that steer, after something was said; returns the parts and the slots that are set."""
    latest = {
        "text": text,
        "message_id": "m_2",
        "metadata": {"channel": "web", "desk": {"open": True}},
        "understanding": {
            "control": None if topic else control,
            "topic": topic,
            "label": label,
            "reply_language": language,
            "outcome": outcome,
            "offer": list(offer),
            "care": care,
        },
    }
    slots = {event["name"]: event["value"] for event in events or [] if event["event"] == "slot"}
    tracker = Tracker(
        "c_1", slots, latest, [*(events or []), {"event": "user", "text": text}], False, None, {}, "action_listen"
    )
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    # What steers nothing is answered, asked back or not understood.
    changed = asyncio.run(ACTIONS.get(control or outcome, action_answer.ActionAnswer)().run(dispatcher, tracker, {}))
    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    return parts, {event["name"]: event["value"] for event in changed if event["event"] == "slot"}


def words(parts: list[dict]) -> str:
    return "\n".join(str(part.get("text", "")) for part in parts)


def labels(parts: list[dict]) -> list[str]:
    return [choice["label"] for part in parts for choice in part.get("choices", [])]
