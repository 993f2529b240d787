"""What 戻る goes back to: the last answer or topic before what is shown now; pure.

Free times, and all else about an appointment, are something that is shown: who goes back from them wants what stood before.
Questions of ours (どれでしょうか) are not; they belong to what they were asked of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import city
from actions.city import Topic
from actions.library.entries import Entry
from actions.replies import BOOKING, Part
from actions.transcript import Event

# A turn about appointments, whatever it said of them.
_TIMES = "times"
_CHOOSE = '/choose{"label": "'


def before(events: Sequence[Event], library: Mapping[str, Entry]) -> Entry | Topic | None:
    """Return what was shown before what is shown now, None where nothing was.

    Args:
        events: Of the tracker, the message's own among them.
        library: All entries by label.
    """
    shown: list[Entry | Topic | str] = []
    for turn in _turns(events):
        found = _shown(turn, library)
        if found is not None and (not shown or shown[-1] != found):
            shown.append(found)
    return next((found for found in reversed(shown[:-1]) if not isinstance(found, str)), None)


def _turns(events: Sequence[Event]) -> list[list[Event]]:
    turns: list[list[Event]] = [[]]
    for event in events:
        if event.get("event") == "user":
            turns.append([])
        turns[-1].append(event)
    return turns


def _shown(turn: Sequence[Event], library: Mapping[str, Entry]) -> Entry | Topic | str | None:
    parts = [part for event in turn if event.get("event") == "bot" for part in _parts(event)]
    if (topic := _topic(parts)) is not None:
        return topic
    labels = [
        str(event["value"])
        for event in turn
        if event.get("event") == "slot" and event.get("name") == "last_label" and event.get("value")
    ]
    if not labels:
        return None
    is_answer = any(part.get("type") == "answer" for part in parts)
    return _TIMES if labels[-1] == BOOKING and not is_answer else library.get(labels[-1])


def _topic(parts: Sequence[Part]) -> Topic | None:
    """Return the topic whose answers are offered; the most of them that are shown, for two may share some."""
    offered = {
        str(choice["payload"]).removeprefix(_CHOOSE).partition('"')[0]
        for part in parts
        if part.get("purpose") == "topics"
        for choice in part.get("choices", [])
        if str(choice["payload"]).startswith(_CHOOSE)
    }
    known = [topic for topic in (*city.city().topics, *city.menus()) if offered & set(topic.labels)]
    return max(known, key=lambda topic: len(offered & set(topic.labels)) / len(topic.labels), default=None)


def _parts(event: Event) -> list[Part]:
    custom = (event.get("data") or {}).get("custom") or {}
    return list(custom.get("parts") or [])
