"""A transcript as PDF, with the glyphs it uses embedded, so that it reads the same on every device."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterator, Sequence
from datetime import datetime

import regex
from fpdf import FPDF
from pylopdf_fonts_jp import sans_path

from desk.mail.transcript import FOOT, Entry, title
from desk.text import times
from desk.text.pack import city

_FONT = "NotoSansJP"
_GRAPHEMES = regex.compile(r"\X")
# Draws nothing: variation selectors (葛 + U+E0100), soft hyphens, marks of direction. The joiner stays: it makes one of several emoji.
_UNDRAWN = regex.compile(r"(?!\u200D)\p{Default_Ignorable_Code_Point}")
_INK, _QUIET = (26, 26, 28), (89, 89, 89)
_MARGIN_MM, _LINE = 22.0, 0.6
_POINT_MM = 25.4 / 72
# JIS X 4051: what may not begin a line.
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）〕］｝〉》」』】ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.!?)]}"
)


class _Paper(FPDF):
    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(_FONT, size=8)
        self.set_text_color(*_QUIET)
        self.cell(0, 5, str(self.page_no()), align="C")


def pdf(found: Sequence[Entry], made_at: datetime) -> bytes:
    """Return the transcript on A4."""
    # Both log what they meet in the words, such as a missing glyph.
    for name in ("fpdf", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    paper = _Paper(format="A4")
    paper.add_font(_FONT, fname=str(sans_path()))
    paper.set_margins(_MARGIN_MM, 20)
    paper.set_auto_page_break(auto=True, margin=20)
    paper.set_title(title())
    paper.set_author(city().names.service)
    paper.set_lang("ja")
    paper.add_page()
    _write(paper, title(), 16)
    _write(paper, f"{times.moment_in_year(made_at)} に作成", 9, _QUIET)
    for entry in found:
        paper.ln(4)
        # The name stays with the first line of what was said.
        if paper.will_page_break(16):
            paper.add_page()
        _write(paper, f"{entry.who}　{times.moment(entry.at)}", 9, _QUIET)
        for line in entry.lines:
            _write(paper, line, 10.5)
    paper.ln(6)
    _write(paper, FOOT, 9, _QUIET)
    made = bytes(paper.output())
    # fpdf2 leaves the font's file open.
    paper.fonts[_FONT.lower()].ttfont.close()  # type: ignore[union-attr] # an added font has one
    return made


def _write(paper: FPDF, words: str, size: float, color: tuple[int, int, int] = _INK) -> None:
    paper.set_font(_FONT, size=size)
    paper.set_text_color(*color)
    height = size * _POINT_MM / _LINE
    for line in broken(_printable(paper, words), paper.epw - 1, _measure(paper)):
        paper.cell(0, height, line, new_x="LMARGIN", new_y="NEXT")


def _measure(paper: FPDF) -> Callable[[str], float]:
    """Return the width of a character in the present size; asking the library for each anew is most of the work."""
    known: dict[str, float] = {}

    def measure(character: str) -> float:
        if character not in known:
            known[character] = paper.get_string_width(character)
        return known[character]

    return measure


def broken(words: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Yield lines of at most a width; none begins with what may not begin a line."""
    line, used = "", 0.0
    for character in words:
        wide = measure(character)
        if used + wide > width and line:
            keep = 1 if character in _NOT_FIRST and len(line) > 1 else 0
            rest = line[len(line) - keep :]
            yield line[: len(line) - keep]
            line, used = rest, measure(rest) if rest else 0.0
        line += character
        used += wide
    yield line


def _printable(paper: FPDF, words: str) -> str:
    known = paper.fonts[_FONT.lower()].cmap  # type: ignore[union-attr] # an added font has one
    return "".join(_drawn(grapheme, known) for grapheme in _GRAPHEMES.findall(_UNDRAWN.sub("", words)))


def _drawn(grapheme: str, known: Container[int]) -> str:
    """Return a character as people see it, or one 〓 for the whole of it (a family of emoji is one)."""
    if grapheme.isspace():
        return grapheme if grapheme == "　" else " "
    return grapheme if all(ord(c) in known for c in grapheme) else "〓"
