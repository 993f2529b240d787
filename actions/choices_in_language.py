"""What a choice says in another language, by the command that it stands for; pure."""

from __future__ import annotations

import datetime
import json
import re
import zoneinfo
from collections.abc import Mapping
from typing import Any

from actions.languages import Catalogue
from actions.library.partial_dates import english_date

_JAPAN = zoneinfo.ZoneInfo("Asia/Tokyo")
_COMMAND = re.compile(r"/(\w+)(\{.*\})?")
_BY_INTENT = {
    "request_human": "ask_person",
    "none_of_these": "none_of_these",
    "cancel_handoff": "stop",
    "as_discussed": "as_discussed",
    "request_booking": "book",
}
_OF_APPOINTMENT = {"cancel": "booking_cancel", "cancel_now": "booking_cancel", "keep": "booking_keep"}
_RESOLVED = {"desk:resolved:yes": "solved_yes", "desk:resolved:no": "solved_no"}


def label(choice: Mapping[str, Any], texts: Catalogue) -> str:
    """Return what a choice says, by the command that it stands for; what has no translation stays."""
    shown, payload = str(choice["label"]), str(choice["payload"])
    if payload in _RESOLVED:
        return texts.choices[_RESOLVED[payload]]
    match = _COMMAND.fullmatch(payload)
    if match is None:
        return shown
    intent, given = match[1], json.loads(match[2]) if match[2] else {}
    if intent == "choose":
        return texts.titles.get(str(given.get("label")), shown)
    if intent == "choose_topic":
        return texts.topics.get(str(given.get("topic")), texts.choices["choose_topic"])
    if intent == "request_human" and given.get("kind") == "words":
        return texts.choices["in_words"]
    if intent == "request_human" and given.get("kind") == "message":
        return texts.choices["leave_message"]
    if intent in {"choose_contact", "consent"}:
        return texts.choices[f"kind_{given['kind']}" if intent == "choose_contact" else f"consent_{given['given']}"]
    if intent == "choose_slot":
        return time(given["begin"], texts.language) if given.get("begin") else texts.choices["times_all"]
    if intent == "request_booking" and (key := _OF_APPOINTMENT.get(str(given.get("kind")))) is not None:
        # Which one of several: 11月25日(水) 10:00 を取り消す.
        when, is_one_of_several, _ = shown.partition(" を取り消す")
        return f"{when}: {texts.choices[key]}" if is_one_of_several else texts.choices[key]
    if intent == "request_booking" and given.get("wish") and given.get("kind") != "day":
        return texts.choices["morning" if "午前" in given["wish"] else "evening"]
    return shown if given or intent not in _BY_INTENT else texts.choices[_BY_INTENT[intent]]


def time(begin: str, language: str) -> str:
    """Return a time as it is written where the language is read, by Japan's clock; what is no time stays."""
    try:
        moment = datetime.datetime.fromisoformat(begin).astimezone(_JAPAN)
    except ValueError:
        return begin
    day = f"{moment:%a} {english_date(moment.date().isoformat())}" if language == "en" else f"{moment:%Y/%m/%d}"
    return f"{day} {moment:%H:%M}"
