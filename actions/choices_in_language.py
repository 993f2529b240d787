"""What a choice says in another language, by the command that it stands for; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from actions import times_in_language
from actions.languages import Catalogue

_COMMAND = re.compile(r"/(\w+)(\{.*\})?")
_BY_INTENT = {
    "request_human": "ask_person",
    "none_of_these": "none_of_these",
    "cancel_handoff": "stop",
    "as_discussed": "as_discussed",
    "request_booking": "book",
}
_OF_APPOINTMENT = {"cancel": "booking_cancel", "cancel_now": "booking_cancel", "keep": "booking_keep"}
_OF_PERSON = {"words": "in_words", "message": "leave_message"}
_RESOLVED = {"desk:resolved:yes": "solved_yes", "desk:resolved:no": "solved_no"}


def label(choice: Mapping[str, Any], texts: Catalogue) -> str:
    """Return what a choice says, by the command that it stands for; what has no translation stays."""
    shown = str(choice["label"])
    intent, given = _command(choice)
    if intent == "choose":
        return texts.titles.get(str(given.get("label")), shown)
    if intent == "choose_topic":
        return texts.topics.get(str(given.get("topic")), texts.choices["choose_topic"])
    if intent == "choose_slot" and given.get("begin"):
        return times_in_language.moment(given["begin"], texts.language)
    found = key(choice)
    if found is None:
        return times_in_language.rewritten(shown, texts.language, texts.texts)
    if found in _OF_APPOINTMENT.values():
        # Which one of several: 11月25日(水) 10:00 を取り消す.
        when, is_one_of_several, _ = shown.partition(" を取り消す")
        when = times_in_language.rewritten(when, texts.language, texts.texts)
        return f"{when}: {texts.choices[found]}" if is_one_of_several else texts.choices[found]
    return texts.choices[found]


def key(choice: Mapping[str, Any]) -> str | None:
    """Return the key of what a choice says (`choices` of `data/languages`), None where it names a thing or has none."""
    if (resolved := _RESOLVED.get(str(choice["payload"]))) is not None:
        return resolved
    intent, given = _command(choice)
    if intent == "request_human" and given.get("kind") in _OF_PERSON:
        return _OF_PERSON[str(given["kind"])]
    if intent in {"choose_contact", "consent"}:
        return f"kind_{given['kind']}" if intent == "choose_contact" else f"consent_{given['given']}"
    if intent == "choose_slot":
        return None if given.get("begin") else "times_all"
    if intent == "request_booking" and (of_appointment := _OF_APPOINTMENT.get(str(given.get("kind")))) is not None:
        return of_appointment
    if intent == "request_booking" and given.get("wish") and given.get("kind") != "day":
        return "morning" if "午前" in given["wish"] else "evening"
    return None if given else _BY_INTENT.get(intent)


def _command(choice: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the intent and what is given with it; no intent where the choice is no command."""
    match = _COMMAND.fullmatch(str(choice["payload"]))
    if match is None:
        return "", {}
    return match[1], json.loads(match[2]) if match[2] else {}
