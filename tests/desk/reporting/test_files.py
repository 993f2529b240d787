from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from desk.reporting.files import HIDDEN, TOO_FEW, suppressed, xlsx_file
from desk.reporting.history import Said, Session
from desk.reporting.rows import alias, messages
from desk.text.csv_file import csv_file, neutral


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


def test_a_workbook_has_real_dates_and_columns_as_wide_as_their_words() -> None:
    at = datetime.fromisoformat("2026-11-25T10:30:00")
    written = xlsx_file({"会話": (["いつ", "内容"], [[at, "雪" * 200], [at, "k8286376556e0"]])})

    with zipfile.ZipFile(io.BytesIO(written)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    days = (at - datetime.fromisoformat("1899-12-30")) / timedelta(days=1)
    assert f"<v>{days}</v>" in sheet
    assert 'formatCode="yyyy/mm/dd hh:mm"' in styles
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([0-9.]+)"', sheet)]
    assert widths[0] >= len("2026-11-25 10:30:00")
    assert widths[0] < widths[1] <= 61
    assert csv_file((["いつ"], [[at]])).decode("utf-8-sig").endswith("2026-11-25 10:30:00\r\n")


def test_the_name_of_a_conversation_is_no_number_for_a_spreadsheet() -> None:
    names = [alias(f"c_{number}") for number in range(2_000)]

    assert len(set(names)) == len(names)
    assert not [name for name in names if re.fullmatch(r"[0-9.]+(e[0-9]+)?", name)]


def test_messages_are_plain_words_and_what_people_wrote_stays() -> None:
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    said = (
        Said(1, "user", at, "**至急** お願いします"),
        Said(2, "bot", at, "**家賃** の目安です。\n\n| 間取り | 月 |\n| --- | --- |\n| 1K | 約3.5万円 |"),
        Said(3, "system", at, "相談員を呼んでいます（順番 1番目）。"),
    )
    session = Session("c_1", "web", at, said, (), ())

    words = [row[-1] for row in messages([session], {})[1]]

    assert words == [
        "**至急** お願いします",
        "家賃の目安です。\n\n間取り:月\n・1K:約3.5万円",
        "相談員を呼んでいます(順番 1番目)。",
    ]
