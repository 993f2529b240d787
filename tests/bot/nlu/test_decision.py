"""Answer, clarify, fall back or hand over: `bot.nlu.decision`."""

from __future__ import annotations

import dataclasses

import pytest

from bot.nlu.decision import Decision, clarifying_labels, decide
from bot.nlu.known_labels import DANGERS, HUMAN_AGENT
from bot.nlu.label_model import Scores
from bot.nlu.thresholds import Thresholds

THRESHOLDS = Thresholds(answer=0.5, nearness=0.2, clarify=0.4, single_word=0.8, second_need=0.6)


def scores(*ranking, nearness=0.5):
    return Scores(list(ranking), nearness)


def decided(*ranking, nearness=0.5, content_words=3, **more):
    return decide(scores(*ranking, nearness=nearness), THRESHOLDS, content_words=content_words, **more)


def sure_of(label, confidence=0.9):
    return scores((label, confidence), ("life/climate", 1 - confidence))


@pytest.mark.parametrize(
    ("best", "second", "nearness", "outcome"),
    [
        (0.50, 0.01, 0.20, "answer"),
        (0.99, 0.01, 0.20, "answer"),
        (0.49, 0.02, 0.20, "clarify"),
        (0.49, 0.01, 0.20, "fallback"),
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


@pytest.mark.parametrize(("confidence", "outcome"), [(0.80, "answer"), (0.79, "clarify"), (0.50, "clarify")])
@pytest.mark.parametrize("content_words", [0, 1])
def test_single_word_needs_more_certainty(content_words, confidence, outcome):
    made = decided(("jobs/job_search", confidence), ("housing/rent_cost", 0.1), content_words=content_words)

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


ALONE = (("housing/rent_cost", 0.6), ("subsidy/amount", 0.3), ("subsidy/period", 0.1))


def follow_up(*alone, in_context, last_label="subsidy/overview", **more):
    return decided(*alone, in_context=scores(*in_context), last_label=last_label, **more)


def test_message_that_goes_on_is_answered_as_such():
    made = follow_up(
        *ALONE, in_context=[("subsidy/amount", 0.8), ("subsidy/period", 0.15), ("housing/rent_cost", 0.05)]
    )

    assert (made.outcome, made.label, made.confidence) == ("answer", "subsidy/amount", 0.8)
    assert [label for label, _ in made.candidates][-1] == "housing/rent_cost"
    assert made.leans_on_context


@pytest.mark.parametrize(("chance", "outcome"), [(0.75, "answer"), (0.74, "clarify")])
def test_follow_up_has_its_own_least_certainty(chance, outcome):
    rest = [("subsidy/period", 0.2), ("housing/rent_cost", 0.1)]

    assert follow_up(*ALONE, in_context=[("subsidy/amount", chance), *rest]).outcome == outcome


@pytest.mark.parametrize(("chance", "outcome"), [(0.85, "answer"), (0.84, "clarify")])
def test_leaving_the_last_answer_for_another_topic_takes_more_certainty(chance, outcome):
    ranking = [("life/snow_removal", chance), ("subsidy/amount", 1 - chance)]
    in_context = Scores(ranking, 0.5, frozenset({"life/snow_removal"}))

    assert decided(*ALONE, in_context=in_context, last_label="subsidy/overview").outcome == outcome


@pytest.mark.parametrize(
    ("label", "last_label", "leans"),
    [
        ("housing/rent_cost", "subsidy/overview", False),
        ("housing/rent_cost", "housing/rent_cost", True),
    ],
    ids=["another answer", "the same again"],
)
def test_what_a_message_names_for_sure_by_itself_needs_no_context(label, last_label, leans):
    alone = ((label, 0.6), ("subsidy/amount", 0.4))
    made = follow_up(*alone, in_context=[(label, 0.9), ("subsidy/amount", 0.1)], last_label=last_label)

    assert (made.outcome, made.label, made.leans_on_context) == ("answer", label, leans)


@pytest.mark.parametrize(("chance", "outcome"), [(0.75, "answer"), (0.74, "clarify")])
def test_what_a_message_names_by_itself_is_asked_back_where_the_context_doubts_it(chance, outcome):
    alone = (("life/snow_removal", 0.98), ("subsidy/amount", 0.01))
    made = follow_up(*alone, in_context=[("life/snow_removal", chance), ("subsidy/amount", 1 - chance)])

    assert made.outcome == outcome


def test_what_is_not_sure_by_itself_leans_on_the_answer_before():
    alone = (("housing/rent_cost", 0.39), ("subsidy/amount", 0.3))
    made = follow_up(*alone, in_context=[("housing/rent_cost", 0.9), ("subsidy/amount", 0.1)])

    assert (made.outcome, made.leans_on_context) == ("answer", True)


def test_what_is_sure_alone_gives_way_where_the_context_says_otherwise():
    alone = (("life/snow_removal", 0.98), ("subsidy/amount", 0.01), ("subsidy/period", 0.01))
    made = follow_up(*alone, in_context=[("subsidy/amount", 0.9), ("life/snow_removal", 0.1)])

    assert (made.label, made.leans_on_context) == ("subsidy/amount", True)


@pytest.mark.parametrize("to_us", ["chitchat/greeting_thanks", "chitchat/smalltalk", "chitchat/abuse", HUMAN_AGENT])
@pytest.mark.parametrize("chance", [0.94, 0.95])
def test_what_is_surely_said_to_the_assistant_leans_on_nothing(to_us, chance):
    # 「うちは当てはまるのかな」 sounds like small talk, 「悪いほうだけ」 like abuse.
    sure = [("subsidy/amount", 0.9), ("subsidy/period", 0.1), (to_us, 0.0)]
    made = follow_up((to_us, chance), ("subsidy/amount", 0.04), ("subsidy/period", 0.01), in_context=sure)

    assert made.label == (to_us if chance == 0.95 else "subsidy/amount")


@pytest.mark.parametrize("last_label", [None, "", "chitchat/smalltalk", "out_of_scope/oos_tax", HUMAN_AGENT])
def test_message_without_a_last_topic_stands_alone(last_label):
    made = follow_up(*ALONE, in_context=[("subsidy/amount", 0.9), ("housing/rent_cost", 0.1)], last_label=last_label)

    assert made.label == "housing/rent_cost"
    assert not made.leans_on_context


def test_message_that_does_not_lean_ignores_the_last_topic():
    made = decided(*ALONE, last_label="subsidy/overview")

    assert made.label == "housing/rent_cost"
    assert not made.leans_on_context


def test_leaning_single_word_needs_no_more_certainty_nor_nearness():
    made = follow_up(
        ("subsidy/amount", 0.4),
        ("subsidy/period", 0.3),
        ("housing/rent_cost", 0.3),
        in_context=[("subsidy/amount", 0.8), ("subsidy/period", 0.2), ("housing/rent_cost", 0.0)],
        content_words=1,
        nearness=0.0,
    )

    assert (made.outcome, made.label) == ("answer", "subsidy/amount")


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
    ("asking", "answered"), [((False, True), "startup/startup_procedure"), ((False, False), "startup/startup_consult")]
)
def test_what_is_told_before_a_question_of_its_topic_leads_up_to_it(asking, answered):
    # 独立するつもりです。開業届はどこに出しますか
    made = decided(
        ("startup/startup_procedure", 0.84),
        ("startup/startup_consult", 0.15),
        clauses=[sure_of("startup/startup_consult", 0.97), sure_of("startup/startup_procedure", 0.9)],
        asking=asking,
    )

    assert made.label == answered


def test_a_clause_that_only_leads_up_to_the_question_is_offered_and_not_answered():
    # 友人が先に引っ越しました。私も同じ病院に通えますか
    made = decided(
        ("life/hospital", 0.95),
        ("subsidy/moving_procedure", 0.01),
        clauses=[sure_of("subsidy/moving_procedure", 0.9), sure_of("life/hospital", 0.99)],
    )

    assert (made.label, made.second_label) == ("life/hospital", "subsidy/moving_procedure")
    assert made.confidence == 0.95


def test_a_first_clause_that_asks_is_answered_first_though_the_whole_forgot_it():
    # 支援金はいくらですか。いつ申請すればいいですか
    made = decided(
        ("subsidy/subsidy_application", 0.98),
        ("subsidy/subsidy_amount", 0.01),
        clauses=[sure_of("subsidy/subsidy_amount"), sure_of("subsidy/subsidy_application")],
        asking=[True, True],
    )

    assert (made.label, made.second_label) == ("subsidy/subsidy_amount", "subsidy/subsidy_application")


@pytest.mark.parametrize(("asks", "label"), [(True, "life/hospital"), (False, "chitchat/greeting_thanks")])
def test_a_question_beside_thanks_is_answered(asks, label):
    made = decided(
        ("chitchat/greeting_thanks", 0.96), ("life/hospital", 0.02), clauses=[sure_of("life/hospital")], asking=[asks]
    )

    assert (made.outcome, made.label) == ("answer", label)


@pytest.mark.parametrize(
    ("clauses", "asking", "outcome"),
    [
        ([sure_of("housing/rent_cost"), sure_of("jobs/job_search")], [True, True], "answer"),
        ([sure_of("housing/rent_cost"), sure_of("jobs/job_search")], [True, False], "clarify"),
        ([sure_of("housing/rent_cost"), sure_of("jobs/job_search", 0.3)], [True, True], "clarify"),
        ([sure_of("housing/rent_cost"), sure_of("housing/rent_cost")], [True, True], "clarify"),
        ([sure_of("housing/rent_cost"), sure_of("chitchat/smalltalk")], [True, True], "clarify"),
    ],
    ids=["two questions", "one asks", "one is unsure", "the same", "an aside"],
)
def test_two_sure_questions_are_answered_though_the_whole_is_unsure(clauses, asking, outcome):
    made = decided(
        ("life/hospital", 0.25), ("housing/rent_cost", 0.2), ("jobs/job_search", 0.2), clauses=clauses, asking=asking
    )

    assert made.outcome == outcome
    if outcome == "answer":
        assert (made.label, made.second_label) == ("housing/rent_cost", "jobs/job_search")


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
    assert clarifying_labels(clarify(("a/1", 0.4), ("b/2", 0.3), ("c/3", 0.04))) == ["a/1", "b/2"]


def test_offer_names_a_less_likely_second_before_it_is_no_choice():
    assert clarifying_labels(clarify(("a/1", 0.4), ("b/2", 0.04))) == ["a/1", "b/2"]
    assert clarifying_labels(clarify(("a/1", 0.4), ("b/2", 0.01))) == ["a/1"]


def test_what_the_chat_cannot_do_is_never_a_choice():
    made = decided(("out_of_scope/oos_assistant", 0.45), ("jobs/job_search", 0.3), ("housing/rent_cost", 0.2))

    assert made.outcome == "clarify"
    assert clarifying_labels(made) == ["jobs/job_search", "housing/rent_cost"]


@pytest.mark.parametrize("aside", ["chitchat/smalltalk", *DANGERS])
def test_offer_leaves_out(aside):
    assert clarifying_labels(clarify((aside, 0.3), ("a/1", 0.2))) == ["a/1"]


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Thresholds)])
def test_threshold_is_a_share(field):
    assert 0.0 < getattr(Thresholds(), field) < 1.0
