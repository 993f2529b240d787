"""A message of the desk as LINE message objects within LINE's limits; pure.

Limits: https://developers.line.biz/en/reference/messaging-api/ (text 5,000 UTF-16 units, 13 quick replies of 20 characters,
300 of postback data and displayText, 5 messages a call).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import regex

from desk.conversation.models import Author, Message, Part

LONGEST_TEXT = 5_000
MOST_MESSAGES = 5
MOST_QUICK_REPLIES = 13
LONGEST_LABEL = 20
LONGEST_DISPLAY_TEXT = 300
LONGEST_SENDER = 20
_LONGEST_CLUSTER = 64
_WEEKDAYS = "月火水木金土日"
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")
# Anything but what a URL may hold as it is: LINE wants it percent-encoded.
_NOT_ASCII = re.compile(r"[^\x21-\x7e]+")
_SENTENCE_END = re.compile(r"[。！？\n]")


def messages(message: Message) -> list[dict[str, Any]]:
    """Return one to five message objects; quick replies are on the last one."""
    words = "\n\n".join(filter(None, _paragraphs(message)))
    offered = [
        choice
        for part in message.parts
        if part.get("type") == "choices"
        for choice in part["choices"]
    ]
    texts = split(words or "ご用件をお選びください。")[:MOST_MESSAGES]
    sender = (
        {"name": message.author_name[:LONGEST_SENDER]}
        if message.author is not Author.SYSTEM
        else None
    )
    objects: list[dict[str, Any]] = [
        {"type": "text", "text": text, **({"sender": sender} if sender else {})} for text in texts
    ]
    if offered:
        items = [_quick_reply(choice) for choice in offered[:MOST_QUICK_REPLIES]]
        objects[-1]["quickReply"] = {"items": items}
    return objects


def split(text: str) -> list[str]:
    """Return pieces of at most 5,000 UTF-16 units, cut after a sentence where possible, never inside a character."""
    pieces = []
    while units(text) > LONGEST_TEXT:
        cut = _fitting(text)
        ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, cut)]
        cut = ends[-1] if ends and ends[-1] > cut // 2 else _before_mark(text, cut)
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def units(text: str) -> int:
    """Return the length as LINE counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def url(address: str) -> str:
    """Return an address with everything beyond ASCII percent-encoded; what is encoded stays as it is."""
    return _NOT_ASCII.sub(lambda found: quote(found[0]), address)


def label(text: str, most: int = LONGEST_LABEL) -> str:
    """Return a label of at most 20 characters as people count them: grapheme clusters."""
    clusters = regex.findall(r"\X", text)
    return text if len(clusters) <= most else "".join(clusters[: most - 1]) + "…"


def _quick_reply(choice: dict[str, str]) -> dict[str, Any]:
    action = {
        "type": "postback",
        "label": label(choice["label"]),
        "data": choice["id"],
        "displayText": choice["label"][:LONGEST_DISPLAY_TEXT],
    }
    return {"type": "action", "action": action}


def _paragraphs(message: Message) -> Iterator[str]:
    """Yield the words of each part; choices become numbered lines.

    Quick replies are shown on phones only, and a number or a label may be typed instead.
    """
    number = 0
    for part in message.parts:
        lines = []
        for choice in part.get("choices", []):
            number += 1
            if part.get("purpose") != "resolved":
                lines.append(f"{number}. {choice['label']}")
        yield "\n".join(filter(None, (_words(part), *lines)))


def _words(part: Part) -> str:
    kind = part.get("type")
    if kind == "answer":
        return _answer(part)
    if kind == "contact":
        reach = "\n".join(str(part[key]) for key in ("tel", "email", "url") if key in part)
        return f"{part['label']}\n{reach}"
    if kind == "choices":
        return "この回答で解決しましたか？" if part.get("purpose") == "resolved" else ""
    return str(part.get("text") or "")


def _answer(part: Part) -> str:
    day = date.fromisoformat(part["checked"])
    lines = [
        f"■ {part['title']}",
        _LINK.sub(lambda link: f"{link[1]} {url(link[2])}", part["text"])
        .replace("**", "")
        .replace("- ", "・"),
    ]
    if part.get("caveat"):
        lines.append(f"※ {part['caveat']}")
    if part.get("outdated"):
        lines.append("※ 情報が古い可能性があります。")
    source = part["sources"][0]
    lines.append(
        f"出典：{source['title']}\n{url(source['url'])}\n確認日 {day.year}年{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"
    )
    return "\n\n".join(lines)


def _fitting(text: str) -> int:
    """Return how many code points fit into the limit."""
    used = 0
    for position, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > LONGEST_TEXT:
            return position
    return len(text)


def _before_mark(text: str, cut: int) -> int:
    """Return the end of the last whole character before a cut."""
    # A window is enough: no character that people write is longer.
    start = max(0, cut - _LONGEST_CLUSTER)
    ends = [
        start + match.end() for match in regex.finditer(r"\X", text[start : cut + _LONGEST_CLUSTER])
    ]
    fitting = [end for end in ends if end <= cut]
    return fitting[-1] if fitting else cut
