"""What people told of themselves is read into a few groups; what cannot be read is no group of its own."""

from __future__ import annotations

import re

import pytest

from desk.reporting import origins
from desk.settings import PROJECT


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("東京、札幌", "東京都"),
        ("札幌", "北海道"),
        ("横浜", "神奈川県"),
        ("海の向こう", origins.OTHER),
    ],
)
def test_the_prefecture_named_first(told: str, named: str) -> None:
    assert origins.prefecture(told) == named


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("来月", "できるだけ早く"),
        ("再来年の春", "数年先・定年後"),
        ("来年の夏", "来年"),
        ("春に", "季節・月だけ"),
        ("年内", "今年のうち"),
        ("四月から", "季節・月だけ"),
        ("いつか", "数年先・定年後"),
    ],
)
def test_when(told: str, named: str) -> None:
    assert origins.when(told) == named


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("夫、小学生の子どもが2人", "子どもと"),
        ("母、二人暮らし", "親と"),
        ("主人", "夫婦・二人"),
        ("ひとりぐらし", "一人"),
        ("猫を二匹", origins.OTHER),
    ],
)
def test_with_whom(told: str, named: str) -> None:
    assert origins.whom(told) == named


def test_every_place_that_the_summary_knows_is_in_a_prefecture() -> None:
    # Another environment's code: read, not imported.
    source = (PROJECT / "actions" / "summary.py").read_text("utf-8")
    block = re.search(r"_PLACES = \((.+?)\n\)", source, re.DOTALL)[1]
    places = [place for line in re.findall(r'"(.+)"', block) for place in line.split("|") if place]

    assert len(places) > 47
    assert [place for place in places if origins.prefecture(place) == origins.OTHER] == []


@pytest.mark.parametrize("stage", origins.STAGES)
def test_stages_are_those_of_the_summary(stage: str) -> None:
    # Another environment's code: read, not imported.
    source = (PROJECT / "actions" / "summary.py").read_text("utf-8")

    assert origins.stage(stage) == stage
    assert f'"{stage}"' in source


def test_an_unknown_stage_is_counted_apart() -> None:
    assert origins.stage("ほか") == origins.OTHER
