"""How far chance alone moves a share: `bot.evaluation.intervals`."""

from __future__ import annotations

import numpy as np

from bot.evaluation import intervals

HALF = np.arange(400) % 2 == 0


def test_the_interval_of_a_share_is_that_of_its_binomial():
    low, high = intervals.of_share(HALF)

    # 1.96 times the root of .25 / 400.
    assert abs((0.5 - low) - 0.049) < 0.005
    assert abs((high - 0.5) - 0.049) < 0.005


def test_the_same_questions_tell_two_pipelines_apart_more_finely_than_their_shares_do():
    better = HALF.copy()
    better[1:40:2] = True

    low, high = intervals.of_difference(better, HALF)

    assert 0.02 < low < 0.05 < high < 0.08
    assert intervals.of_share(better)[0] < intervals.of_share(HALF)[1]


def test_pipelines_that_say_the_same_do_not_differ():
    assert intervals.of_difference(HALF, HALF) == (0.0, 0.0)


def test_it_says_the_same_each_time():
    assert intervals.of_share(HALF) == intervals.of_share(HALF)
