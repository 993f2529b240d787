"""An answer as pages of the office show it: blocks of words for a template, and as it is read aloud; pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.text.markdown import plain_markdown, tight

_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\[(?P<words>[^\]]+)\]\((?P<url>https://[^)\s]+)\)"
    r"|[｜|](?P<base>[^《》｜|]+)《(?P<reading>[^《》]+)》|(?P<kanji>[一-鿿々〆ヶ]+)《(?P<kana>[^《》]+)》"
)
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
_ROW = re.compile(r"\s*\|(.+)\|\s*")
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")


@dataclass(frozen=True)
class Run:
    """Some words: plain, bold, a link (`url`), or with their reading (`ruby`)."""

    text: str
    is_bold: bool = False
    url: str = ""
    ruby: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph (`p`) or a list (`ul`) in lines of runs; of a table (`table`) `lines` are the cells of its head."""

    kind: str
    lines: tuple[tuple[Run, ...], ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()


@dataclass(frozen=True)
class Previews:
    """Shows answers the way the channels do.

    Attributes:
        line: Returns the texts of the bubbles that LINE shows of message parts; a channel's, given by the container.
    """

    line: Callable[[list[dict[str, Any]]], list[str]] = field(default=lambda parts: [])

    def of(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """Return {part, title, text, more, easy, easy_more, line, aloud} of an answer as the bot would send it."""
        shown = {name: blocks(str(part.get(name) or "")) for name in ("text", "more", "easy", "easy_more")}
        whole = {"caveat": "", "easy_caveat": "", "easy_title": "", **part}
        title = str(whole["easy_title"] or whole["title"])
        return {**shown, "title": _runs(title), "part": whole, "line": self.line([dict(part)]), "aloud": aloud(part)}


def blocks(text: str) -> list[Block]:
    """Return restricted Markdown as the widget shows it (`web/src/shared/markdown.ts`)."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", tight(text.strip())):
        lines = [line for line in chunk.split("\n") if line.strip()]
        table = _table(lines)
        found += [table] if table else _paragraphs_and_lists(lines)
    return found


def _table(lines: Sequence[str]) -> Block | None:
    rows = [_ROW.fullmatch(line) for line in lines]
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]) or not all(rows):
        return None
    cells = [tuple(_runs(cell.strip()) for cell in row[1].split("|")) for row in rows if row]
    head, _, *body = cells
    if any(len(row) != len(head) for row in body):
        return None
    return Block("table", head, tuple(body))


def _paragraphs_and_lists(lines: Sequence[str]) -> list[Block]:
    kinds = itertools.groupby(lines, key=lambda line: "ul" if _ITEM.match(line) else "p")
    return [Block(kind, tuple(_runs(_ITEM.sub("", line, count=1)) for line in of_it)) for kind, of_it in kinds]


def aloud(part: Mapping[str, Any]) -> str:
    """Return what a screen reader says of an answer: title, text, what is behind くわしく, the caveat, where it is from."""
    pieces = [str(part["title"]), _spoken(str(part["text"]))]
    if part.get("more"):
        pieces.append(f"くわしく。{_spoken(str(part['more']))}")
    if part.get("caveat"):
        pieces.append(f"ご注意。{_spoken(str(part['caveat']))}")
    pieces.append("出典。" + "、".join(str(source["title"]) for source in part.get("sources") or []))
    pieces.append(f"確認日、{part.get('checked', '')}。")
    return "\n".join(pieces)


def _spoken(text: str) -> str:
    return plain_markdown(text, lambda words, _: f"リンク、{words}")


def _runs(line: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for match in _INLINE.finditer(line):
        if match.start() > at:
            runs.append(Run(line[at : match.start()]))
        if match["bold"]:
            runs.append(Run(match["bold"], is_bold=True))
        elif match["url"]:
            runs.append(Run(match["words"], url=match["url"]))
        else:
            runs.append(Run(match["base"] or match["kanji"], ruby=match["reading"] or match["kana"]))
        at = match.end()
    if at < len(line):
        runs.append(Run(line[at:]))
    return tuple(runs)
