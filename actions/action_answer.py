"""Answers from the approved entry of the label understood or chosen."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import base, closed, danger, replies, steering
from actions.library.entries import Entry
from actions.library.shelf import SHELF
from actions.replies import Choice, Part

_SOLVED = (Choice("はい", "desk:resolved:yes"), Choice("いいえ", "desk:resolved:no"))
MOST_RELATED = 3


def parts(
    entry: Entry,
    library: Mapping[str, Entry],
    today: datetime.date,
    second_label: str | None = None,
) -> list[Part]:
    """Return what an answer consists of; a second need of the message is offered first."""
    if entry.topic == "chitchat":
        shown: list[Part] = [_aside(entry)]
        shown += [replies.contact(found) for found in entry.contacts]
        return [*shown, replies.choices(_related(entry, library, None), "related")]
    shown = [replies.answer(entry, today), *(replies.contact(found) for found in entry.contacts)]
    shown.append(replies.choices(_related(entry, library, second_label), "related"))
    if entry.topic not in {"out_of_scope", "handoff"}:
        shown.append(replies.choices(_SOLVED, "resolved"))
    return shown


def _related(entry: Entry, library: Mapping[str, Entry], second_label: str | None) -> list[Choice]:
    wanted = [second_label] if second_label else []
    wanted += [label for label in entry.related if label not in {second_label, "handoff/human_agent"}]
    offered = [replies.choose(library[label]) for label in wanted if label in library]
    return [*offered[:MOST_RELATED], replies.ASK_PERSON]


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
        shown = parts(entry, library, base.today(), second)
        base.send(dispatcher, where, [*danger.care(where), *shown])
        events: base.Events = [SlotSet("fallback_count", 0.0)]
        if entry.topic != "chitchat":
            events.append(SlotSet("last_label", entry.label))
        return events
