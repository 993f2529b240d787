"""A message of the desk as LINE message objects within LINE's limits; pure.

Limits: https://developers.line.biz/en/reference/messaging-api/ (text 5,000 UTF-16 units, 13 quick replies of 20 characters,
300 of postback data and displayText, 5 messages a call).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from desk.conversation.models import Author, Message, Part

LONGEST_TEXT = 5_000
MOST_MESSAGES = 5
MOST_QUICK_REPLIES = 13
LONGEST_LABEL = 20
LONGEST_DISPLAY_TEXT = 300
LONGEST_SENDER = 20
_WEEKDAYS = "月火水木金土日"
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")
_SENTENCE_END = re.compile(r"[。！？\n]")


def messages(message: Message) -> list[dict[str, Any]]:
    """Return one to five message objects; quick replies are on the last one."""
    words = "\n\n".join(filter(None, (_words(part) for part in message.parts)))
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


def label(text: str) -> str:
    """Return a label of at most 20 characters as people count them."""
    clusters: list[str] = []
    for character in text:
        joined = bool(clusters) and (_continues(character) or clusters[-1].endswith("\u200d"))
        if joined:
            clusters[-1] += character
        else:
            clusters.append(character)
    if len(clusters) <= LONGEST_LABEL:
        return text
    return "".join(clusters[: LONGEST_LABEL - 1]) + "…"


def _quick_reply(choice: dict[str, str]) -> dict[str, Any]:
    action = {
        "type": "postback",
        "label": label(choice["label"]),
        "data": choice["id"],
        "displayText": choice["label"][:LONGEST_DISPLAY_TEXT],
    }
    return {"type": "action", "action": action}


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
        _LINK.sub(r"\1 \2", part["text"]).replace("**", "").replace("- ", "・"),
    ]
    if part.get("caveat"):
        lines.append(f"※ {part['caveat']}")
    if part.get("outdated"):
        lines.append("※ 情報が古い可能性があります。")
    source = part["sources"][0]
    lines.append(
        f"出典：{source['title']}\n{source['url']}\n確認日 {day.year}年{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"
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
    while cut > 1 and (_continues(text[cut]) or text[cut - 1] == "\u200d"):
        cut -= 1
    return cut


def _continues(character: str) -> bool:
    return (
        unicodedata.combining(character) != 0
        or unicodedata.category(character) in {"Mn", "Me"}
        or character in "\u200d\ufe0f\u3099\u309a"
        or 0x1F3FB <= ord(character) <= 0x1F3FF
    )
