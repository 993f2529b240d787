"""Tables as workbooks (.xlsx), in which no cell can run a formula; small counts hidden before they are published. Pure."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from unicodedata import east_asian_width

import xlsxwriter

from desk.text.csv_file import Cell, Table, neutral, text_of

# Small numbers point at persons: nobody outside sees one or two.
FEWEST_SHOWN = 3
# Of a column, in characters.
NARROWEST, WIDEST = 8, 60
TOO_FEW = "3未満"
HIDDEN = "―"


def xlsx_file(sheets: Mapping[str, Table]) -> bytes:
    """Return a workbook; text stays text, whatever it begins with."""
    written = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, {"in_memory": True, **options})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    moment, words = (
        book.add_format({"num_format": "yyyy/mm/dd hh:mm"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for name, (heads, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, heads, bold)
        sheet.freeze_panes(1, 0)
        widths = [_width(head) for head in heads]
        line = 0
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                widths[column] = max(widths[column], _width(text_of(cell)))
                if isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell, moment)
                elif isinstance(cell, str):
                    sheet.write_string(line, column, str(neutral(cell)), words)
                elif cell is not None:
                    sheet.write_number(line, column, cell)
        sheet.autofilter(0, 0, line, len(heads) - 1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))
    book.close()
    return written.getvalue()


def _width(text: str) -> int:
    """Return how many characters of a column the longest line takes; a full-width one takes two."""
    lines = text.split("\n")
    return 2 + max(sum(2 if east_asian_width(character) in "FWA" else 1 for character in line) for line in lines)


def suppressed(counts: Mapping[str, int]) -> dict[str, Cell]:
    """Return counts of one group, whose sum is published, with small ones hidden.

    One hidden cell could be found by subtraction: then the next smallest is hidden as well.
    """
    small = {name for name, count in counts.items() if 0 < count < FEWEST_SHOWN}
    shown: dict[str, Cell] = {name: TOO_FEW if name in small else count for name, count in counts.items()}
    others = [name for name, count in counts.items() if count >= FEWEST_SHOWN]
    if len(small) == 1 and others:
        shown[min(others, key=lambda name: (counts[name], name))] = HIDDEN
    return shown
