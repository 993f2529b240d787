"""Answer, clarify, fall back or hand over: `bot.nlu.decision`."""

from __future__ import annotations

import dataclasses

import pytest

from bot.nlu.decision import (
    DANGERS,
    HUMAN_AGENT,
    Decision,
    Thresholds,
    clarifying_labels,
    decide,
    within_topic,
)
from bot.nlu.label_model import Scores

THRESHOLDS = Thresholds(
    answer=0.5, nearness=0.2, clarify=0.4, single_word=0.8, second_need=0.6, danger=0.3
)


def scores(*ranking, nearness=0.5):
    return Scores(list(ranking), nearness)


def decided(*ranking, nearness=0.5, content_words=3, **more):
    return decide(
        scores(*ranking, nearness=nearness), THRESHOLDS, content_words=content_words, **more
    )


def sure_of(label, confidence=0.9):
    return scores((label, confidence), ("life/climate", 1 - confidence))


@pytest.mark.parametrize(
    ("best", "second", "nearness", "outcome"),
    [
        (0.50, 0.01, 0.20, "answer"),
        (0.99, 0.01, 0.20, "answer"),
        (0.49, 0.01, 0.20, "clarify"),
        (0.25, 0.16, 0.20, "clarify"),
        (0.25, 0.14, 0.20, "fallback"),
        (0.99, 0.01, 0.19, "fallback"),
        (0.25, 0.24, 0.19, "fallback"),
    ],
)
def test_outcome_by_probability_and_nearness(best, second, nearness, outcome):
    made = decided(("jobs/job_search", best), ("housing/rent_cost", second), nearness=nearness)

    assert made.outcome == outcome


def test_decision_names_the_best_label_and_its_probability():
    made = decided(("jobs/job_search", 0.7), ("housing/rent_cost", 0.2))

    assert (made.label, made.confidence) == ("jobs/job_search", 0.7)
    assert made.candidates == (("jobs/job_search", 0.7), ("housing/rent_cost", 0.2))


def test_decision_keeps_ten_candidates():
    made = decided(*[(f"jobs/job_{number}", 1 / (number + 2)) for number in range(12)])

    assert len(made.candidates) == 10


@pytest.mark.parametrize(
    ("confidence", "outcome"), [(0.80, "answer"), (0.79, "clarify"), (0.50, "clarify")]
)
@pytest.mark.parametrize("content_words", [0, 1])
def test_single_word_needs_more_certainty(content_words, confidence, outcome):
    made = decided(
        ("jobs/job_search", confidence), ("housing/rent_cost", 0.1), content_words=content_words
    )

    assert made.outcome == outcome


def test_single_word_of_greeting_needs_no_more_certainty():
    made = decided(("chitchat/greeting_thanks", 0.5), ("housing/rent_cost", 0.1), content_words=1)

    assert made.outcome == "answer"


def test_sure_wish_for_a_person_is_a_handoff():
    made = decided((HUMAN_AGENT, 0.5), ("jobs/job_search", 0.3), content_words=1)

    assert made.outcome == "handoff"


def test_unsure_wish_for_a_person_is_asked_back():
    made = decided((HUMAN_AGENT, 0.45), ("jobs/job_search", 0.3))

    assert made.outcome == "clarify"


@pytest.mark.parametrize("danger", DANGERS)
def test_danger_is_answered_from_its_own_threshold(danger):
    made = decided(("jobs/job_search", 0.6), (danger, 0.3))

    assert (made.outcome, made.label, made.confidence) == ("answer", danger, 0.3)


@pytest.mark.parametrize("danger", DANGERS)
def test_danger_below_its_threshold_gives_way(danger):
    made = decided(("jobs/job_search", 0.6), (danger, 0.29))

    assert made.label == "jobs/job_search"


@pytest.mark.parametrize("danger", DANGERS)
def test_danger_is_answered_however_foreign_the_message(danger):
    made = decided((danger, 0.3), ("jobs/job_search", 0.2), nearness=-1.0, content_words=0)

    assert (made.outcome, made.label) == ("answer", danger)


@pytest.mark.parametrize("danger", DANGERS)
def test_danger_is_answered_though_the_message_leans_on_another_topic(danger):
    made = decided(("jobs/job_search", 0.5), (danger, 0.4), topic="jobs", leans=True)

    assert (made.outcome, made.label, made.confidence) == ("answer", danger, 0.4)


def test_leaning_message_is_answered_within_the_last_topic():
    made = decided(
        ("housing/rent_cost", 0.6),
        ("subsidy/amount", 0.3),
        ("subsidy/period", 0.1),
        topic="subsidy",
        leans=True,
    )

    assert (made.outcome, made.label) == ("answer", "subsidy/amount")
    assert made.confidence == pytest.approx(0.75)
    assert made.leans_on_context


def test_leaning_message_without_a_last_topic_stands_alone():
    made = decided(("housing/rent_cost", 0.6), ("subsidy/amount", 0.3), topic=None, leans=True)

    assert made.label == "housing/rent_cost"
    assert not made.leans_on_context


