"""Answers from the approved entry of the label understood or chosen."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import base, closed, danger, passage, replies, steering
from actions.languages import JAPANESE
from actions.library.entries import Entry
from actions.library.shelf import SHELF
from actions.replies import Choice, Part
from actions.situation import Situation

_SOLVED = (Choice("はい", "desk:resolved:yes"), Choice("いいえ", "desk:resolved:no"))
MOST_RELATED = 3
_WHOLE = "この回答をぜんぶ見る"
_WHOLE_EASY = "答《こた》えを ぜんぶ 見《み》る"


def parts(
    entry: Entry,
    library: Mapping[str, Entry],
    today: datetime.date,
    also: Sequence[str] = (),
) -> list[Part]:
    """Return what an answer consists of; what else was asked for is offered first."""
    if entry.topic == "chitchat":
        shown: list[Part] = [_aside(entry)]
        shown += [replies.contact(found) for found in entry.contacts]
        return [*shown, replies.choices(_related(entry, library, ()), "related")]
    shown = [replies.answer(entry, today), *(replies.contact(found) for found in entry.contacts)]
    shown.append(replies.choices(_related(entry, library, also), "related"))
    if entry.topic not in {"out_of_scope", "handoff"}:
        shown.append(replies.choices(_SOLVED, "resolved"))
    return shown


def passage_of(entry: Entry, words: str, today: datetime.date) -> list[Part]:
    """Return the card of an entry with nothing but the passage that was asked for, and the way to all of it."""
    shown = {name: part for name, part in replies.answer(entry, today).items() if name != "more"} | {"text": words}
    whole = dataclasses.replace(replies.choose(entry), label=_WHOLE, easy=_WHOLE_EASY)
    return [shown, replies.choices([whole, replies.ASK_PERSON], "related"), replies.choices(_SOLVED, "resolved")]


def _asked_again(where: Situation, entry: Entry, last_label: object) -> str | None:
    """Return the passage for a follow-up on the answer that was just shown, None for anything else."""
    if where.language != JAPANESE or not where.understanding.get("leans_on_context") or entry.label != last_label:
        return None
    return passage.fitting(entry, where.text)


def _related(entry: Entry, library: Mapping[str, Entry], also: Sequence[str]) -> list[Choice]:
    wanted = [*also, *(label for label in entry.related if label not in {*also, "handoff/human_agent"})]
    offered = [replies.choose(library[label]) for label in wanted if label in library]
    return [*offered[: max(MOST_RELATED, len(also))], replies.ASK_PERSON]


def _aside(entry: Entry) -> Part:
    shown = replies.text(_plain_words(entry), "aside", label=entry.label)
    return shown | ({"easy": entry.easy} if entry.easy else {})


def _plain_words(entry: Entry) -> str:
    return "\n\n".join(filter(None, (entry.text, entry.more))).replace("**", "")


class ActionAnswer(base.ProjectAction):
    """Sends the entry and remembers its label, so that a follow-up can lean on it."""

    def name(self) -> str:
        """See base class."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Answer; what is withdrawn, switched off or unknown (a choice from an older model) is admitted."""
        where = steering.as_tap(base.situation_of(tracker), tracker.events)
        if (steered := await steering.reply(where, tracker.events)) is not None:
            base.send(dispatcher, where, [*danger.care(where), *steered.parts])
            return [SlotSet(name, value) for name, value in steered.slots.items()]
        in_danger = danger.answer(where)
        if in_danger:
            # No quiz, no survey, nothing cheerful: the numbers, and a person.
            base.send(dispatcher, where, in_danger)
            return [SlotSet("fallback_count", 0.0)]
        library = SHELF.all()
        entry = library.get(where.label or "")
        if entry is None:
            base.send(dispatcher, where, [*danger.care(where), *closed.answer(where.label or "")])
            return []
        second = where.understanding.get("second_label")
        also = [second] if second else list(filter(None, where.chosen.get("given", "").split(",")))
        words = _asked_again(where, entry, tracker.get_slot("last_label"))
        if words is not None:
            shown = passage_of(entry, words, base.today())
        else:
            shown = parts(entry, library, base.today(), also)
        base.send(dispatcher, where, [*danger.care(where), *shown])
        events: base.Events = [SlotSet("fallback_count", 0.0)]
        if entry.topic != "chitchat":
            events.append(SlotSet("last_label", entry.label))
        return events
