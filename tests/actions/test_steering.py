"""Words that steer the talk: each gets a reply that fits what was said before, inside the form as well."""

from __future__ import annotations

import asyncio
import inspect
import re
from pathlib import Path

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import (
    action_answer,
    action_cancel_handoff,
    action_clarify,
    action_fallback,
    action_show_topic,
    booking,
    city,
    desk_request,
    handoff_steps,
    in_language,
    languages,
    my_appointments,
    replies,
    talk_texts,
)
from actions.desk_request import DeskSilent
from actions.handoff_steps import CONSENT, CONTACT, KIND, QUESTION
from actions.library.shelf import SHELF
from tests.actions.test_actions import TODAY, situation

PROJECT = Path(__file__).resolve().parents[2]
RENT, SNOW = "housing/rent_cost", "life/snow_removal"
STANDS = my_appointments.Standing(
    "YO-1124-01", "11月25日(水) 10:00〜11:00", "11月25日(水) 10:00", "phone", "https://a.test", "https://b.test"
)
ACTIONS = {
    "thanks": action_answer.ActionAnswer,
    "yes": action_answer.ActionAnswer,
    "laugh": action_answer.ActionAnswer,
    "no": action_fallback.ActionFallback,
    "wrong": action_fallback.ActionFallback,
    "emoji": action_fallback.ActionFallback,
    "noise": action_fallback.ActionFallback,
    "help": action_show_topic.ActionShowTopic,
    "restart": action_show_topic.ActionShowTopic,
    "back": action_show_topic.ActionShowTopic,
    "told": action_show_topic.ActionShowTopic,
    "stop": action_cancel_handoff.ActionCancelHandoff,
}


def answered(label: str) -> list[dict]:
    """The events of a question and its answer."""
    parts = action_answer.parts(SHELF.all()[label], SHELF.all(), TODAY)
    return [*said_by_us(parts), {"event": "slot", "name": "last_label", "value": label}]


def said_by_us(parts: list[dict]) -> list[dict]:
    return [{"event": "user", "text": "x"}, {"event": "bot", "data": {"custom": {"parts": parts}}}]


def topic_keys() -> set[str]:
    """The topics that the understanding names, from its source: the two houses import nothing of each other."""
    source = (PROJECT / "bot" / "nlu" / "topic_words.py").read_text(encoding="utf-8")
    return set(re.findall(r'^    "([a-z]+)": "', source, re.MULTILINE))


def say(
    control: str,
    events: list[dict] | None = None,
    text: str = "…",
    language: str = "ja",
    label: str = "x/y",
    care: bool = False,
    topic: str | None = None,
):
    """Send words that steer, after something was said; returns the parts and the slots that are set."""
    latest = {
        "text": text,
        "message_id": "m_2",
        "metadata": {"channel": "web", "desk": {"open": True}},
        "understanding": {
            "control": None if topic else control,
            "topic": topic,
            "label": label,
            "reply_language": language,
            "outcome": "answer",
            "care": care,
        },
    }
    tracker = Tracker(
        "c_1", {}, latest, [*(events or []), {"event": "user", "text": text}], False, None, {}, "action_listen"
    )
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    ran = ACTIONS[control]().run(dispatcher, tracker, {})
    changed = asyncio.run(ran) if inspect.isawaitable(ran) else ran
    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    return parts, {event["name"]: event["value"] for event in changed if event["event"] == "slot"}


def words(parts: list[dict]) -> str:
    return "\n".join(str(part.get("text", "")) for part in parts)


def labels(parts: list[dict]) -> list[str]:
    return [choice["label"] for part in parts for choice in part.get("choices", [])]


def test_thanks_are_answered_in_place_and_the_choices_stay() -> None:
    before = answered(RENT)
    offered = [label for label in labels(before[1]["data"]["custom"]["parts"]) if label not in {"はい", "いいえ"}]

    parts, slots = say("thanks", before, "ありがとう")

    assert "どういたしまして" in words(parts)
    assert labels(parts) == offered
    assert slots["fallback_count"] == 0.0


@pytest.mark.parametrize("text", ["👍", "🙏", "😊", "🌸"])
def test_a_picture_alone_is_thanks(text: str) -> None:
    assert "どういたしまして" in words(say("emoji", answered(RENT), text)[0])


def test_a_sad_picture_alone_is_none() -> None:
    parts, _ = say("emoji", answered(RENT), "😢")

    assert "申し訳ありません" in words(parts)
    assert replies.ASK_PERSON.label in labels(parts)


def test_yes_and_no_after_an_answer_say_whether_it_helped() -> None:
    assert "うれしい" in words(say("yes", answered(RENT), "はい")[0])
    assert "申し訳ありません" in words(say("no", answered(RENT), "いいえ")[0])


