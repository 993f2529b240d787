"""What a chart shows stays inside it."""

from __future__ import annotations

import re

import pytest

from desk.reporting import charts

# The widest a character of a name is, at the size of the charts' words: digits, and Japanese.
_DIGIT_PX, _KANJI_PX = 7.5, 13.0


@pytest.mark.parametrize(
    "names",
    [[f"10/{day}" for day in range(1, 32)], [f"2026年{month}月" for month in range(1, 13)]],
    ids=["days", "months"],
)
def test_every_name_below_the_columns_is_whole(names: list[str]) -> None:
    drawn = charts.columns("会話", names, {"ウェブ": [1] * len(names)})
    labels = re.findall(r'<text x="([\d.]+)" y="212" text-anchor="middle">([^<]+)</text>', drawn)

    assert labels
    for x, name in labels:
        width = sum(_DIGIT_PX if ord(c) < 128 else _KANJI_PX for c in name)
        assert float(x) - width / 2 >= 0
        assert float(x) + width / 2 <= charts.WIDTH
