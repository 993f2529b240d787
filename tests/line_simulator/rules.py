"""What LINE refuses in a request to send, as far as it publishes it; pure.

Sources: https://developers.line.biz/en/reference/messaging-api/ (message objects, action objects, flex and template messages)
and the OpenAPI of line/line-openapi (checked 2026-08-07).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import regex

MOST_MESSAGES = 5
LONGEST_TEXT = 5_000
LARGEST_REQUEST = 2 * 1024 * 1024
LARGEST_BUBBLE = 30 * 1024
LARGEST_CAROUSEL = 50 * 1024
_COMMON = {"type", "sender", "quickReply"}
_KEYS = {
    "text": _COMMON | {"text", "quoteToken", "emojis"},
    "flex": _COMMON | {"altText", "contents"},
    "template": _COMMON | {"altText", "template"},
}
_ACTIONS: dict[str, set[str]] = {
    "postback": {"type", "label", "data", "displayText", "inputOption", "fillInText"},
    "message": {"type", "label", "text"},
    "uri": {"type", "label", "uri"},
}
_FLEX: dict[str, set[str]] = {
    "box": {"type", "layout", "contents", "spacing", "margin"},
    "text": {"type", "text", "weight", "wrap", "size", "margin", "color"},
    "button": {"type", "action", "style", "height", "margin"},
    "separator": {"type", "margin"},
}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_URI = re.compile(r"(?:https?|line|tel):[\x21-\x7e]+")

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


def rich_menu_problems(menu: Any) -> list[dict[str, str]]:
    """Return {property, message} for everything that is wrong with a rich menu."""
    found: list[dict[str, str]] = []

    def say(where: str, what: str) -> None:
        found.append({"property": where, "message": what})

    if menu.get("size") not in ({"width": 2_500, "height": 1_686}, {"width": 2_500, "height": 843}):
        say("size", "Must be 2500 x 1686 or 2500 x 843")
        return found
    _length(menu.get("chatBarText"), 14, "chatBarText", say)
    _length(menu.get("name"), 300, "name", say)
    for number, area in enumerate(menu.get("areas", [])):
        where, place = f"areas[{number}]", area["bounds"]
        right, bottom = place["x"] + place["width"], place["y"] + place["height"]
        if right > menu["size"]["width"] or bottom > menu["size"]["height"]:
            say(f"{where}.bounds", "Must lie within the menu")
        _action(area.get("action"), 20, f"{where}.action", say)
    if not 1 <= len(menu.get("areas", [])) <= 20:
        say("areas", "Size must be between 1 and 20")
    return found


def size(value: Any) -> int:
    """Return the bytes of a value as it is sent."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def _message(message: Any, where: str, say: Say) -> None:
    kind = message.get("type") if isinstance(message, dict) else None
    if kind not in _KEYS:
        say(f"{where}.type", "Unknown message type")
        return
    for key in set(message) - _KEYS[kind]:
        say(f"{where}.{key}", "Unknown property")
    if kind == "text":
        _units(message.get("text"), LONGEST_TEXT, f"{where}.text", say)
    else:
        _units(message.get("altText"), 1_500, f"{where}.altText", say)
    if kind == "flex":
        _flex(message.get("contents"), f"{where}.contents", say)
    if kind == "template":
        _template(message.get("template"), f"{where}.template", say)
    sender = message.get("sender")
    if sender is not None:
        _length(sender.get("name"), 20, f"{where}.sender.name", say)
        if "line" in str(sender.get("name")).lower():
            say(f"{where}.sender.name", "Contains a word that is not allowed")
    items = (message.get("quickReply") or {}).get("items", [])
    if len(items) > 13:
        say(f"{where}.quickReply.items", "Size must be between 0 and 13")
    for number, item in enumerate(items):
        if not isinstance(item, dict) or item.get("type") != "action":
            say(f"{where}.quickReply.items[{number}].type", "Must be action")
            continue
        _action(item.get("action"), 20, f"{where}.quickReply.items[{number}].action", say)


