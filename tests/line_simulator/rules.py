"""What LINE refuses in a request to send, as far as it publishes it; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import regex

MOST_MESSAGES = 5
LONGEST_TEXT = 5_000
_KEYS = {"type", "text", "sender", "quickReply", "quoteToken", "emojis"}
_ACTIONS: dict[str, set[str]] = {
    "postback": {"type", "label", "data", "displayText", "inputOption", "fillInText"},
    "message": {"type", "label", "text"},
    "uri": {"type", "label", "uri"},
}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

Say = Callable[[str, str], None]


def problems(kind: str, body: Any, retry_key: str | None) -> list[dict[str, str]]:
    """Return {property, message} for everything that is wrong with the body of a reply or push."""
    found: list[dict[str, str]] = []

    def say(where: str, what: str) -> None:
        found.append({"property": where, "message": what})

    if not isinstance(body, dict):
        return [{"property": "", "message": "The request body has 1 error(s)"}]
    wanted = {"replyToken", "messages"} if kind == "reply" else {"to", "messages"}
    for key in set(body) - wanted - {"notificationDisabled"}:
        say(key, "Unknown property")
    for key in wanted - set(body):
        say(key, "May not be empty")
    if kind == "reply" and retry_key is not None:
        say("X-Line-Retry-Key", "The retry key cannot be used here")
    if kind == "push" and retry_key is not None and not UUID.fullmatch(retry_key):
        say("X-Line-Retry-Key", "Must be a UUID")
    messages = body.get("messages")
    if not isinstance(messages, list) or not 1 <= len(messages) <= MOST_MESSAGES:
        say("messages", "Size must be between 1 and 5")
        return found
    for number, message in enumerate(messages):
        _message(message, f"messages[{number}]", say)
    return found


def _message(message: Any, where: str, say: Say) -> None:
    if not isinstance(message, dict) or message.get("type") != "text":
        say(f"{where}.type", "Unknown message type")
        return
    for key in set(message) - _KEYS:
        say(f"{where}.{key}", "Unknown property")
    words = message.get("text")
    if not isinstance(words, str) or not words:
        say(f"{where}.text", "May not be empty")
    elif len(words.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT:
        say(f"{where}.text", "Length must be between 0 and 5000")
    sender = message.get("sender")
    if sender is not None:
        _length(sender.get("name"), 20, f"{where}.sender.name", say)
        if "line" in str(sender.get("name")).lower():
            say(f"{where}.sender.name", "Contains a word that is not allowed")
    items = (message.get("quickReply") or {}).get("items", [])
    if len(items) > 13:
        say(f"{where}.quickReply.items", "Size must be between 0 and 13")
    for number, item in enumerate(items):
        _action(item, f"{where}.quickReply.items[{number}]", say)


def _action(item: Any, where: str, say: Say) -> None:
    action = item.get("action", {}) if isinstance(item, dict) else {}
    if not isinstance(item, dict) or item.get("type") != "action":
        say(f"{where}.type", "Must be action")
    known = _ACTIONS.get(action.get("type", ""))
    if known is None:
        say(f"{where}.action.type", "Unknown action type")
        return
    for key in set(action) - known:
        say(f"{where}.action.{key}", "Unknown property")
    _length(action.get("label"), 20, f"{where}.action.label", say)
    for key in ("data", "displayText", "text"):
        if key in action:
            _length(action[key], 300, f"{where}.action.{key}", say)
    if action.get("type") == "postback" and "data" not in action:
        say(f"{where}.action.data", "May not be empty")


def _length(words: Any, most: int, where: str, say: Say) -> None:
    # Labels and the like are counted as people count: in grapheme clusters.
    if not isinstance(words, str) or not 1 <= len(regex.findall(r"\X", words)) <= most:
        say(where, f"Length must be between 1 and {most}")
