"""What every action of this project shares: read the situation, decide purely, send; no decision lives here."""

from __future__ import annotations

import datetime
import functools
import inspect
import os
import zoneinfo
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import in_language, replies, situation
from actions.library.shelf import SHELF
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


class ProjectAction(Action, ABC):
    """Base of this project's actions; a subclass names itself and implements `run`.

    Its name is abstract, so that rasa-sdk, which registers every class it finds, leaves it out.
    """

    def __init_subclass__(cls, **more: Any) -> None:
        """Let every action remember the language of the talk, so that none can forget to."""
        super().__init_subclass__(**more)
        if "run" in cls.__dict__:
            cls.run = _remembering(cls.__dict__["run"])

    @abstractmethod
    def name(self) -> str:
        """Return the action's name in domain.yml."""


def language_events(where: Situation, slots: Mapping[str, Any]) -> Events:
    """Return what remembers the language of the talk: that of the last words, unless one was chosen by hand."""
    if slots.get("language_by_hand") or not where.understanding.get("language"):
        return []
    return [SlotSet("language", where.language)] if where.language != (slots.get("language") or "ja") else []


def _remembering(run: Callable[..., Any]) -> Callable[..., Any]:
    def with_language(tracker: Tracker, events: Events) -> Events:
        return [*language_events(situation_of(tracker), tracker.slots), *events]

    if inspect.iscoroutinefunction(run):

        @functools.wraps(run)
        async def later(
            self: Action, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
        ) -> Events:
            return with_language(tracker, await run(self, dispatcher, tracker, domain))

        return later

    @functools.wraps(run)
    def now(self: Action, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return with_language(tracker, run(self, dispatcher, tracker, domain))

    return now
