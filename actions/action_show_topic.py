"""Shows what one of the first screen's topics holds."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import base, closed, replies
from actions.action_fallback import topics
from actions.city import city
from actions.library.shelf import SHELF


class ActionShowTopic(base.ProjectAction):
    """Offers the entries of a topic; an unknown topic offers all topics."""

    def name(self) -> str:
        """See base class."""
        return "action_show_topic"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Show the choices."""
        where = base.situation_of(tracker)
        if resting := closed.everything():
            base.send(dispatcher, where, resting)
            return []
        topic = city().topic(where.chosen.get("topic") or str(where.understanding.get("topic") or ""))
        if topic is None or not topic.labels:
            shown = [
                replies.text("どの話題についてお聞きになりたいですか？", "topic_which"),
                replies.choices(topics(), "topics"),
            ]
            base.send(dispatcher, where, shown)
            return []
        entries = [SHELF.entry(label) for label in topic.labels]
        offered = [replies.choose(entry) for entry in entries if entry is not None]
        words = f"「{topic.name}」について、下から選ぶか、聞きたいことをそのまま書いてください。"
        base.send(
            dispatcher,
            where,
            [
                replies.text(words, "topic_of", topic=topic.key),
                replies.choices([*offered, replies.ASK_PERSON], "topics"),
            ],
        )
        return []
