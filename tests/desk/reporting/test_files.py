from __future__ import annotations

import csv
import io
import zipfile

import pytest

from desk.reporting.files import HIDDEN, TOO_FEW, csv_file, neutral, suppressed, xlsx_file


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＠x",
        " =1",
        "　=1",
        "\n=cmd|' /C calc'!A0",
    ],
)
def test_a_cell_that_could_be_a_formula_is_text(text: str) -> None:
    assert str(neutral(text)).startswith("'")
    row = list(csv.reader(io.StringIO(csv_file((["見出し"], [[text]])).decode("utf-8-sig"), newline="")))[1]
    assert row == [f"'{text}"]


def test_other_cells_stay() -> None:
    assert [neutral(cell) for cell in ("空き家", "1-2", "", None, -3, 2.5)] == [
        "空き家",
        "1-2",
        "",
        None,
        -3,
        2.5,
    ]


def test_a_csv_opens_in_japanese_excel() -> None:
    written = csv_file((["名", "数"], [["雪, 冬\n暖房", 3], [None, 0]]))

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig") == '名,数\r\n"雪, 冬\n暖房",3\r\n,0\r\n'


def test_a_workbook_has_text_and_numbers_and_no_formula() -> None:
    written = xlsx_file({"集計": (["名", "数"], [['=HYPERLINK("http://x")', 3], ["0123", None]])})

    with zipfile.ZipFile(io.BytesIO(written)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<v>3</v>" in sheet
    assert "&#x27;=HYPERLINK" in words or "'=HYPERLINK" in words
    assert "<t>0123</t>" in words


def test_small_counts_are_hidden() -> None:
    assert suppressed({"a": 0, "b": 1, "c": 2, "d": 3}) == {
        "a": 0,
        "b": TOO_FEW,
        "c": TOO_FEW,
        "d": 3,
    }


def test_one_hidden_count_cannot_be_found_by_subtraction() -> None:
    shown = suppressed({"a": 9, "b": 1, "c": 4, "d": 7})

    assert shown == {"a": 9, "b": TOO_FEW, "c": HIDDEN, "d": 7}


def test_nothing_is_hidden_without_need() -> None:
    assert suppressed({"a": 3, "b": 0, "c": 40}) == {"a": 3, "b": 0, "c": 40}
