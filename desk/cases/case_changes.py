"""What changed in the open cases between two looks, for the streams of all consoles."""

from __future__ import annotations

from typing import Any

from desk.cases import views
from desk.cases.change_feed import ChangeFeed
from desk.cases.store import CaseStore
from desk.conversation.models import State
from desk.conversation.ports import Clock
from desk.http import sse
from desk.signals.typing import Typing


def make_feed(store: CaseStore, signs: Typing, clock: Clock) -> ChangeFeed:
    """Return the feed that all streams of this process share."""
    return ChangeFeed(lambda: _look(store, signs, clock), lambda before, after: _changes(store, before, after))


def _look(store: CaseStore, signs: Typing, clock: Clock) -> dict[str, dict[str, Any]]:
    """Return what there is of each open case, who types or looks, and whether what was put off is due."""
    found, snoozes, now = store.standing(), store.snoozes(), clock.now()
    for case_id, item in found.items():
        item["typing"] = bool(signs.who("user_typing", item["conversation_id"]))
        item["viewers"] = tuple(signs.who("viewing", case_id))
        item["writers"] = tuple(signs.who("writing", case_id))
        put_off = snoozes.get(case_id)
        item["snooze"] = put_off and (put_off, put_off.until <= now)
    return found


def _changes(store: CaseStore, before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> list[sse.Event]:
    changed: list[sse.Event] = []
    for case_id in before.keys() | after.keys():
        old, new = before.get(case_id), after.get(case_id)
        if old == new:
            continue
        changed.append(sse.Event("cases", {"case_id": case_id}))
        if new is None or old is None:
            continue
        # What is said to the bot stays between the two; of an alert, only its marks are news.
        if new["seq"] > old["seq"] and new["standing"][0] != State.ALERT.value:
            with store.read() as tx:
                fresh = tx.messages(new["conversation_id"], old["seq"])
            changed += [
                sse.Event("message", {"case_id": case_id, "message": views.message(found)})
                for found in fresh
                # What came after the look belongs to the next one.
                if found.seq <= new["seq"]
            ]
        if new["notes"] > old["notes"]:
            added = store.notes(case_id)[old["notes"] :]
            changed += [sse.Event("note", {"case_id": case_id, "note": views.note(found)}) for found in added]
    return changed
