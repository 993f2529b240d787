"""Tables as CSV that opens in Excel: UTF-8 with BOM, CRLF, and no cell that runs a formula; pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

# A moment is Japan's and has no zone: spreadsheets know none.
Cell = str | int | float | datetime | None
Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]
# What a spreadsheet reads as the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection, checked 2026-11-24),
# in full width too, which Japanese Excel reads alike.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def neutral(cell: Cell) -> Cell:
    """Return a cell that is text and nothing else."""
    if isinstance(cell, str) and cell.lstrip(" \n\u3000").startswith(_FORMULA):
        return f"'{cell}"
    return cell


def csv_file(table: Table) -> bytes:
    """Return a CSV."""
    heads, rows = table
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([text_of(cell) for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def text_of(cell: Cell) -> str:
    """Return a cell as CSV and the width of a column have it."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(neutral(cell))