def test_yes_takes_the_one_thing_that_was_asked_about() -> None:
    asked = [
        replies.text("家賃のことですか？"),
        replies.choices([replies.choose(SHELF.all()[RENT]), replies.NONE_OF_THESE], "clarify"),
    ]

    parts, slots = say("yes", said_by_us(asked), "はい")

    assert parts[0]["label"] == RENT
    assert slots["last_label"] == RENT


def test_yes_to_several_things_asks_which() -> None:
    both = [replies.choose(SHELF.all()[label]) for label in (RENT, SNOW)]
    asked = [replies.text("どれですか？"), replies.choices([*both, replies.NONE_OF_THESE], "clarify")]

    parts, _ = say("yes", said_by_us(asked), "はい")

    assert "どれでしょうか" in words(parts)
    assert labels(parts)[:2] == [choice.label for choice in both]


def test_no_to_what_was_asked_back_is_not_understood() -> None:
    both = [replies.choose(SHELF.all()[label]) for label in (RENT, SNOW)]
    asked = [replies.text("どれですか？"), replies.choices([*both, replies.NONE_OF_THESE], "clarify")]

    _, slots = say("no", said_by_us(asked), "いいえ")

    assert slots["fallback_count"] == 1.0


@pytest.mark.parametrize(("control", "path"), [("yes", "/webhooks/appointments/cancel"), ("no", None)])
def test_a_typed_yes_cancels_after_the_question_and_a_typed_no_does_not(
    monkeypatch: pytest.MonkeyPatch, control: str, path: str | None
) -> None:
    asked: list[str] = []

    async def post(path: str, request: dict, identity: str) -> dict:
        asked.append(path)
        return {"state": "cancelled", "text": STANDS.text}

    monkeypatch.setattr(desk_request, "post", post)
    parts, _ = say(control, said_by_us(my_appointments.told([STANDS], "cancel_booking")), "はい")

    assert asked == ([path] if path else [])
    assert ("取り消しました" if path else "そのまま") in words(parts)


def test_who_only_looks_at_an_appointment_cancels_nothing_by_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    async def post(path: str, request: dict, identity: str) -> dict:
        raise AssertionError(path)

    monkeypatch.setattr(desk_request, "post", post)

    assert "わかりました" in words(say("yes", said_by_us(my_appointments.told([STANDS], "my_booking")), "はい")[0])


def test_wrong_after_an_answer_asks_what_is_wrong() -> None:
    parts, _ = say("wrong", answered(RENT), "この回答間違ってるよ")

    assert words(parts).startswith("ご指摘ありがとうございます。どこが違いますか？")


def test_help_names_what_can_be_written_and_begins_with_booking_and_a_person() -> None:
    parts, _ = say("help")

    assert "予約したい" in words(parts)
    assert [replies.BOOK.label, replies.ASK_PERSON.label] == labels(parts)[-2:]


def test_back_is_the_answer_before_the_last_one() -> None:
    parts, slots = say("back", [*answered(RENT), *answered(SNOW)])

    assert parts[1]["label"] == RENT
    assert slots["last_label"] == RENT


@pytest.mark.parametrize(("control", "events"), [("restart", answered(RENT)), ("back", answered(RENT)), ("back", [])])
def test_from_the_beginning_nothing_counts_any_more(control: str, events: list[dict]) -> None:
    parts, slots = say(control, events)

    assert "はじめに戻りました" in words(parts)
    assert slots["last_label"] is None


def test_stop_outside_of_a_form_speaks_of_no_message() -> None:
    assert "伝言" not in words(say("stop", answered(RENT))[0])
    form = said_by_us([replies.choices([replies.STOP], "reply")])
    assert "伝言の受付はしていません" in words(say("stop", form)[0])


@pytest.mark.parametrize("language", languages.TRANSLATED)
@pytest.mark.parametrize("control", sorted(ACTIONS))
def test_in_other_languages_it_is_said_in_them(control: str, language: str) -> None:
    parts, _ = say(control, answered(RENT), "ok", language, "chitchat/greeting_thanks")

    assert parts[0]["language"] == language
    assert parts[0]["text"] != languages.catalogue(language).texts["in_japanese"]
    assert "say" not in parts[0]


@pytest.mark.parametrize("control", sorted(ACTIONS))
def test_in_japanese_it_has_a_version_in_plain_japanese(control: str) -> None:
    parts, _ = say(control, answered(RENT))

    assert "《" in parts[0]["easy"] or parts[0]["easy"].isascii() is False
    assert "language" not in parts[0]


@pytest.mark.parametrize("language", languages.TRANSLATED)
@pytest.mark.parametrize("found", [[STANDS], [STANDS, STANDS], []], ids=["one", "two", "none"])
@pytest.mark.parametrize("control", sorted(my_appointments.CONTROLS))
def test_appointments_are_told_in_the_language(control: str, found: list, language: str) -> None:
    said = my_appointments.told(found, control) if found else my_appointments.none_stands(control)

    parts = in_language.render(said, language, language, SHELF.all(), TODAY)

    assert parts[0]["language"] == language
    assert not any("say" in part for part in parts)
    shown = [part["label"] for part in parts if part["type"] == "contact"] + labels(parts)
    assert shown
    assert not any(word in label for label in shown for word in ("変える", "取り消す", "入れる", "そのまま"))


