"""A follow-up while the assistant waits for which of several answers is meant."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, action_clarify, replies, talk_texts
from actions.library.shelf import SHELF
from actions.replies import NONE_OF_THESE, Part

SNOW = "life/snow_removal"
OFFERED = ["subsidy/support_overview", "startup/startup_subsidy", "housing/renovation_housing_aid"]


def asked_back(offered: list[str]) -> list[dict]:
    """The events of an answer about snow, another question, and ours: which of these?"""
    ways = [replies.choose(SHELF.all()[label]) for label in offered]
    parts: list[Part] = [replies.text("どれですか"), replies.choices([*ways, NONE_OF_THESE], "clarify")]
    return [
        {"event": "slot", "name": "last_label", "value": SNOW},
        {"event": "user", "text": "補助金があれば知りたい"},
        {"event": "bot", "data": {"custom": {"parts": parts}}},
        {"event": "user"},
    ]


def reply(text: str, label: str, events: list[dict], *, leans: bool = True, language: str = "ja"):
    understanding = {"outcome": "answer", "label": label, "leans_on_context": leans, "reply_language": language}
    latest = {"text": text, "message_id": "m_3", "metadata": {"channel": "web"}, "understanding": understanding}
    tracker = Tracker("c_1", {"last_label": SNOW}, latest, events, False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    changed = asyncio.run(action_answer.ActionAnswer().run(dispatcher, tracker, {}))
    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    return parts, {event["name"]: event["value"] for event in changed}


@pytest.mark.parametrize("text", ["条件は？", "二人でいくら"])
def test_a_follow_up_that_fits_several_of_them_is_asked_again_which(text: str) -> None:
    said, ways = reply(text, SNOW, asked_back(OFFERED))[0]

    assert said["text"] == talk_texts.say("which_below")["text"]
    shown = [choice["payload"] for choice in ways["choices"]]
    assert shown[:4] == [*(replies.choose(SHELF.all()[label]).payload for label in OFFERED), NONE_OF_THESE.payload]


def test_one_that_fits_one_of_them_gets_its_passage() -> None:
    parts, slots = reply("家賃は？", SNOW, asked_back(["startup/empty_shop", "life/climate"]))

    assert (parts[0]["label"], slots["last_label"]) == ("startup/empty_shop", "startup/empty_shop")
    assert "家賃" in parts[0]["text"]
    assert '/choose{"label": "life/climate"}' in [choice["payload"] for choice in parts[1]["choices"]]


def test_the_answer_before_is_remembered_until_one_is_given() -> None:
    assert "last_label" not in reply("条件は？", SNOW, asked_back(OFFERED))[1]


@pytest.mark.parametrize(
    ("label", "leans", "events"),
    [
        (SNOW, False, asked_back(OFFERED)),
        (OFFERED[1], True, asked_back(OFFERED)),
        (SNOW, True, asked_back(OFFERED)[:1]),
    ],
)
def test_what_stands_for_itself_is_one_of_them_or_follows_no_question_is_answered(
    label: str, leans: bool, events: list[dict]
) -> None:
    parts, _ = reply("条件は？", label, events, leans=leans)

    assert parts[0]["type"] == "answer"
    assert parts[0]["label"] == label


def of_topic(offered: list[str]) -> list[dict]:
    """The events of a topic that was opened after an answer about snow."""
    ways = [replies.choose(SHELF.all()[label]) for label in offered]
    parts: list[Part] = [replies.text("お金について"), replies.choices([*ways, replies.ASK_PERSON], "topics")]
    return [
        {"event": "slot", "name": "last_label", "value": SNOW},
        {"event": "user", "text": "お金"},
        {"event": "bot", "data": {"custom": {"parts": parts}}},
        {"event": "user"},
    ]


def not_understood(
    text: str, events: list[dict], *, bare: bool, leans: bool = False
) -> tuple[list[Part], dict[str, object]]:
    understanding = {"outcome": "clarify", "offer": ["nursery/nursery_fees", "jobs/wage_level"], "bare": bare}
    understanding |= {"leans_on_context": leans, "label": "nursery/nursery_fees", "reply_language": "ja"}
    latest = {"text": text, "message_id": "m_3", "metadata": {"channel": "web"}, "understanding": understanding}
    tracker = Tracker("c_1", {}, latest, events, False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    changed = asyncio.run(action_clarify.ActionClarify().run(dispatcher, tracker, {}))
    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    return parts, {event["name"]: event["value"] for event in changed}


def test_a_bare_question_word_leans_on_the_topic_that_stands() -> None:
    offered = ["housing/rent_cost", "housing/public_housing"]

    said, ways = not_understood("いくらですか", of_topic(offered), bare=True)[0]

    assert said["text"] == talk_texts.say("which_below")["text"]
    shown = [choice["payload"] for choice in ways["choices"]]
    assert shown[:2] == [replies.choose(SHELF.all()[label]).payload for label in offered]


@pytest.mark.parametrize("text", ["もっと詳しく", "それはいくら"])
def test_what_leans_on_a_question_of_ours_is_asked_again_of_the_same_answers(text: str) -> None:
    (said, ways), slots = not_understood(text, asked_back(OFFERED), bare=False, leans=True)

    assert said["text"] == talk_texts.say("which_below")["text"]
    assert [choice["payload"] for choice in ways["choices"]][:3] == [
        replies.choose(SHELF.all()[label]).payload for label in OFFERED
    ]
    assert "last_label" not in slots


def test_it_is_answered_by_the_one_of_them_that_says_something_of_it() -> None:
    parts, slots = not_understood("家賃は？", of_topic(["startup/empty_shop", "life/climate"]), bare=True)

    assert (parts[0]["label"], slots["last_label"]) == ("startup/empty_shop", "startup/empty_shop")


def test_what_names_its_own_subject_leans_on_no_topic() -> None:
    parts, _ = not_understood("保育園はいくら", of_topic(["housing/rent_cost", "housing/public_housing"]), bare=False)

    assert parts[0]["text"] != talk_texts.say("which_below")["text"]
