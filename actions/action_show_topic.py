"""Shows what one of the first screen's topics holds."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, base, city, closed, control_replies, danger, replies, way_back
from actions.city import Topic
from actions.library.entries import Entry
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.topic_choices import listed, topics


class ActionShowTopic(base.ProjectAction):
    """Offers the entries of a topic; an unknown topic offers all topics. ヘルプ, 戻る and 最初から come here too."""

    def name(self) -> str:
        """See base class."""
        return "action_show_topic"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Show the choices."""
        where = base.situation_of(tracker)
        if resting := closed.everything():
            base.send(dispatcher, where, resting)
            return []
        control = where.understanding.get("control")
        if control in {"help", "told"}:
            shown = control_replies.help_shown() if control == "help" else control_replies.told()
            base.send(dispatcher, where, [*danger.care(where), *shown])
            return []
        library = SHELF.all()
        back = way_back.before(tracker.events, library) if control == "back" else None
        if isinstance(back, Entry):
            shown = action_answer.parts(back, library, base.today())
            base.send(dispatcher, where, [*danger.care(where), control_replies.gone_back(back), *shown])
            return [SlotSet("last_label", back.label), SlotSet("fallback_count", 0.0)]
        if back is not None and (shown := _of_topic(back)):
            base.send(dispatcher, where, [*danger.care(where), *shown])
            return [SlotSet("last_label", None), SlotSet("fallback_count", 0.0)]
        if control in {"restart", "back"}:
            base.send(dispatcher, where, [*danger.care(where), *control_replies.restarted()])
            return [SlotSet("last_label", None), SlotSet("fallback_count", 0.0)]
        several = listed(where.chosen.get("topic", "").split(","))
        if len(several) > 1:
            words = f"{'、'.join(choice.label for choice in several)}についてですね。どれから見ますか？"
            asked = [
                replies.text(words, "topic_which"),
                replies.choices([*several, replies.ASK_PERSON], "topics"),
            ]
            base.send(dispatcher, where, asked)
            return []
        topic = city.topic(where.chosen.get("topic") or str(where.understanding.get("topic") or ""))
        shown = _of_topic(topic) if topic is not None else []
        if not shown:
            shown = [
                replies.text("どの話題についてお聞きになりたいですか？", "topic_which"),
                replies.choices(topics(), "topics"),
            ]
        base.send(dispatcher, where, shown)
        return []


def _of_topic(topic: Topic) -> list[Part]:
    """Return the answers of a topic as choices, nothing where none can be shown."""
    entries = [entry for label in topic.labels if (entry := SHELF.entry(label)) is not None]
    if not entries:
        return []
    words = f"「{topic.name}」について、下から選ぶか、聞きたいことをそのまま書いてください。"
    return [
        replies.text(words, "topic_of", topic=topic.key, name=topic.easy or topic.name),
        replies.choices([*map(replies.choose, entries), replies.ASK_PERSON], "topics"),
    ]
