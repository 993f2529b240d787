"""Decides how a wish for a person goes on: hand over at once, or take a message because nobody is there."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import base, replies
from actions.handoff_steps import SLOTS
from actions.situation import Situation


def closed_words(where: Situation) -> str:
    """Say honestly that nobody is there now, and when somebody will be."""
    opens = where.desk.get("opens_text")
    when = f"次の受付は {opens} からです。" if opens else ""
    return f"相談員の受付時間外です。{when}ご質問をお預かりして、相談員からお返事します。"


class ActionRequestHuman(base.ProjectAction):
    """Sets `handoff_path`; the rules go on from there."""

    def name(self) -> str:
        """See base class."""
        return "action_request_human"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> base.Events:
        """Choose the path; a new request begins with an empty form."""
        where = base.situation_of(tracker)
        empty = [SlotSet(slot, None) for slot in SLOTS]
        if where.person_available:
            return [*empty, SlotSet("handoff_path", "now")]
        base.send(dispatcher, where, [replies.text(closed_words(where))])
        return [*empty, SlotSet("handoff_path", "message")]
