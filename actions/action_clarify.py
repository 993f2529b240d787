"""Asks back between two or three close candidates, each by the name of its answer."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, base, closed, control_replies, danger, replies
from actions.library.shelf import SHELF


class ActionClarify(base.ProjectAction):
    """Offers the candidates of the understanding gate; the second asking back in a row offers a person as well."""

    def name(self) -> str:
        """See base class."""
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Ask which one is meant."""
        where = base.situation_of(tracker)
        if where.chosen.get("kind") == "which":
            # 「それで」 after several choices: the same ones again.
            base.send(dispatcher, where, control_replies.which(control_replies.before(tracker.events)))
            return []
        count = float(tracker.get_slot("fallback_count") or 0)
        labels = where.understanding.get("offer") or []
        entries = [SHELF.entry(label) for label in labels]
        offered = [replies.choose(entry) for entry in entries if entry is not None]
        if not offered:
            base.send(dispatcher, where, [*danger.care(where), *closed.answer(labels[0] if labels else "")])
            return []
        if len(offered) == 1:
            # One guess alone is no choice: it is answered, and may be wrong.
            (entry,) = (entry for entry in entries if entry is not None)
            words = f"「{entry.title}」のことですね。ちがうときは、別の言い方で教えてください。"
            library = SHELF.all()
            shown = action_answer.parts(entry, library, base.today())
            base.send(dispatcher, where, [*danger.care(where), replies.text(words, "clarify_one"), *shown])
            return [SlotSet("last_label", entry.label), SlotSet("fallback_count", 0.0)]
        words, key = "次のどれについてのご質問でしょうか？", "clarify_several"
        offered.append(replies.NONE_OF_THESE)
        if count >= 1:
            offered.append(replies.ASK_PERSON)
        asked = [replies.text(words, key), replies.choices(offered, "clarify")]
        base.send(dispatcher, where, [*danger.care(where), *asked])
        # Asking back counts half: two of them weigh as much as not having understood once.
        return [SlotSet("fallback_count", count + 0.5)]
