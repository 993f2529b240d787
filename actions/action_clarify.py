"""Asks back between two or three close candidates, each by the name of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, base, closed, control_replies, danger, follow_up, replies
from actions.follow_up import FollowUp
from actions.languages import JAPANESE
from actions.library.shelf import SHELF
from actions.replies import Choice
from actions.situation import Situation


def follow_up_to_shown(where: Situation, tracker: Tracker, others: Sequence[Choice] = ()) -> FollowUp | None:
    """Return the passage of the answer shown last whose noun a message asks for that was not understood by itself."""
    last = SHELF.entry(str(tracker.get_slot("last_label") or ""))
    if last is None or where.language != JAPANESE or not where.understanding or where.understanding.get("control"):
        return None
    return follow_up.of_unsure(last, SHELF.all(), where.text, base.today(), others)


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
        if (gone_on := follow_up_to_shown(where, tracker, offered)) is not None:
            base.send(dispatcher, where, [*danger.care(where), *gone_on.parts])
            return [SlotSet("last_label", gone_on.label), SlotSet("fallback_count", 0.0)]
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
