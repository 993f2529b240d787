"""The restricted Markdown of answers as plain text: mail, LINE, the record, what consultants insert."""

from __future__ import annotations

import re
from collections.abc import Callable

# Neither the words nor the address hold a [, so that a row of them is not read through from each.
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^)\s\[]+)\)")
# A table is rows of | cells |; the line of | --- | under its head says nothing.
_ROW = re.compile(r"\|(.+)\|")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")


def plain_markdown(markdown: str, link: Callable[[str, str], str] = lambda words, url: f"{words}（{url}）") -> str:
    """Return words without marks; a row of a table becomes `・cell：cell`.

    Args:
        markdown: Restricted Markdown.
        link: What is written for a link, of its words and its address.
    """
    text = _LINK.sub(lambda match: link(match[1], match[2]), markdown).replace("**", "")
    return "\n".join(_line(line) for line in text.split("\n") if not _RULE.fullmatch(line.strip()))


def _line(line: str) -> str:
    row = _ROW.fullmatch(line.strip())
    return "・" + "：".join(cell.strip() for cell in row[1].split("|")) if row else line
