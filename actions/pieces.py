"""The bullets, rows and sentences of an entry; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.library.entries import Entry

_TABLE_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")


def pieces_of(entry: Entry) -> Iterator[str]:
    """Yield the bullets, rows and sentences of an entry in order, those of [くわしく] after the rest."""
    for block in (entry.text, entry.more or ""):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        columns: list[str] = []
        for number, line in enumerate(lines):
            is_head = number + 1 < len(lines) and _TABLE_RULE.fullmatch(lines[number + 1])
            if is_head:
                columns = _cells(line)
            if is_head or _TABLE_RULE.fullmatch(line):
                continue
            if line.startswith("|"):
                yield _row(_cells(line), columns)
            elif line.startswith("- "):
                yield line
            else:
                yield from (f"{sentence}。" for sentence in line.rstrip("。").split("。") if sentence)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _row(cells: list[str], columns: list[str]) -> str:
    """Return a row as a bullet; with more than two columns, each cell by the name of its own."""
    first, *rest = cells
    named = zip(columns[1:], rest, strict=False) if len(columns) > 2 else (("", cell) for cell in rest)
    return f"- {first}：{'、'.join(f'{name} {cell}'.strip() for name, cell in named if cell)}"


def as_bullet(piece: str) -> str:
    """Return a piece as a bullet."""
    return piece if piece.startswith("- ") else f"- {piece}"
