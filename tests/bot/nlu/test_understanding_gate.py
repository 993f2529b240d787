"""What UnderstandingGate does besides the shared contract."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.label_classifier import SCORES
from bot.nlu.label_model import Scores
from bot.nlu.understanding_gate import UNDERSTANDING, UnderstandingGate
from tests.bot.nlu.gate_by_hand import RANKING, decided, tracker, understanding


def test_sure_question_is_answered():
    message = decided("アパートの家賃はいくらですか")

    assert message.get("intent") == {"name": "housing", "confidence": 0.6}
    assert message.get(UNDERSTANDING) == {
        "outcome": "answer",
        "label": "housing/rent_cost",
        "confidence": 0.6,
        "candidates": [
            {"label": "housing/rent_cost", "confidence": 0.6},
            {"label": "subsidy/amount", "confidence": 0.3},
        ],
        "nearness": 0.5,
        "offer": [],
        "second_label": None,
        "control": None,
        "topic": None,
        "leans_on_context": False,
        "bare": False,
        "flags": [],
        "by_rule": False,
        "danger": None,
        "care": False,
        "language": "ja",
        "reply_language": "ja",
    }


@pytest.mark.parametrize(
    ("ranking", "nearness", "outcome", "intent"),
    [
        ((("housing/rent_cost", 0.3), ("subsidy/amount", 0.2)), 0.5, "clarify", "clarify"),
        ((("housing/rent_cost", 0.9), ("subsidy/amount", 0.1)), 0.1, "fallback", "nlu_fallback"),
        ((("handoff/human_agent", 0.9), ("subsidy/amount", 0.1)), 0.5, "handoff", "request_human"),
    ],
)
def test_other_outcome_has_its_own_intent(ranking, nearness, outcome, intent):
    message = decided("アパートの家賃はいくらですか", *ranking, nearness=nearness)

    assert message.get(UNDERSTANDING)["outcome"] == outcome
    assert message.get("intent")["name"] == intent


def test_asking_back_offers_the_best_labels():
    made = understanding("アパートの家賃はいくらですか", ("housing/rent_cost", 0.3), ("subsidy/amount", 0.2))

    assert made["offer"] == ["housing/rent_cost", "subsidy/amount"]


@pytest.mark.parametrize(("text", "danger"), [("もう死にたいです", "distress"), ("家が燃えています", "emergency")])
def test_danger_by_rule_comes_before_the_classifier(text, danger):
    message = decided(text, ("housing/rent_cost", 0.99), ("subsidy/amount", 0.01))

    made = message.get(UNDERSTANDING)
    assert (made["outcome"], made["label"], made["confidence"]) == (
        "answer",
        f"chitchat/{danger}",
        1.0,
    )
    assert (made["flags"], made["by_rule"]) == ([danger], True)
    assert message.get("intent") == {"name": "chitchat", "confidence": 1.0}
    assert message.get("response_selector")["chitchat"]["response"]["intent_response_key"] == f"chitchat/{danger}"


def test_danger_by_classifier_raises_the_flag_as_well():
    made = understanding("とても悲しいです", ("chitchat/distress", 0.5), ("jobs/job_search", 0.4))

    assert (made["label"], made["flags"], made["by_rule"]) == (
        "chitchat/distress",
        ["distress"],
        False,
    )


@pytest.mark.parametrize(
    ("best", "heard", "care"),
    [
        (0.3, 0.2, True),
        (0.7, 0.2, True),
        (0.95, 0.2, False),
        (0.95, 0.4, True),
        (0.3, 0.01, False),
    ],
)
def test_an_unsure_answer_gets_a_line_of_care_where_danger_is_thinkable_a_sure_one_where_it_is_likely(
    best, heard, care
):
    made = understanding(
        "荷物は全部処分しました",
        ("life/moving", best),
        ("jobs/x", 0.05),
        heard=heard,
        care=0.1,
        care_when_answered=0.3,
    )

    assert made["care"] is care
    assert made["danger"] is None


def test_danger_heard_by_the_detector_is_answered_as_danger():
    made = understanding("荷物は全部処分しました", ("life/moving", 0.9), ("jobs/x", 0.1), heard=0.9)

    assert (made["label"], made["flags"], made["danger"]["by"]) == (
        "chitchat/distress",
        ["distress"],
        "model",
    )


@pytest.mark.parametrize("number", ["11", "1111", "111号室", "119人"])
def test_a_number_is_no_emergency_however_sure_the_label(number):
    made = understanding(number, ("chitchat/emergency", 0.95), ("life/moving", 0.02), heard=0.01)

    assert made["outcome"] == "fallback"
    assert made["danger"] is None


@pytest.mark.parametrize("text", ["", " ", "🏠", "！？", "\x00"])
def test_message_without_words_is_a_fallback_however_sure_the_classifier(text):
    made = understanding(text, ("housing/rent_cost", 0.99), ("subsidy/amount", 0.01))

    assert (made["outcome"], made["confidence"]) == ("fallback", 0.0)


def test_message_that_leans_is_answered_within_the_last_topic():
    message = decided("それはいくらですか", last_label="subsidy/period")

    made = message.get(UNDERSTANDING)
    assert (made["outcome"], made["label"]) == ("answer", "subsidy/amount")
    assert made["leans_on_context"]
    assert message.get("intent")["name"] == "subsidy"


@pytest.mark.parametrize("last_label", [None, "", "chitchat/smalltalk", "out_of_scope/weather", "handoff/human_agent"])
def test_nothing_leans_on(last_label):
    made = understanding("それはいくらですか", last_label=last_label)

    assert made["label"] == "housing/rent_cost"
    assert not made["leans_on_context"]


@pytest.mark.parametrize(("least", "outcome"), [(0.85, "clarify"), (0.8, "answer")])
def test_the_gate_has_a_least_certainty_for_leaving_the_last_topic(least, outcome):
    made = understanding("それはいくらですか", last_label="life/climate", left_for=["subsidy/amount"], elsewhere=least)

    assert (made["outcome"], made["label"]) == (outcome, "subsidy/amount")


def test_message_with_its_own_subject_does_not_lean():
    made = understanding("アパートの家賃と敷金の相場を知りたい", last_label="subsidy/period", in_context=None)

    assert made["label"] == "housing/rent_cost"


def test_second_need_is_named():
    clauses = [Scores([(label, 0.9)], 0.5) for label in ("housing/rent_cost", "subsidy/amount")]

    made = understanding("家賃はいくらですか。あと、支援金の額も", clauses=clauses)

    assert (made["label"], made["second_label"]) == ("housing/rent_cost", "subsidy/amount")


def test_configured_threshold_is_kept():
    made = understanding("アパートの家賃はいくらですか", answer=0.7)

    assert made["outcome"] == "clarify"


def test_command_that_no_classifier_scored_is_left_alone():
    message = Message(data={"text": "/request_human", "intent": {"name": "request_human"}})

    UnderstandingGate(UnderstandingGate.get_default_config()).process([message], tracker(None))

    assert message.get(UNDERSTANDING) is None
    assert message.get("intent") == {"name": "request_human"}


def test_conversation_without_a_tracker_is_decided():
    message = Message(data={"text": "家賃の相場"})
    message.set(SCORES, Scores(list(RANKING), 0.5))

    UnderstandingGate(UnderstandingGate.get_default_config()).process([message], None)

    assert message.get(UNDERSTANDING)["label"] == "housing/rent_cost"


@pytest.mark.parametrize(
    ("text", "outcome", "label"),
    [
        ("求人はありますか", "answer", "jobs/job_search"),
        ("担当者と話したい", "handoff", "handoff/human_agent"),
        ("死にたい", "answer", "chitchat/distress"),
        ("🏠", "fallback", None),
    ],
)
def test_whole_pipeline_decides(text, outcome, label, assistant):
    made = assistant.read(text).get(UNDERSTANDING)

    assert made["outcome"] == outcome
    assert label in {None, made["label"]}


def test_need_said_first_is_answered_first_through_the_whole_pipeline(assistant):
    made = assistant.read("仕事を紹介してください。それと、職員と話したい").get(UNDERSTANDING)

    assert (made["outcome"], made["label"], made["second_label"]) == (
        "answer",
        "jobs/job_search",
        "handoff/human_agent",
    )


def test_two_questions_that_blur_the_whole_are_answered_one_after_the_other():
    made = understanding(
        "家賃はいくらですか。それと、仕事を教えてください",
        ("life/hospital", 0.3),
        ("housing/rent_cost", 0.25),
        ("jobs/job_search", 0.2),
        clauses=[Scores([("housing/rent_cost", 0.9)], 0.5), Scores([("jobs/job_search", 0.9)], 0.5)],
    )

    assert (made["outcome"], made["label"], made["second_label"]) == ("answer", "housing/rent_cost", "jobs/job_search")


def test_numbers_alone_are_not_understood_and_offer_nothing():
    made = understanding("1111")

    assert (made["outcome"], made["control"], made["offer"]) == ("fallback", "noise", [])


def test_laughter_is_small_talk():
    made = understanding("ｗｗｗ")

    assert (made["outcome"], made["label"], made["control"]) == ("answer", "chitchat/smalltalk", "laugh")
