"""What the assistant's and the actions' expressions repeat falls into pieces in one way only: no message keeps them busy."""

from __future__ import annotations

import re

import pytest

from tests.regex_loops import ambiguous, cut_in_two_ways, expressions, loops, parser, words


@pytest.mark.parametrize(
    ("code", "ambiguous"),
    [
        (["想", "要"], False),
        (["想", "要", "想要"], True),
        (["谈", "谈谈"], True),
        (["谈", "谈"], True),
        (["谈", ""], True),
        (["那", "那么"], False),
        (["ab", "abb", "bab"], True),
    ],
)
def test_words_that_can_be_cut_in_two_ways_are_found(code, ambiguous):
    assert cut_in_two_ways(code) == ambiguous


def test_loops_and_their_words_are_found_in_a_form():
    tree = parser.parse(r"(?:请|(?:我|你)们?[，,]?)*预约(?:吗|呢)*+x*")

    assert [sorted(words(one)) for one in loops(tree)] == [
        sorted(["请", "我", "你", "我们", "你们", "我，", "我,", "你，", "你,", "我们，", "我们,", "你们，", "你们,"]),
        ["x"],
    ]


@pytest.mark.parametrize("package", ["bot", "actions"])
def test_no_expression_repeats_what_can_be_cut_in_two_ways(package):
    found = expressions(package)

    assert len(found) > 30
    assert ambiguous(found) == []


def test_an_expression_that_does_is_named():
    assert ambiguous({"x": re.compile("(?:想|要|想要)*"), "y": re.compile("(?:想|要|想要)*+z")}) == [
        "x: ['想', '想要', '要']"
    ]
