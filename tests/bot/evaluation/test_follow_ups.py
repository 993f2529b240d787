"""Fitting the constants of follow-ups: `bot.evaluation.follow_ups`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.evaluation import follow_ups, softmax
from bot.evaluation.lines import Question


def made(lines=60, labels=5, features=3):
    """Return features, what is right by the weights (2, -1, 0), and those weights."""
    table = np.random.default_rng(0).normal(size=(lines, labels, features))
    weights = np.array([2.0, -1.0, 0.0])
    right = np.zeros((lines, labels), dtype=bool)
    right[np.arange(lines), (table @ weights).argmax(axis=1)] = True
    return table, right, weights


def test_weights_that_made_the_choice_are_found_again():
    table, right, weights = made()

    found = softmax.fit(table, right, np.ones(len(table)))

    assert ((table @ found).argmax(axis=1) == (table @ weights).argmax(axis=1)).mean() > 0.9
    assert found[0] > 0 > found[1]


def test_the_gradient_is_that_of_the_loss():
    table, right, _ = made(lines=8)
    right[0, :2] = True
    counts, at, step = np.linspace(0.5, 2.0, 8), np.array([0.3, -0.2, 0.1]), 1e-6

    _, gradient = softmax.likelihood(table, right, counts, at)
    measured = [
        (
            softmax.likelihood(table, right, counts, at + step * axis)[0]
            - softmax.likelihood(table, right, counts, at - step * axis)[0]
        )
        / (2 * step)
        for axis in np.eye(3)
    ]

    assert gradient == pytest.approx(measured, abs=1e-4)


def test_shares_are_printed_of_lines_that_were_held_out_and_of_those_that_leave_the_answer_apart(capsys):
    table, right, _ = made(lines=80)
    asked = [
        Question(str(n), "いくら？", "jobs/job_search", style="aspect" if n % 2 else follow_ups.WHOLE)
        for n in range(80)
    ]
    judged = follow_ups.Judged(right, np.ones_like(right), np.ones(80), asked, np.arange(80) % 4)

    judged.fitted(table, (0.0,) * 3)

    printed = capsys.readouterr().out
    every, apart = printed.split("elsewhere")
    rows = {line.split()[0]: line.split()[1:] for line in every.splitlines() if line.startswith("  0.")}
    left = {line.split()[0]: line.split()[1:] for line in apart.splitlines() if line.startswith("  0.")}
    assert left["0.85"] == rows["0.85"]
    assert float(left["0.95"][0]) < float(left["0.8"][0])


def test_each_writer_is_a_fold_and_whole_questions_are_dealt_out():
    written = [
        [Question(str(n), "いくら？", "jobs/job_search", after="jobs/wage_level")] * count
        for n, count in enumerate((3, 2))
    ]

    assert list(follow_ups.folds(written, 3)) == [0, 0, 0, 1, 1, 0, 1, 0]


def test_chances_of_a_writer_do_not_depend_on_what_that_writer_says_is_right():
    table, right, weights = made()
    fold = np.arange(len(table)) % 2
    turned = right.copy()
    turned[fold == 0] = right[fold == 0][:, ::-1]
    ones = np.ones(len(table))

    first, second = (softmax.held_out_chances(table, one, ones, fold, weights) for one in (right, turned))

    assert first[fold == 0] == pytest.approx(second[fold == 0])
    assert np.abs(first[fold == 1] - second[fold == 1]).max() > 0.01


def test_a_start_changes_the_way_and_not_the_end():
    table, right, weights = made()

    near, far = (softmax.fit(table, right, np.ones(len(table)), start) for start in (weights, None))

    assert near == pytest.approx(far, abs=0.05)


def test_whole_questions_follow_answers_of_other_topics():
    asked = [Question(str(n), "家賃はいくらですか", "housing/rent_cost") for n in range(30)]

    made = follow_ups.changes([*asked, Question("x", "消えたいけどどうしたら", "chitchat/distress")], 20)

    assert len(made) == 20
    assert all(q.after and not q.after.startswith("housing/") and q.label == "housing/rent_cost" for q in made)
    assert made == follow_ups.changes([*asked, Question("x", "消えたいけどどうしたら", "chitchat/distress")], 20)
