"""A follow-up (条件は？ 二人でいくら？) after the assistant asked which of several answers is meant, or offered those of a topic: it goes on from these; pure."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

from actions import control_replies, follow_up, passage, replies
from actions.follow_up import FollowUp
from actions.languages import JAPANESE
from actions.library.entries import Entry
from actions.replies import NONE_OF_THESE
from actions.said_before import Before
from actions.situation import Situation


def waits(where: Situation, known: Before) -> bool:
    """Whether words that lean on something were typed while a question of ours stood: which of these?"""
    if known.is_topic and where.understanding.get("bare"):
        return True
    is_leaning = bool(where.understanding.get("leans_on_context")) and where.understanding.get("label") is not None
    return is_leaning and any(payload == NONE_OF_THESE.payload for payload, _ in known.offered)


def reply(where: Situation, known: Before, library: Mapping[str, Entry], today: datetime.date) -> FollowUp | None:
    """Answer by the one offered entry that says something of it, else ask again which is meant; None where nothing was asked.

    Args:
        where: What was typed.
        known: What stood before it.
        library: All entries by label.
        today: The day in Japan.
    """
    if not waits(where, known):
        return None
    offered = [library[label] for label in _labels(known) if label in library]
    if where.label in {entry.label for entry in offered}:
        # It was understood as one of them.
        return None
    found = [(entry, words) for entry in offered if (words := passage.fitting(entry, where.text)) is not None]
    if len(found) == 1 and where.language == JAPANESE:
        entry, words = found[0]
        others = [replies.choose(other) for other in offered if other is not entry]
        return FollowUp(follow_up.card(entry, words, today, others), entry.label)
    return FollowUp(control_replies.which(known), None)


def _labels(known: Before) -> list[str]:
    chosen = (payload.partition("{") for payload, _ in known.offered if payload.startswith("/choose{"))
    return [str(json.loads(brace + rest).get("label")) for _, brace, rest in chosen]