def _flex(contents: Any, where: str, say: Say) -> None:
    if not isinstance(contents, dict) or contents.get("type") not in {"bubble", "carousel"}:
        say(where, "Must be a bubble or a carousel")
        return
    bubbles = contents["contents"] if contents["type"] == "carousel" else [contents]
    if contents["type"] == "carousel" and (len(bubbles) > 12 or size(contents) > LARGEST_CAROUSEL):
        say(where, "At most 12 bubbles of 50 KB together")
    for bubble in bubbles:
        if size(bubble) > LARGEST_BUBBLE:
            say(where, "A bubble may have at most 30 KB")
        for key in set(bubble) - {"type", "size", "header", "hero", "body", "footer"}:
            say(f"{where}.{key}", "Unknown property")
        for block in ("header", "body", "footer"):
            if block in bubble:
                _component(bubble[block], f"{where}.{block}", say)


def _component(found: Any, where: str, say: Say) -> None:
    kind = found.get("type") if isinstance(found, dict) else None
    if kind not in _FLEX:
        say(where, "Unknown component")
        return
    for key in set(found) - _FLEX[kind]:
        say(f"{where}.{key}", "Unknown property")
    if kind == "box":
        for number, inner in enumerate(found.get("contents", [])):
            _component(inner, f"{where}.contents[{number}]", say)
    if kind == "text" and not found.get("text"):
        say(f"{where}.text", "May not be empty")
    if kind == "button":
        _action(found.get("action"), 40, f"{where}.action", say)


def _template(found: Any, where: str, say: Say) -> None:
    kind = found.get("type") if isinstance(found, dict) else None
    if kind not in {"buttons", "confirm"}:
        say(f"{where}.type", "Unknown template")
        return
    most_text, most_actions = {"buttons": (160, 4), "confirm": (240, 2)}[kind]
    if kind == "buttons" and ("title" in found or "thumbnailImageUrl" in found):
        most_text = 60
        if "title" in found:
            _length(found["title"], 40, f"{where}.title", say)
    _length(found.get("text"), most_text, f"{where}.text", say)
    actions = found.get("actions")
    if not isinstance(actions, list) or not 1 <= len(actions) <= most_actions:
        say(f"{where}.actions", f"Size must be between 1 and {most_actions}")
        return
    for number, action in enumerate(actions):
        _action(action, 20, f"{where}.actions[{number}]", say)


def _action(action: Any, longest_label: int, where: str, say: Say) -> None:
    known = _ACTIONS.get(action.get("type", "")) if isinstance(action, dict) else None
    if known is None:
        say(f"{where}.type", "Unknown action type")
        return
    for key in set(action) - known:
        say(f"{where}.{key}", "Unknown property")
    _length(action.get("label"), longest_label, f"{where}.label", say)
    for key in ("data", "displayText", "fillInText", "text"):
        if key in action:
            _length(action[key], 300, f"{where}.{key}", say)
    if action.get("type") == "postback" and "data" not in action:
        say(f"{where}.data", "May not be empty")
    if action.get("type") == "uri":
        address = action.get("uri")
        _length(address, 1_000, f"{where}.uri", say)
        if not _URI.fullmatch(str(address)):
            say(f"{where}.uri", "Must be a percent-encoded http, https, line or tel address")


def _units(words: Any, most: int, where: str, say: Say) -> None:
    if not isinstance(words, str) or not words:
        say(where, "May not be empty")
    elif len(words.encode("utf-16-le", "surrogatepass")) // 2 > most:
        say(where, f"Length must be between 0 and {most}")


def _length(words: Any, most: int, where: str, say: Say) -> None:
    # Labels and the like are counted as people count: in grapheme clusters.
    if not isinstance(words, str) or not 1 <= len(regex.findall(r"\X", words)) <= most:
        say(where, f"Length must be between 1 and {most}")
