"""What a PDF draws of characters that fonts have no picture of: nothing where nothing is drawn, one 〓 for one character."""

from __future__ import annotations

import pytest
from fpdf import FPDF
from pylopdf_fonts_jp import sans_path

from desk.mail.transcript_pdf import _FONT, _printable


@pytest.fixture(scope="module")
def paper() -> FPDF:
    made = FPDF()
    made.add_font(_FONT, fname=str(sans_path()))
    return made


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("葛\U000e0100城市", "葛城市"),
        ("☎\ufe0f", "☎"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466です", "〓です"),
        ("\U0001f44d\U0001f3fd", "〓"),
        ("\u200b\u00ad\u2060犬", "犬"),
        ("は\u3099す", None),
        ("全角　半角 です", "全角　半角 です"),
    ],
)
def test_characters_are_drawn_as_people_count_them(paper: FPDF, words: str, drawn: str | None) -> None:
    shown = _printable(paper, words)

    assert shown == drawn if drawn is not None else "す" in shown
    assert shown.count("〓") <= 1
