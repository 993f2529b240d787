"""Thanks and farewells that were understood as an aside are answered as what they are."""

from __future__ import annotations

import pytest

from tests.actions.steering import RENT, answered, labels, say

GREETING, SMALLTALK = "chitchat/greeting_thanks", "chitchat/smalltalk"


def told(text: str, label: str = GREETING, language: str = "ja") -> list:
    return say(None, answered(RENT), text, language, label)[0]


@pytest.mark.parametrize(
    "text", ["とっても助かりました！ありがとう😊", "どうもありがとうございましたー", "ほんとに感謝です"]
)
def test_thanks_keep_what_stood_to_be_chosen(text: str) -> None:
    parts = told(text)

    assert parts[0]["text"].startswith("どういたしまして")
    assert len(labels(parts)) > 1


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("バイバイ", GREETING),
        ("またね", GREETING),
        ("さようなら", GREETING),
        ("じゃあまた", SMALLTALK),
        ("再見", SMALLTALK),
    ],
)
def test_a_farewell_is_no_greeting(text: str, label: str) -> None:
    assert told(text, label)[0]["text"].startswith("ご利用ありがとうございました")


def test_a_farewell_that_is_heard_by_its_form_is_one_whatever_it_was_taken_for() -> None:
    parts = say("thanks", answered(RENT), "掰掰", "zh-Hant", "life/climate")[0]

    assert parts[0]["text"].startswith("感謝您的使用")


def test_it_is_said_in_the_language_of_the_talk() -> None:
    assert told("bye bye", language="en")[0]["text"].startswith("Thank you for writing")


@pytest.mark.parametrize(
    "text",
    [
        "こんにちは",
        "はじめまして",
        "よろしくお願いします",
        "ありがとう、ところで家賃は？",
        "ありがとうございます。犬のことも知りたいです",
    ],
)
def test_greetings_and_questions_are_answered_as_before(text: str) -> None:
    assert "短い言葉でお送りください" in told(text)[0]["text"]


def test_another_answer_is_not_held_up_by_thanks() -> None:
    assert told("家賃のこと、ありがとう", "life/climate")[0]["type"] == "answer"
