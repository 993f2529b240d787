"""What a chart shows stays inside it, and is drawn with its words escaped."""

from __future__ import annotations

import pytest

from desk.http.templates import ENVIRONMENT
from desk.reporting import charts

# The widest a character of a name is, at the size of the charts' words: digits, and Japanese.
_DIGIT_PX, _KANJI_PX = 7.5, 13.0


def drawn(chart: charts.Chart) -> str:
    template = ENVIRONMENT.from_string('{% from "reporting/macros.html" import chart %}{{ chart(drawn) }}')
    return template.render(drawn=chart)


@pytest.mark.parametrize(
    "names",
    [[f"10/{day}" for day in range(1, 32)], [f"2026年{month}月" for month in range(1, 13)]],
    ids=["days", "months"],
)
def test_every_name_below_the_columns_is_whole(names: list[str]) -> None:
    chart = charts.columns("会話", names, {"ウェブ": [1] * len(names)})
    labels = [one for one in chart.words if one.y == 212]

    assert labels
    for one in labels:
        width = sum(_DIGIT_PX if ord(c) < 128 else _KANJI_PX for c in one.text)
        assert one.anchor == "middle"
        assert one.x - width / 2 >= 0
        assert one.x + width / 2 <= charts.WIDTH


def test_columns_are_stacked_on_one_another_and_named() -> None:
    chart = charts.columns("会話", ["10月", "11月"], {"ウェブ": [3, 1], "LINE": [1, 1]})
    first, second = chart.boxes[:2]

    assert first.y == pytest.approx(second.y + second.height)
    assert first.height == pytest.approx(3 * second.height)
    assert chart.told == "合計 6。いちばん多いのは 10月 の 4。"
    assert {"ウェブ", "LINE"} <= {one.text for one in chart.words}


def test_a_chart_is_drawn_with_its_words_escaped_and_no_style() -> None:
    page = drawn(charts.bars("答え<b>", {'"はい" & いいえ': 2}))

    assert "答え&lt;b&gt;" in page
    assert "&#34;はい&#34; &amp; いいえ" in page
    assert "<b>" not in page
    assert "style=" not in page
    assert page.count("<rect") == 1


def test_busy_hours_are_dark_with_light_numbers_and_the_offices_hours_are_outlined() -> None:
    grid = [[0] * 24 for _ in range(7)]
    grid[0][9], grid[1][20] = 10, 1
    office = [[hour in {9, 10, 13} for hour in range(24)] if day == 0 else [False] * 24 for day in range(7)]
    chart = charts.heat("曜日と時間帯", grid, office)

    inks = {one.text: one.fill for one in chart.words if one.fill}
    assert inks == {"10": "#ffffff", "1": "#1a1a1c"}
    assert [one.width for one in chart.boxes if one.fill == "none"] == [2 * 28 - 2, 28 - 2]
    assert 'fill-opacity="0.10"' in drawn(chart)
