"""The conversation as a consultant should read it, from a tracker's events; pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from actions import replies

Event = Mapping[str, Any]
MOST_LINES = 200
# Labels of a wish for a person and of small talk.
_NO_QUESTION = ("handoff/", "chitchat/")


def lines(events: Iterable[Event]) -> list[dict[str, str]]:
    """Return {author, text, sent_at} in order, up to the last thing the migrant said.

    What the assistant says in the present turn is left out: the turn is still being made, and a repeat of
    it must give the same lines.
    """
    found: list[dict[str, str]] = []
    last_user = 0
    for event in events:
        if event.get("event") == "user" and event.get("text"):
            metadata = event.get("metadata") or {}
            words = str(metadata.get("shown_text") or event["text"])
            found.append(
                {
                    "author": "user",
                    "text": words,
                    "sent_at": metadata.get("sent_at") or _time(event),
                }
            )
            last_user = len(found)
        elif event.get("event") == "bot":
            words = spoken(event)
            if words:
                found.append({"author": "bot", "text": words, "sent_at": _time(event)})
    return found[:last_user][-MOST_LINES:]


def spoken(event: Event) -> str:
    """Return the words of a bot event, whether it holds parts or plain text."""
    custom = (event.get("data") or {}).get("custom") or {}
    words, _ = replies.plain(custom.get("parts") or [])
    return words or str(event.get("text") or "")


def understood(events: Iterable[Event], most: int = 5) -> list[dict[str, Any]]:
    """Return the labels understood, the latest first, each once: {label, confidence}."""
    found: dict[str, float] = {}
    for event in reversed(list(events)):
        known = (event.get("parse_data") or {}).get("understanding") or {}
        label = known.get("label")
        if event.get("event") == "user" and label and known.get("outcome") == "answer" and label not in found:
            found[str(label)] = round(float(known.get("confidence") or 0.0), 4)
    return [{"label": label, "confidence": chance} for label, chance in list(found.items())[:most]]


def languages(events: Iterable[Event]) -> list[str]:
    """Return in which languages other than Japanese the migrant wrote, in order."""
    known = (((event.get("parse_data") or {}).get("understanding") or {}) for event in events)
    written = [str(understood.get("language") or "ja") for understood in known]
    return [language for language in written if language != "ja"]


def questions(events: Iterable[Event]) -> list[str]:
    """Return what the migrant typed (taps left out), in order."""
    typed = (event for event in events if event.get("event") == "user" and event.get("text"))
    return [str(event["text"]) for event in typed if not str(event["text"]).startswith("/")]


def has_question(events: Iterable[Event]) -> bool:
    """Whether the migrant said or chose what it is about: a wish for a person, thanks or small talk says nothing."""
    return any(_is_about_something(event) for event in events if event.get("event") == "user")


def _is_about_something(event: Event) -> bool:
    parsed = event.get("parse_data") or {}
    known = parsed.get("understanding")
    if not isinstance(known, Mapping):
        # A tap: on an answer or on a topic.
        return any(entity.get("entity") in {"label", "topic"} for entity in parsed.get("entities") or [])
    return known.get("control") is None and not str(known.get("label") or "").startswith(_NO_QUESTION)


def _time(event: Event) -> str:
    moment = datetime.datetime.fromtimestamp(float(event.get("timestamp") or 0), datetime.UTC)
    return moment.isoformat(timespec="seconds")
