"""Fitting the constants of follow-ups: `bot.evaluation.follow_ups`."""

from __future__ import annotations

import numpy as np
import pytest

from bot.evaluation import follow_ups
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

    found = follow_ups.fit(table, right, np.ones(len(table)))

    assert ((table @ found).argmax(axis=1) == (table @ weights).argmax(axis=1)).mean() > 0.9
    assert found[0] > 0 > found[1]


def test_the_gradient_is_that_of_the_loss():
    table, right, _ = made(lines=8)
    right[0, :2] = True
    counts, at, step = np.linspace(0.5, 2.0, 8), np.array([0.3, -0.2, 0.1]), 1e-6

    _, gradient = follow_ups.likelihood(table, right, counts, at)
    measured = [
        (
            follow_ups.likelihood(table, right, counts, at + step * axis)[0]
            - follow_ups.likelihood(table, right, counts, at - step * axis)[0]
        )
        / (2 * step)
        for axis in np.eye(3)
    ]

    assert gradient == pytest.approx(measured, abs=1e-4)


def test_lines_after_one_answer_are_never_split():
    answers = [f"jobs/label_{number}" for number in range(12)]
    questions = [Question(str(n), "いくら？", "jobs/job_search", after=answers[n % 12]) for n in range(48)]

    fold = follow_ups.folds(questions)

    assert len(set(fold)) == follow_ups.FOLDS
    assert all(len({fold[n] for n in range(48) if n % 12 == answer}) == 1 for answer in range(12))


def test_whole_questions_follow_answers_of_other_topics():
    asked = [Question(str(n), "家賃はいくらですか", "housing/rent_cost") for n in range(30)]

    made = follow_ups.changes([*asked, Question("x", "ありがとう？", "chitchat/greeting_thanks")], 20)

    assert len(made) == 20
    assert all(q.after and not q.after.startswith("housing/") and q.label == "housing/rent_cost" for q in made)
    assert made == follow_ups.changes([*asked, Question("x", "ありがとう？", "chitchat/greeting_thanks")], 20)
