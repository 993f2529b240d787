"""A conversation as the migrant saw it, in plain words: who, when, what; pure. Notes and late answers never come here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.text import times
from desk.text.markdown import plain_markdown
from desk.text.pack import city

FOOT = "この記録は、ご希望によりお送りしています。回答は会話をした時点のものです。最新の条件は、出典のページか窓口でお確かめください。"

# The longest talks of people have a tenth of it. A mail can be read, and its PDF is made in seconds.
MOST_CHARACTERS = 300_000
CUT = "（とても長い会話のため、これより前の部分は省いています。はじめからの会話は、チャットの画面でお読みください。）"


@dataclass(frozen=True)
class Entry:
    """One message."""

    who: str
    at: datetime
    lines: tuple[str, ...]


def title() -> str:
    """Return the heading."""
    return f"{city().names.service}の会話"


def entries(messages: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """Return what the feed shows (`desk.conversation.feed.visible`); messages of choices alone are left out."""
    found = []
    for message in messages:
        lines = [line for part in message["parts"] for line in _lines(part)]
        if lines:
            at = datetime.fromisoformat(message["sent_at"])
            found.append(Entry(message["author_name"], at, tuple(lines)))
    return found


def newest(found: Sequence[Entry], most: int = MOST_CHARACTERS) -> list[Entry]:
    """Return the last entries that have at most so many characters together, and say so where some are left out."""
    left = most
    for number in range(len(found) - 1, -1, -1):
        left -= sum(map(len, found[number].lines))
        if left < 0:
            kept = found[number + 1 :]
            return [Entry("お知らせ", found[number].at, (CUT,)), *kept]
    return list(found)


def text(found: Sequence[Entry], made_at: datetime) -> str:
    """Return the transcript as plain text."""
    pieces = [title(), f"{times.moment_in_year(made_at)} に作成", ""]
    for entry in found:
        pieces += [f"■ {entry.who}（{times.moment(entry.at)}）", *entry.lines, ""]
    return "\n".join([*pieces, FOOT, ""])


def _lines(part: Mapping[str, Any]) -> list[str]:
    kind = part.get("type")
    if kind == "choices":
        return []
    if kind == "contact":
        ways = [str(part[way]) for way in ("tel", "email", "url") if part.get(way)]
        return [f"{part.get('label', '')}：{' '.join(ways)}"]
    if kind == "answer":
        lines = [f"【{part['title']}】", *_plain(part["text"])]
        if part.get("more"):
            lines += ["〈くわしく〉", *_plain(part["more"])]
        if part.get("caveat"):
            lines += ["ご注意：" + " ".join(_plain(str(part["caveat"])))]
        lines += [
            f"出典：{source['title']} {source['url']}"
            + (f"（{times.written_partial(source['date'])}）" if source.get("date") else "")
            for source in part.get("sources") or ()
        ]
        if part.get("checked"):
            lines.append(f"確認日：{times.written_day(part['checked'])}")
        return lines
    return _plain(str(part["text"])) if part.get("text") else ["（この記録に表示できない内容）"]


def _plain(words: str) -> list[str]:
    return plain_markdown(words).strip().splitlines()
