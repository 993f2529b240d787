"""Rendering of replies: message parts for the desk, plain text with buttons for any other channel; pure."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from actions.library.entries import Contact, Entry
from actions.when.windows import WEEKDAYS

Part = dict[str, Any]
# A table is rows of | cells | after a line of | --- |.
_TABLE_ROW = re.compile(r"\|(.+)\|")
_TABLE_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
# Neither the words nor the address hold a [, so that a row of them is not read through from each.
_LINK = re.compile(r"\[([^\[\]]+)\]\((https://[^)\s\[]+)\)")


@dataclasses.dataclass(frozen=True)
class Choice:
    """Something to tap: what it says, the Rasa command it stands for, and the words in やさしい日本語."""

    label: str
    payload: str
    easy: str | None = None


# The label of appointments: chosen, it offers times rather than words.
BOOKING = "centre/centre_booking"


def choose(entry: Entry) -> Choice:
    """Return the choice that leads to an entry."""
    if entry.label == BOOKING:
        return Choice(entry.title, "/request_booking", entry.easy_title)
    return Choice(entry.title, "/choose" + json.dumps({"label": entry.label}), entry.easy_title)


ASK_PERSON = Choice("人に相談する", "/request_human", "人《ひと》に相談《そうだん》する")
BOOK = Choice("相談を予約する", "/request_booking", "相談《そうだん》を予約《よやく》する")
# Takes the question as a message, whether or not somebody is there.
LEAVE_MESSAGE = Choice("伝言を残す", '/request_human{"kind": "message"}', "伝言《でんごん》を残《のこ》す")
NONE_OF_THESE = Choice("どれでもない", "/none_of_these")
STOP = Choice("やめる", "/cancel_handoff")


def text(words: str, key: str | None = None, **values: object) -> Part:
    """Return a part of plain words; `key` and `values` name their translation in `data/languages` (see `in_language`)."""
    return {"type": "text", "text": words} | ({"say": (key, values)} if key else {})


def choices(offered: Sequence[Choice], purpose: str) -> Part:
    """Return a part of choices; `purpose` is related, clarify, topics, reply or resolved."""
    numbered = [
        {"id": f"ch_{number}", "label": choice.label, "payload": choice.payload}
        | ({"easy": choice.easy} if choice.easy else {})
        for number, choice in enumerate(offered, start=1)
    ]
    return {"type": "choices", "purpose": purpose, "choices": numbered}


def contact(found: Contact) -> Part:
    """Return a part with one number, address or page to tap."""
    part: Part = {"type": "contact", "label": found.name}
    for name, value in (("tel", found.phone), ("email", found.email), ("url", found.url)):
        if value:
            part[name] = value
    return part


def contacts(entry: Entry | None) -> list[Part]:
    """Return what an answer names to call, write to or open; nothing without one."""
    return [contact(found) for found in entry.contacts] if entry else []


def page(label: str, url: str, key: str, **values: object) -> Part:
    """Return a part with a page of ours to tap; `key` and `values` name the translation of its label."""
    return {"type": "contact", "label": label, "url": url, "say": (key, values)}


def answer(entry: Entry, today: datetime.date) -> Part:
    """Return the card of an entry: text, what [くわしく] opens, sources with their own dates, day of the check, caveat."""
    part: Part = {
        "type": "answer",
        "label": entry.label,
        "title": entry.title,
        "text": entry.text,
        "sources": [
            {"title": source.title, "url": source.url} | ({"date": source.date} if source.date else {})
            for source in entry.sources
        ],
        "checked": entry.checked.isoformat(),
        "outdated": entry.is_outdated(today),
    }
    for name in ("more", "easy", "easy_more", "easy_title", "caveat", "easy_caveat"):
        if value := getattr(entry, name):
            part[name] = value
    return part


def japanese_date(day: datetime.date) -> str:
    """Return 2026年11月24日(火)."""
    return f"{day.year}年{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"


def plain(parts: Iterable[Part]) -> tuple[str, list[dict[str, str]]]:
    """Return words and buttons for a channel that knows no parts (`rasa shell`, another Rasa channel)."""
    words: list[str] = []
    buttons: list[dict[str, str]] = []
    for part in parts:
        if part["type"] == "answer":
            words.append(_plain_answer(part))
        elif part["type"] == "contact":
            reach = " ".join(str(part[key]) for key in ("tel", "email", "url") if key in part)
            words.append(f"☎ {part['label']}：{reach}" if "tel" in part else f"・{part['label']}：{reach}")
        elif part["type"] == "choices":
            if part["purpose"] != "resolved":
                buttons += [{"title": c["label"], "payload": c["payload"]} for c in part["choices"]]
        else:
            words.append(str(part["text"]))
    return "\n\n".join(words), buttons


def _plain_answer(part: Part) -> str:
    lines = [f"【{part['title']}】", _plain_words(part["text"])]
    if part.get("more"):
        lines += ["〈くわしく〉", _plain_words(part["more"])]
    if part.get("caveat"):
        lines.append(f"※ {part['caveat']}")
    if part["outdated"]:
        lines.append("※ 情報が古い可能性があります。最新の内容は出典のページか相談員にご確認ください。")
    sources = "、".join(f"{source['title']} {source['url']}" for source in part["sources"])
    checked = japanese_date(datetime.date.fromisoformat(part["checked"]))
    lines.append(f"出典：{sources}（{checked} 確認）")
    return "\n\n".join(lines)


# Blanks around bold are there for the writer's eye, and for readers of Markdown that want them beside 「」 and 。: Japanese has none.
_BOLD = re.compile(r"( ?)(\*\*[^*\n]+\*\*)( ?)")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_BEGINS = re.compile(r"\s*(?:(?:[-*]|\d+\.)\s+)?")


def tight(markdown: str) -> str:
    """Return Markdown without the blanks around bold that Japanese has none of; a label at the beginning (**条件①** 市内に…) keeps its own."""

    def joined(match: re.Match[str]) -> str:
        before, bold, after = match[1], match[2], match[3]
        begin, follows = markdown.rfind("\n", 0, match.start()) + 1, markdown[match.end() : match.end() + 1]
        if _WIDE.match(markdown[match.start() - 1 : match.start()] or " "):
            before = ""
        is_label = _BEGINS.fullmatch(markdown, begin, match.start(2)) and not "ぁ" <= follows <= "ゖ"
        if _WIDE.match(follows or " ") and not is_label:
            after = ""
        return f"{before}{bold}{after}"

    return _BOLD.sub(joined, markdown)


def _plain_words(markdown: str) -> str:
    """Return restricted Markdown as text: links with their addresses, a table's rows as lines."""
    lines = []
    for line in _LINK.sub(r"\1（\2）", tight(markdown)).replace("**", "").split("\n"):
        if _TABLE_RULE.fullmatch(line):
            continue
        row = _TABLE_ROW.fullmatch(line)
        lines.append("・" + "：".join(cell.strip() for cell in row[1].split("|")) if row else line)
    return "\n".join(lines)
