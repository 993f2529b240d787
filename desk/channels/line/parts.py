"""The parts of a message in words and objects of LINE; pure.

Answers are text: it can be copied, enlarged, read aloud and quoted on every device, computers included. What is there to be
tapped (telephone numbers, the page) gets buttons, whose alternative text says all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from desk.channels.line.measure import label, shortened, url
from desk.conversation.models import Part
from desk.text import times
from desk.text.markdown import plain_markdown

LONGEST_ALT_TEXT = 1_500
LONGEST_URI = 1_000
LONGEST_FLEX_LABEL = 40
LONGEST_TEMPLATE_TEXT = 160
MOST_ADDRESSES = 3
# 漢字《かんじ》: LINE knows no readings above letters.
_READING = re.compile(r"《([^》]*)》")
_LIST_ITEM = re.compile(r"^- ", re.MULTILINE)


_QUESTIONS = {
    "resolved": "この回答で解決しましたか？",
    "rating": "相談員との会話はいかがでしたか？",
}


def paragraphs(parts: Iterable[Part]) -> Iterator[str]:
    """Yield the words of each part; choices become numbered lines.

    Quick replies are shown on phones only, and a number or a label may be typed instead.
    """
    number = 0
    for part in parts:
        lines = []
        for choice in part.get("choices", []):
            number += 1
            if part.get("purpose") != "resolved":
                lines.append(f"{number}. {choice['label']}")
        yield "\n".join(filter(None, (_words(part), *lines)))


def contacts(found: list[Part]) -> dict[str, Any]:
    """Return one bubble with a button for each way to reach somebody."""
    body: list[dict[str, Any]] = []
    for part in found:
        body.append(
            {"type": "text", "text": str(part["label"]), "weight": "bold", "wrap": True}
            | ({"margin": "lg"} if body else {})
        )
        if part.get("email"):
            body.append({"type": "text", "text": str(part["email"]), "wrap": True, "size": "sm"})
        body += [_button(words, address) for words, address in _ways(part)]
    return {
        "type": "flex",
        "altText": shortened("\n\n".join(paragraphs(found)), LONGEST_ALT_TEXT),
        "contents": {
            "type": "bubble",
            "body": {"type": "box", "layout": "vertical", "spacing": "sm", "contents": body},
        },
    }


def page_button(words: str, button: str, address: str) -> dict[str, Any]:
    """Return words with a button that opens the conversation on our own page; the address itself is not shown."""
    words = shortened(words, LONGEST_TEMPLATE_TEXT)
    return {
        "type": "template",
        "altText": f"{words}（この画面のボタンから開けます）",
        "template": {
            "type": "buttons",
            "text": words,
            "actions": [{"type": "uri", "label": label(button), "uri": address}],
        },
    }


def _ways(part: Part) -> Iterator[tuple[str, str]]:
    if part.get("tel"):
        digits = re.sub(r"[^0-9+#*]", "", str(part["tel"]))
        # A bare "#" (#8008) would end the number: what follows it is a fragment.
        yield f"電話する {part['tel']}", f"tel:{quote(digits, safe='+*')}"
    if part.get("url") and len(url(str(part["url"]))) <= LONGEST_URI:
        yield "ページを開く", url(str(part["url"]))


def _button(words: str, address: str) -> dict[str, Any]:
    action = {"type": "uri", "label": label(words, LONGEST_FLEX_LABEL), "uri": address}
    return {"type": "button", "style": "secondary", "height": "sm", "action": action}


def _words(part: Part) -> str:
    kind = part.get("type")
    if kind == "answer":
        return _answer(part)
    if kind == "contact":
        reach = "\n".join(str(part[key]) for key in ("tel", "email", "url") if part.get(key))
        return f"{part['label']}\n{reach}"
    if kind == "choices":
        asked = _QUESTIONS.get(str(part.get("purpose")), "")
        # A legend in another language stands in the place of ours, nowhere else.
        return str(part.get("legend") or asked) if asked else ""
    return str(part.get("text") or "")


def _answer(part: Part) -> str:
    if part.get("language"):
        # The version in another language: its sources stand under the Japanese, which follows.
        return "\n\n".join(filter(None, (f"■ {part['title']}", _plain(part["text"]), str(part.get("caveat") or ""))))
    if part.get("easy_first"):
        simple = {"title": part.get("easy_title") or part["title"], "text": part["easy"]}
        if caveat := part.get("easy_caveat") or part.get("caveat"):
            simple["caveat"] = caveat
        part = part | {name: _READING.sub(r"（\1）", str(text)).replace("｜", "") for name, text in simple.items()}
    lines = [f"■ {part['title']}", _plain(part["text"])]
    if part.get("caveat"):
        lines.append(f"※ {part['caveat']}")
    if part.get("outdated"):
        lines.append("※ 情報が古い可能性があります。")
    first, *others = part["sources"] or [None]
    named = f"{first['title']}ほか{len(others)}件（下にあります）" if others else _sources(part)
    lines.append(f"出典：{named}\n確認日 {times.written_day(part['checked'])}")
    return "\n\n".join(lines)


def _sources(part: Part) -> str:
    """Return the sources with their addresses, from the fourth on by name: a dozen addresses push the answer off the screen."""
    shown, others = part["sources"][:MOST_ADDRESSES], part["sources"][MOST_ADDRESSES:]
    lines = [f"{s['title']}{_date(s)}\n{url(s['url'])}" for s in shown]
    if others:
        named = "、".join(f"{s['title']}{_date(s)}" for s in others)
        lines.append(f"ほか{len(others)}件：{named}")
    return "\n".join(lines)


def details(part: Part) -> str:
    """Return what [くわしく] opens on the web, with the addresses of several sources: on LINE a bubble of its own.

    The answer itself then fits on the screen of a phone.
    """
    if part.get("type") != "answer" or part.get("language"):
        return ""
    more = _plain(part["more"]) if part.get("more") and not part.get("easy_first") else ""
    sources = f"出典：{_sources(part)}" if len(part["sources"]) > 1 else ""
    if not more and not sources:
        return ""
    heading = f"■ {part['title']}（{'くわしく' if more else '出典'}）"
    return "\n\n".join(filter(None, (heading, more, sources)))


def _plain(markdown: str) -> str:
    words = plain_markdown(markdown, lambda shown, address: f"{shown} {url(address)}")
    return _LIST_ITEM.sub("・", words)


def _date(source: dict[str, str]) -> str:
    return f"（{times.written_partial(source['date'])}）" if source.get("date") else ""
