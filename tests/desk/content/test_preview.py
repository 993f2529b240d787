"""How the office's pages show an answer: what the widget shows as a table or list is one here, too."""

from __future__ import annotations

import pytest

from desk.content.preview import Block, Run, blocks


def test_bold_before_a_space_is_bold_and_begins_no_list() -> None:
    [block] = blocks("下のとおりです（**2024〜2025年** の募集）")

    assert [(run.text, run.is_bold) for run in block.lines[0]] == [
        ("下のとおりです（", False),
        ("2024〜2025年", True),
        ("の募集）", False),
    ]


def cells(*words: str) -> tuple[tuple[Run, ...], ...]:
    return tuple((Run(word),) for word in words)


def test_a_table_is_shown_as_one() -> None:
    text = "家賃の目安です。\n\n| 間取り | 家賃 |\n| --- | ---: |\n| 1K | **4万円** |\n| 2LDK | 6万円 |"

    paragraph, table = blocks(text)

    assert paragraph == Block("p", cells("家賃の目安です。"))
    assert table.kind == "table"
    assert table.lines == cells("間取り", "家賃")
    assert table.rows == (((Run("1K"),), (Run("4万円", is_bold=True),)), cells("2LDK", "6万円"))


@pytest.mark.parametrize("text", ["| a | b |\n| --- | --- |", "| a | b |\n| --- | --- |\n| 1 |", "| a |\nb\n| c |"])
def test_what_is_no_whole_table_is_words(text: str) -> None:
    assert [block.kind for block in blocks(text)] == ["p"]


def test_a_list_may_follow_its_introduction_at_once() -> None:
    assert [block.kind for block in blocks("必要なもの\n- 印鑑\n- 本人確認書類\nほかにもあります")] == ["p", "ul", "p"]
