"""What every action of this project shares: read the situation, decide purely, send; no decision lives here."""

from __future__ import annotations

import datetime
import os
import zoneinfo
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import replies, situation
from actions.replies import Part
from actions.situation import Situation

JAPAN = zoneinfo.ZoneInfo("Asia/Tokyo")
Events = list[dict[str, Any]]


def today() -> datetime.date:
    """Return the day in Japan; `HITOHATA_TEST_CLOCK` sets it where `HITOHATA_ENVIRONMENT` is test."""
    if os.environ.get("HITOHATA_ENVIRONMENT") == "test" and (clock := os.environ.get("HITOHATA_TEST_CLOCK")):
        return datetime.datetime.fromisoformat(clock).astimezone(JAPAN).date()
    return datetime.datetime.now(JAPAN).date()


def situation_of(tracker: Tracker) -> Situation:
    """Read the situation from a tracker."""
    found = tracker.latest_message
    if not found.get("message_id"):
        users = [event for event in tracker.events if event.get("event") == "user"]
        found = found | {"message_id": users[-1].get("message_id") if users else None}
    return situation.read(tracker.sender_id, found, tracker.get_latest_input_channel())


def send(dispatcher: CollectingDispatcher, where: Situation, parts: list[Part]) -> None:
    """Send one bubble: parts through the desk, plain words and buttons elsewhere."""
    if not parts:
        return
    if where.through_desk:
        dispatcher.utter_message(json_message={"parts": parts})
        return
    words, buttons = replies.plain(parts)
    dispatcher.utter_message(text=words, buttons=buttons)


class ProjectAction(Action, ABC):
    """Base of this project's actions; a subclass names itself and implements `run`.

    Its name is abstract, so that rasa-sdk, which registers every class it finds, leaves it out.
    """

    @abstractmethod
    def name(self) -> str:
        """Return the action's name in domain.yml."""
