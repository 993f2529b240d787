"""What UnderstandingGate makes of words that steer the talk, beside danger and beside questions."""

from __future__ import annotations

import pytest

from bot.nlu.understanding_gate import UNDERSTANDING
from tests.bot.nlu.gate_by_hand import decided, understanding


def test_a_wish_about_the_talk_is_no_cry_however_the_detector_hears_it():
    made = understanding("待つのをやめたい", heard=0.6)

    assert (made["danger"], made["control"], made["outcome"]) == (None, "stop", "answer")


@pytest.mark.parametrize("text", ["もうやめます", "なんでもないです", "やめる", "終わりにします"])
def test_a_wish_that_may_mean_more_than_the_talk_ends_it_with_a_line_of_care(text):
    made = understanding(text, heard=0.6)

    assert (made["danger"], made["control"], made["outcome"], made["care"]) == (None, "stop", "answer", True)


def test_a_wish_that_may_mean_more_than_the_talk_stays_a_cry_where_the_detector_is_sure():
    made = understanding("もうやめます", heard=0.9)

    assert (made["flags"], made["control"]) == (["distress"], None)


def test_words_of_the_talk_outweigh_a_detector_in_doubt_and_a_line_of_care_goes_with_them():
    made = understanding("なんでもないです", heard=0.5)

    assert (made["danger"], made["control"], made["care"]) == (None, "stop", True)


@pytest.mark.parametrize("heard", [0.1, 0.2, 0.6])
@pytest.mark.parametrize("text", ["待つのをやめたい", "最初から", "さいしょから"])
def test_words_that_name_the_talk_need_no_line_of_care(text, heard):
    assert understanding(text, heard=heard)["care"] is False


def test_a_time_after_an_offer_of_times_is_no_cry_where_the_detector_is_in_doubt():
    after = {"last_label": "centre/centre_booking"}

    made = understanding("夜しか時間がとれない", heard=0.5, **after)
    assert (made["danger"], made["care"]) == (None, True)
    assert understanding("夜しか時間がとれない", heard=0.9, **after)["flags"] == ["distress"]
    assert understanding("夜しか時間がとれない", heard=0.5)["flags"] == ["distress"]
    assert understanding("夜になると死にたい", heard=0.5, **after)["flags"] == ["distress"]
    # Little more than a time, and more all the same.
    for cry in ("明日の朝にはもういません", "10時に飛びます", "夜がこわい"):
        assert understanding(cry, heard=0.5, **after)["flags"] == ["distress"]


def test_an_appointment_beside_another_need_is_never_lost():
    asked = understanding(
        "雪のことを教えてください。予約もしたいです", ("life/snow_removal", 0.3), ("life/hospital", 0.2)
    )
    answered = understanding("予約したい。あと雪のことも教えて", ("life/snow_removal", 0.95))
    alone = understanding("雪のことを教えてください", ("life/snow_removal", 0.3), ("life/hospital", 0.2))

    assert asked["outcome"] == "clarify"
    assert asked["offer"] == ["centre/centre_booking", "life/snow_removal", "life/hospital"]
    assert (answered["label"], answered["second_label"]) == ("life/snow_removal", "centre/centre_booking")
    assert "centre/centre_booking" not in alone["offer"]


def test_facts_about_the_writer_are_asked_back_and_never_answered():
    message = decided("東京です")

    assert message.get("intent")["name"] == "choose_topic"
    assert (message.get(UNDERSTANDING)["control"], message.get(UNDERSTANDING)["outcome"]) == ("told", "clarify")


def test_a_topic_word_after_an_answer_goes_on_from_it():
    assert understanding("病院")["topic"] == "health"
    assert understanding("病院は？", last_label="life/city_profile")["topic"] is None


@pytest.mark.parametrize("text", ["人と話したい", "スタッフを呼んで", "ヘルプ"])
def test_who_asks_for_somebody_in_words_of_danger_is_in_danger(text):
    assert understanding(text, heard=0.6)["flags"] == ["distress"]
    assert understanding(text, heard=0.2)["flags"] == []


def test_a_wish_that_nobody_hears_danger_in_needs_no_care():
    made = understanding("もうやめます", heard=0.2)

    assert (made["control"], made["care"]) == ("stop", False)


def test_a_rule_is_heard_in_whatever_steers_the_talk():
    made = understanding("もう死にたいのでやめます", heard=0.6)

    assert (made["flags"], made["by_rule"]) == (["distress"], True)


def test_a_bare_time_after_an_offer_of_times_is_about_them():
    made = understanding("14:00", last_label="centre/centre_booking")

    assert (made["outcome"], made["label"], made["control"]) == ("answer", "centre/centre_booking", None)
