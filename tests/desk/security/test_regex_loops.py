"""What the desk's expressions repeat falls into pieces in one way only: no message keeps them busy."""

from __future__ import annotations

from tests.regex_loops import ambiguous, expressions


def test_no_expression_repeats_what_can_be_cut_in_two_ways() -> None:
    found = expressions("desk")

    assert len(found) > 100
    assert ambiguous(found) == []
