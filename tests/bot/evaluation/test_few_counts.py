"""What a new label brings and what it costs: `benchmarks.few_counts`."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.few_counts import Evidence, Met, Tally

NEW, OLD, OTHER = "town/new", "town/old", "town/other"


def own(*met):
    tally = Tally(draws=1)
    for one in met:
        tally.add_own(one, NEW, len(met))
    return tally


def other(was, now, right=OLD):
    tally = Tally(draws=1)
    tally.add_other(was, now, {right}, 1)
    return tally.wrong, tally.gone, tally.asked_back


def test_an_answer_and_a_choice_count_once_each():
    tally = own(Met(NEW), Met(None, (OLD, NEW)), Met(OLD), Met(None, (OLD, OTHER)))

    assert (tally.answered, tally.offered) == (0.25, 0.25)
    assert "together 0.500" in tally.line(5)


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        (Met(OLD), Met(OLD), (0, 0, 0)),
        (Met(OLD), Met(NEW), (1, 0, 0)),
        (Met(OLD), Met(None, (NEW, OLD)), (0, 0, 1)),
        (Met(OLD), Met(None, (NEW, OTHER)), (0, 1, 0)),
        (Met(OLD), Met(None), (0, 1, 0)),
        (Met(OTHER), Met(NEW), (0, 0, 0)),
        (Met(OTHER), Met(None, (OLD, NEW)), (0, 0, 0)),
        (Met(None, (OLD, OTHER)), Met(NEW), (1, 0, 0)),
        (Met(None), Met(OLD), (0, 0, 0)),
    ],
)
def test_what_a_present_question_loses_is_told_from_what_it_may_still_choose(was, now, found):
    assert other(was, now) == found


def test_the_constants_give_a_label_its_even_share():
    evidence, random = Evidence(), np.random.default_rng(0)
    for is_asked_for, middle in ((True, 1.0), (False, -1.0)):
        for figure in random.normal(middle, 1.0, 2_000):
            evidence.add(np.array([figure]), is_asked_for=is_asked_for)

    [weight], bias = evidence.fitted()

    # Two heaps of spread 1 that lie 2 apart: the log-odds grow by 2 for each, and in the middle they are those of the share.
    assert weight == pytest.approx(2.0, abs=0.2)
    assert bias == pytest.approx(np.log(1 / 89), abs=0.25)
