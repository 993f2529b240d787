"""What is offered where several things may be meant: menus, candidates, topics named beside an answer."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, action_clarify, action_fallback, action_show_topic, city, replies
from actions.library.shelf import SHELF
from tests.actions.steering import RENT, SNOW, labels, said_by_us, say, words
from tests.actions.test_actions import situation

PROJECT = Path(__file__).resolve().parents[2]


def topic_keys() -> set[str]:
    """The topics that the understanding names, from its source: the two houses import nothing of each other."""
    source = (PROJECT / "bot" / "nlu" / "topic_words.py").read_text(encoding="utf-8")
    return set(re.findall(r'^    "([a-z]+)": "', source, re.MULTILINE))


@pytest.mark.parametrize("menu", city.menus(), ids=lambda menu: menu.key)
def test_every_menu_offers_answers_that_are_there(menu: city.Topic) -> None:
    assert set(menu.labels) <= set(SHELF.all())
    assert len(menu.labels) > 2


def test_every_topic_word_opens_a_menu() -> None:
    assert {city.topic(key) is not None for key in topic_keys()} == {True}


@pytest.mark.parametrize("key", ["money", "housing"])
def test_a_topic_word_shows_its_menu(key: str) -> None:
    parts, _ = say("restart", text="お金", topic=key)

    found = city.topic(key)
    assert found.name in words(parts)
    assert labels(parts)[0] == SHELF.all()[found.labels[0]].title


def test_the_third_failure_opens_a_person_and_the_menu() -> None:
    parts = action_fallback.parts(2, situation("？"), SHELF.all())

    offered = [choice["payload"] for choice in parts[1]["choices"]]
    assert offered[0] == replies.ASK_PERSON.payload
    assert sum(payload.startswith("/choose_topic") for payload in offered) > 3


def clarified(text: str, **understanding: Any) -> list[dict[str, Any]]:
    """What an unsure message is answered with, by what was understood of it."""
    latest = {
        "text": text,
        "message_id": "m",
        "understanding": {"outcome": "clarify", **understanding},
        "metadata": {},
    }
    tracker = Tracker("c_1", {}, latest, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    asyncio.run(action_clarify.ActionClarify().run(dispatcher, tracker, {}))
    return [part for message in dispatcher.messages for part in message["custom"]["parts"]]


@pytest.mark.parametrize(("offer", "asks"), [([RENT], False), ([RENT, "town/unknown"], False), ([RENT, SNOW], True)])
def test_one_candidate_is_answered_and_never_asked_about(offer: list[str], asks: bool) -> None:
    parts = clarified("家賃", offer=offer)

    assert any(part.get("purpose") == "clarify" for part in parts) is asks
    assert any(part["type"] == "answer" for part in parts) is not asks


def test_which_of_several_is_asked_with_the_same_choices_again() -> None:
    offered = [replies.choose(SHELF.all()[label]) for label in (RENT, SNOW)]
    before = said_by_us([replies.choices([*offered, replies.NONE_OF_THESE], "clarify")])
    latest = {
        "text": '/clarify{"kind": "which"}',
        "intent": {"name": "clarify"},
        "entities": [{"entity": "kind", "value": "which"}],
        "message_id": "m_2",
        "metadata": {"channel": "web", "shown_text": "それで"},
    }
    tracker = Tracker(
        "c_1", {}, latest, [*before, {"event": "user", "text": "それで"}], False, None, {}, "action_listen"
    )
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()

    changed = asyncio.run(action_clarify.ActionClarify().run(dispatcher, tracker, {}))

    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    assert "どれでしょうか" in words(parts)
    assert labels(parts)[:3] == [*(choice.label for choice in offered), replies.NONE_OF_THESE.label]
    assert [event for event in changed if event.get("name") == "fallback_count"] == []


def test_both_of_two_are_the_first_answer_with_the_other_first_below() -> None:
    latest = {
        "text": "/choose",
        "intent": {"name": "choose"},
        "entities": [{"entity": "label", "value": RENT}, {"entity": "given", "value": SNOW}],
        "message_id": "m_2",
        "metadata": {"channel": "web", "shown_text": "どっちも"},
    }
    tracker = Tracker("c_1", {}, latest, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()

    asyncio.run(action_answer.ActionAnswer().run(dispatcher, tracker, {}))

    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    assert parts[1]["label"] == RENT
    assert "まず" in words(parts[:1])
    assert labels(parts)[0] == SHELF.all()[SNOW].title


def beside(action: type, intent: str, entities: list[dict], understanding: dict, topics: list[str]) -> list[dict]:
    latest = {
        "text": "…",
        "intent": {"name": intent},
        "entities": entities,
        "understanding": understanding,
        "message_id": "m_2",
        "metadata": {"channel": "web", "shown_text": "仕事と家賃", "topics": topics},
    }
    tracker = Tracker("c_1", {}, latest, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    asyncio.run(action().run(dispatcher, tracker, {}))
    return [part for message in dispatcher.messages for part in message["custom"]["parts"]]


def test_a_topic_named_beside_what_is_answered_is_offered_first() -> None:
    understood = {"outcome": "answer", "label": RENT, "reply_language": "ja"}

    parts = beside(action_answer.ActionAnswer, "housing", [], understood, ["jobs"])

    assert "まず" in words(parts[:1])
    assert labels(parts)[0] == city.topic("jobs").name


def test_the_topic_of_the_answer_itself_is_not_offered_again() -> None:
    understood = {"outcome": "answer", "label": RENT, "reply_language": "ja"}

    parts = beside(action_answer.ActionAnswer, "housing", [], understood, ["housing"])

    assert parts[0]["type"] == "answer"


def test_a_list_of_topics_offers_each() -> None:
    chosen = [{"entity": "topic", "value": "jobs,housing"}]

    parts = beside(action_show_topic.ActionShowTopic, "choose_topic", chosen, {}, [])

    assert labels(parts) == [city.topic("jobs").name, city.topic("housing").name, replies.ASK_PERSON.label]
    assert "どれから" in words(parts)


@pytest.mark.parametrize(
    ("text", "chances", "answers"),
    [
        ("家賃", (0.68, 0.12), True),
        ("家賃？", (0.68, 0.12), True),
        ("家賃", (0.68, 0.2), False),
        ("家賃", (0.55, 0.02), False),
        ("家賃のことで相談", (0.68, 0.12), False),
        ("家賃", (0.0, 0.0), False),
    ],
)
def test_a_bare_word_of_one_likely_meaning_is_answered_and_the_others_are_offered(
    text: str, chances: tuple[float, float], answers: bool
) -> None:
    candidates = [{"label": label, "confidence": chance} for label, chance in zip((RENT, SNOW), chances, strict=True)]
    parts = clarified(text, offer=[RENT, SNOW], candidates=candidates)

    assert any(part.get("label") == RENT and part["type"] == "answer" for part in parts) is answers
    assert SHELF.all()[SNOW].title in labels(parts)
