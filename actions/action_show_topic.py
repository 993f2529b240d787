"""Shows what one of the first screen's topics holds."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, base, city, closed, control_replies, danger, replies
from actions.library.entries import Entry
from actions.library.shelf import SHELF
from actions.topic_choices import listed, topics


def _earlier(tracker: Tracker) -> Entry | None:
    return control_replies.earlier(control_replies.before(tracker.events), SHELF.all())


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
        if control == "back" and (entry := _earlier(tracker)) is not None:
            library = SHELF.all()
            shown = action_answer.parts(entry, library, base.today())
            base.send(dispatcher, where, [*danger.care(where), control_replies.gone_back(entry), *shown])
            return [SlotSet("last_label", entry.label), SlotSet("fallback_count", 0.0)]
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
        labels = topic.labels if topic is not None else ()
        entries = [entry for label in labels if (entry := SHELF.entry(label)) is not None]
        if topic is None or not entries:
            shown = [
                replies.text("どの話題についてお聞きになりたいですか？", "topic_which"),
                replies.choices(topics(), "topics"),
            ]
            base.send(dispatcher, where, shown)
            return []
        words = f"「{topic.name}」について、下から選ぶか、聞きたいことをそのまま書いてください。"
        base.send(
            dispatcher,
            where,
            [
                replies.text(words, "topic_of", topic=topic.key, name=topic.easy or topic.name),
                replies.choices([*map(replies.choose, entries), replies.ASK_PERSON], "topics"),
            ],
        )
        return []
