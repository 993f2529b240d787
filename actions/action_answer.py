"""Answers from the approved entry of the label understood or chosen."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from rasa_sdk import Tracker

from actions import (
    asked_back,
    base,
    closed,
    danger,
    follow_up,
    other_town,
    passage,
    replies,
    said_before,
    steering,
    talk_texts,
)
from actions.follow_up import FollowUp
from actions.languages import JAPANESE
from actions.library.entries import Entry
from actions.library.shelf import SHELF
from actions.replies import Choice, Part
from actions.said import Said, understood, with_care
from actions.situation import Situation
from actions.topic_choices import listed

MOST_RELATED = 3
# Least probability of a label that a follow-up may have been meant for as well.
_LIKELY = 0.05
# Topics whose answers are about no town.
_NO_PLACE = frozenset({"chitchat", "handoff", "out_of_scope"})


def parts(
    entry: Entry,
    library: Mapping[str, Entry],
    today: datetime.date,
    also: Sequence[str] = (),
) -> list[Part]:
    """Return what an answer consists of; what else was asked for is offered first."""
    if entry.topic == "chitchat":
        return [_aside(entry), *replies.contacts(entry), replies.choices(_related(entry, library, ()), "related")]
    shown = [replies.answer(entry, today), *replies.contacts(entry)]
    shown.append(replies.choices(_related(entry, library, also), "related"))
    if entry.topic not in {"out_of_scope", "handoff"}:
        shown.append(replies.choices(follow_up.SOLVED, "resolved"))
    return shown


def _goes_on(where: Situation, entry: Entry, last_label: object, library: Mapping[str, Entry]) -> FollowUp | None:
    """Return what a follow-up on the answer just shown gets instead of a whole one, None for anything else."""
    last = library.get(str(last_label or ""))
    if where.language != JAPANESE or not where.understanding or last is None:
        return None
    if entry.label != last.label:
        return follow_up.of_other(last, entry, library, where.text, base.today())
    if not where.understanding.get("leans_on_context"):
        return follow_up.of_again(entry, where.text, base.today())
    likely = [str(c["label"]) for c in where.understanding.get("candidates") or [] if c["confidence"] >= _LIKELY]
    return follow_up.of_same(entry, library, where.text, base.today(), likely)


def _related(entry: Entry, library: Mapping[str, Entry], also: Sequence[str]) -> list[Choice]:
    wanted = [*also, *(label for label in entry.related if label not in {*also, "handoff/human_agent"})]
    offered = [replies.choose(library[label]) for label in wanted if label in library]
    return [*offered[: max(MOST_RELATED, len(also))], replies.ASK_PERSON]


def _offer_first(parts: list[Part], beside: Sequence[Choice]) -> None:
    """Put what was asked for as well before the suggestions of an answer."""
    for number, part in enumerate(parts):
        if part.get("purpose") == "related":
            kept = [Choice(c["label"], c["payload"], c.get("easy")) for c in part["choices"]]
            parts[number] = replies.choices([*beside, *kept], "related")


def _aside(entry: Entry) -> Part:
    shown = replies.text(_plain_words(entry), "aside", label=entry.label)
    return shown | ({"easy": entry.easy} if entry.easy else {})


def _plain_words(entry: Entry) -> str:
    return replies.tight("\n\n".join(filter(None, (entry.text, entry.more)))).replace("**", "")


class ActionAnswer(base.ProjectAction):
    """Sends the entry and remembers its label, so that a follow-up can lean on it."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Answer; what is withdrawn, switched off or unknown (a choice from an older model) is admitted."""
        where = steering.as_tap(where, tracker.events)
        if (steered := await steering.reply(where, tracker.events)) is not None:
            return with_care(where, steered.parts, **steered.slots)
        if in_danger := danger.answer(where):
            # No quiz, no survey, nothing cheerful: the numbers, and a person.
            return Said(in_danger, {"fallback_count": 0.0})
        library = SHELF.all()
        entry = library.get(where.label or "")
        if entry is None:
            return with_care(where, closed.answer(where.label or ""))
        if where.chosen.get("kind") == "more":
            return Said(follow_up.more_of(entry, library, base.today(), where.language), {"fallback_count": 0.0})
        second = where.understanding.get("second_label")
        also = [second] if second else list(filter(None, where.chosen.get("given", "").split(",")))
        gone_on = asked_back.reply(where, said_before.before(tracker.events), library, base.today()) or _goes_on(
            where, entry, tracker.get_slot("last_label"), library
        )
        if where.understanding and where.language == JAPANESE:
            entry = passage.leading(entry, where.text)
        shown = gone_on.parts if gone_on is not None else parts(entry, library, base.today(), also)
        if gone_on is None and (beside := listed(where.topics, entry.label)):
            shown.insert(0, talk_texts.say("first_of_several", title=entry.title, label=entry.label))
            _offer_first(shown, beside)
        if entry.topic not in _NO_PLACE:
            shown = [*other_town.line(where), *shown]
        if where.chosen.get("given"):
            shown.insert(0, talk_texts.say("first_of_several", title=entry.title, label=entry.label))
        label = gone_on.label if gone_on is not None else entry.label
        remembered = {"last_label": label} if entry.topic != "chitchat" and label is not None else {}
        return understood(where, shown, **remembered)