@pytest.mark.parametrize("language", languages.TRANSLATED)
def test_every_text_of_the_talk_has_a_translation(language: str) -> None:
    assert not set(talk_texts.TEXTS) - set(languages.catalogue(language).texts)


def test_facts_about_the_writer_are_thanked_for_and_the_question_is_asked_for() -> None:
    parts, slots = say("told", answered(RENT), "東京です")

    assert "どんなことを知りたいですか" in words(parts)
    assert parts[-1]["purpose"] == "topics"
    assert "last_label" not in slots


def test_a_line_of_care_stands_before_the_words_of_the_talk() -> None:
    parts, _ = say("stop", answered(RENT), "なんでもないです", care=True)

    assert "いつでも書いてください" in words(parts[1:])
    assert "いつでも書いてください" not in words(parts[:1])


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


class TestForm:
    def step(self, requested: str, control: str, filled: dict | None = None, earlier: str | None = None):
        where = situation("…", understanding={"control": control, "outcome": "answer", "confidence": 1.0})
        return handoff_steps.take(filled or {}, requested, where, earlier)

    @pytest.mark.parametrize("control", ["thanks", "help", "emoji", "wrong", "no", "person", "yes"])
    def test_what_is_no_question_is_not_sent_as_one(self, control: str) -> None:
        step = self.step(QUESTION, control)

        assert (step.slots, step.requested) == ({QUESTION: None}, QUESTION)
        assert step.say

    def test_facts_about_the_writer_may_be_the_message(self) -> None:
        assert self.step(QUESTION, "told").slots[QUESTION]

    def test_yes_takes_the_question_that_was_asked_before(self) -> None:
        assert self.step(QUESTION, "yes", earlier="家賃は").slots == {QUESTION: "家賃は"}

    def test_no_to_mail_and_telephone_is_the_chat_alone(self) -> None:
        step = self.step(KIND, "no", {QUESTION: "家賃は"})

        assert (step.slots, step.requested) == ({KIND: "chat"}, None)

    @pytest.mark.parametrize(("requested", "before"), [(KIND, QUESTION), (CONSENT, KIND), (CONTACT, KIND)])
    def test_back_is_the_question_before(self, requested: str, before: str) -> None:
        step = self.step(requested, "back", {QUESTION: "家賃は", KIND: "email", CONSENT: True})

        assert step.requested == before
        assert step.slots[before] is None
        assert step.path == "message"

    @pytest.mark.parametrize("control", ["stop", "restart", "back", "book", "my_booking", "cancel_booking"])
    def test_words_that_want_something_else_end_it(self, control: str) -> None:
        step = self.step(QUESTION, control)

        assert (step.path, step.requested) == ("cancelled", None)

    def test_booking_in_its_middle_leads_to_booking(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def post(*_: object) -> None:
            raise DeskSilent("away")

        monkeypatch.setattr(desk_request, "post", post)
        monkeypatch.setitem(ACTIONS, "book", action_cancel_handoff.ActionCancelHandoff)

        assert words(say("book", text="予約したい")[0]) == words(booking.silent(SHELF.entry("handoff/handoff_contact")))


def test_the_third_failure_opens_a_person_and_the_menu() -> None:
    parts = action_fallback.parts(2, situation("？"), SHELF.all())

    offered = [choice["payload"] for choice in parts[1]["choices"]]
    assert offered[0] == replies.ASK_PERSON.payload
    assert sum(payload.startswith("/choose_topic") for payload in offered) > 3


@pytest.mark.parametrize(("offer", "asks"), [([RENT], False), ([RENT, "town/unknown"], False), ([RENT, SNOW], True)])
def test_one_candidate_is_answered_and_never_asked_about(offer: list[str], asks: bool) -> None:
    latest = {
        "text": "家賃",
        "message_id": "m",
        "understanding": {"outcome": "clarify", "offer": offer},
        "metadata": {},
    }
    tracker = Tracker("c_1", {}, latest, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()

    action_clarify.ActionClarify().run(dispatcher, tracker, {})

    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
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

    changed = action_clarify.ActionClarify().run(dispatcher, tracker, {})

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
    ran = action().run(dispatcher, tracker, {})
    if inspect.isawaitable(ran):
        asyncio.run(ran)
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
    latest = {
        "text": text,
        "message_id": "m",
        "understanding": {"outcome": "clarify", "offer": [RENT, SNOW], "candidates": candidates},
        "metadata": {},
    }
    tracker = Tracker("c_1", {}, latest, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()

    action_clarify.ActionClarify().run(dispatcher, tracker, {})

    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    assert any(part.get("label") == RENT and part["type"] == "answer" for part in parts) is answers
    assert SHELF.all()[SNOW].title in labels(parts)
