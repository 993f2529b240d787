"""The restricted Markdown of answers as plain text: mail, LINE, the record, what consultants insert."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Neither the words nor the address hold a [, so that a row of them is not read through from each.
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^)\s\[]+)\)")
# A table is rows of | cells |; the line of | --- | under its head says nothing.
_ROW = re.compile(r"\|(.+)\|")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")


# A row of two cells says what they are; of more, each cell needs the name of its column.
_TWO = 2

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


def plain_markdown(markdown: str, link: Callable[[str, str], str] = lambda words, url: f"{words}（{url}）") -> str:
    """Return words without marks; a table becomes a line of its head and `・cell：cell`, its cells by name where a row has more than two.

    Args:
        markdown: Restricted Markdown.
        link: What is written for a link, of its words and its address.
    """
    text = _LINK.sub(lambda match: link(match[1], match[2]), tight(markdown)).replace("**", "")
    return "\n".join(_lines(text.split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    columns: list[str] = []
    for number, line in enumerate(lines):
        row = _ROW.fullmatch(line.strip())
        if row is None:
            columns = []
            yield line
        elif not _RULE.fullmatch(line.strip()):
            cells = [cell.strip() for cell in row[1].split("|")]
            if number + 1 < len(lines) and _RULE.fullmatch(lines[number + 1].strip()):
                columns = cells
                yield "：".join(cells) if len(cells) <= _TWO else cells[0]
            else:
                yield f"・{_row(cells, columns)}"


def _row(cells: list[str], columns: list[str]) -> str:
    if len(cells) <= _TWO or len(columns) != len(cells):
        return "：".join(cells)
    named = (f"{name}は{cell}" if name else cell for name, cell in zip(columns[1:], cells[1:], strict=True) if cell)
    return f"{cells[0]}：{'、'.join(named)}"