def test_message_that_does_not_lean_ignores_the_last_topic():
    made = decided(("housing/rent_cost", 0.6), ("subsidy/amount", 0.3), topic="subsidy")

    assert made.label == "housing/rent_cost"
    assert not made.leans_on_context


def test_leaning_single_word_needs_no_more_certainty_nor_nearness():
    made = decided(
        ("subsidy/amount", 0.4),
        ("subsidy/period", 0.3),
        ("housing/rent_cost", 0.3),
        topic="subsidy",
        leans=True,
        content_words=1,
        nearness=0.0,
    )

    assert (made.outcome, made.label) == ("answer", "subsidy/amount")


def test_leaning_message_that_surely_means_something_else_keeps_its_label():
    ranking = [("housing/rent_cost", 0.95), ("subsidy/amount", 0.05)]

    assert within_topic(ranking, "subsidy") == ranking


def test_topic_without_labels_favours_nothing():
    ranking = [("housing/rent_cost", 0.6), ("subsidy/amount", 0.4)]

    assert within_topic(ranking, "nursery") == ranking


def test_topic_is_a_whole_word():
    ranking = [("subsidy_old/amount", 0.6), ("jobs/job_search", 0.4)]

    assert within_topic(ranking, "subsidy") == ranking


def test_favoured_ranking_keeps_every_label_once():
    ranking = [("housing/rent_cost", 0.6), ("subsidy/amount", 0.3), ("jobs/job_search", 0.1)]

    favoured = within_topic(ranking, "subsidy")

    assert favoured == [
        ("subsidy/amount", 1.0),
        ("housing/rent_cost", 0.0),
        ("jobs/job_search", 0.0),
    ]


def test_second_need_is_the_sure_label_of_another_clause():
    made = decided(
        ("jobs/job_search", 0.6),
        ("housing/rent_cost", 0.3),
        clauses=[sure_of("jobs/job_search"), sure_of("housing/rent_cost")],
    )

    assert (made.label, made.second_label) == ("jobs/job_search", "housing/rent_cost")


def test_need_said_first_is_answered_first():
    made = decided(
        ("housing/rent_cost", 0.7),
        ("jobs/job_search", 0.2),
        clauses=[sure_of("jobs/job_search", 0.8), sure_of("housing/rent_cost")],
    )

    assert (made.label, made.second_label) == ("jobs/job_search", "housing/rent_cost")
    assert made.confidence == 0.8


@pytest.mark.parametrize(
    "clauses",
    [
        [sure_of("jobs/job_search"), sure_of("housing/rent_cost", 0.59)],
        [sure_of("jobs/job_search"), sure_of("chitchat/greeting_thanks")],
        [sure_of("jobs/job_search"), sure_of("out_of_scope/weather")],
        [sure_of("jobs/job_search"), sure_of("jobs/job_search")],
        [],
    ],
    ids=["unsure", "chitchat", "out of scope", "the same", "no clauses"],
)
def test_no_second_need_in(clauses):
    made = decided(("jobs/job_search", 0.6), ("housing/rent_cost", 0.3), clauses=clauses)

    assert made.second_label is None


def test_wish_for_a_person_beside_a_question_comes_second():
    made = decided(
        (HUMAN_AGENT, 0.7),
        ("jobs/job_search", 0.2),
        clauses=[sure_of("jobs/job_search"), sure_of(HUMAN_AGENT)],
    )

    assert (made.outcome, made.label, made.second_label) == (
        "answer",
        "jobs/job_search",
        HUMAN_AGENT,
    )


def test_asking_back_names_no_second_need():
    made = decided(
        ("jobs/job_search", 0.45),
        ("housing/rent_cost", 0.4),
        clauses=[sure_of("jobs/job_search"), sure_of("housing/rent_cost")],
    )

    assert (made.outcome, made.second_label) == ("clarify", None)


def clarify(*candidates):
    return Decision("clarify", candidates[0][0], candidates[0][1], candidates)


def test_offer_holds_the_three_best_labels():
    made = clarify(("a/1", 0.3), ("b/2", 0.2), ("c/3", 0.2), ("d/4", 0.1))

    assert clarifying_labels(made) == ["a/1", "b/2", "c/3"]


def test_offer_leaves_out_labels_not_worth_naming():
    assert clarifying_labels(clarify(("a/1", 0.4), ("b/2", 0.04))) == ["a/1"]


@pytest.mark.parametrize("aside", ["chitchat/smalltalk", *DANGERS])
def test_offer_leaves_out(aside):
    assert clarifying_labels(clarify((aside, 0.3), ("a/1", 0.2))) == ["a/1"]


def test_offer_of_chitchat_alone_is_better_than_none():
    assert clarifying_labels(clarify(("chitchat/smalltalk", 0.3), ("a/1", 0.01))) == [
        "chitchat/smalltalk"
    ]


def test_offer_is_never_empty():
    assert clarifying_labels(clarify(("a/1", 0.01), ("b/2", 0.01))) == ["a/1"]


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Thresholds)])
def test_threshold_is_a_share(field):
    assert 0.0 < getattr(Thresholds(), field) < 1.0
