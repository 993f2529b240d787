"""What every action of this project shares: read the situation, decide purely, send; no decision lives here."""

from __future__ import annotations

import dataclasses
import datetime
import os
import re
import zoneinfo
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import in_language, replies, situation
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.said import Said
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
    return situation.read(tracker.sender_id, found, tracker.get_latest_input_channel(), tracker.slots)


def send(dispatcher: CollectingDispatcher, where: Situation, parts: list[Part]) -> None:
    """Send one bubble in the reader's language: parts through the desk, plain words and buttons elsewhere."""
    if not parts:
        return
    parts = in_language.render(parts, where.language, where.written, SHELF.all(), today())
    if where.through_desk:
        dispatcher.utter_message(json_message={"parts": parts})
        return
    words, buttons = replies.plain(parts)
    dispatcher.utter_message(text=words, buttons=buttons)


def language_events(where: Situation, slots: Mapping[str, Any]) -> Events:
    """Return what remembers the language of the talk: that of the last words, unless one was chosen by hand."""
    if slots.get("language_by_hand") or not where.understanding.get("language"):
        return []
    return [SlotSet("language", where.language)] if where.language != (slots.get("language") or "ja") else []


class ProjectAction(Action, ABC):
    """Base of this project's actions, each named in domain.yml as its file is; a subclass implements `reply`.

    `reply` is abstract, so that rasa-sdk, which registers every class it finds, leaves this one out.
    """

    def name(self) -> str:
        """Return the class's name in small letters: `action_answer` of `ActionAnswer`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    @abstractmethod
    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Return what is said and remembered."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Send the reply and remember its slots; every action remembers the language of the talk."""
        where = situation_of(tracker)
        said = await self.reply(where, tracker)
        language, written = said.language or (where.language, where.written)
        reader = dataclasses.replace(where, language=language, written=written)
        for parts in (said.parts, *said.more):
            send(dispatcher, reader, parts)
        slots = [SlotSet(name, value) for name, value in said.slots.items()]
        return [*language_events(where, tracker.slots), *slots]
