"""Replies in the reader's language: `actions.in_language`, and what every action remembers of it."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import (
    action_answer,
    action_cancel_handoff,
    action_choose_language,
    action_clarify,
    action_fallback,
    action_request_human,
    action_show_topic,
    action_submit_handoff,
    booking,
    closed,
    danger,
    handoff_questions,
    handoff_request,
    handoff_steps,
    in_language,
    languages,
    replies,
)
from actions.handoff_steps import CONSENT, CONTACT, KIND, QUESTION
from actions.library.shelf import SHELF
from actions.situation import Situation, read
from actions.when.windows import When

TODAY = datetime.date(2026, 11, 29)
KANA = set("あいうえおかきくけこさしすせそたちつてとなにのはまもをん")


def rendered(parts, language="en", written=None):
    return in_language.render(parts, language, written or language, SHELF.all(), TODAY)


def tracker(understood=None, slots=None, entities=(), intent="housing", desk=None):
    latest = {
        "text": "x",
        "intent": {"name": intent},
        "understanding": understood or {},
        "message_id": "m_1",
        "entities": [{"entity": name, "value": value} for name, value in entities],
        "metadata": {"channel": "web", "sent_at": "2026-11-29T10:00:00+09:00", "desk": desk or {}},
    }
    event = {"event": "user", "text": "x", "input_channel": "desk", "parse_data": latest, "message_id": "m_1"}
    return Tracker("c_1", slots or {}, latest, [event], False, None, {}, "action_listen")


def run(action, *args, **more):
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker(*args, **more), {}))
    return dispatcher.messages[0]["custom"]["parts"], {e["name"]: e["value"] for e in events if e["event"] == "slot"}


EVERYTHING = {
    "clarify": lambda: [replies.text("次の", "clarify_several")],
    "fallback 0": lambda: action_fallback.parts(0, situation(), SHELF.all()),
    "fallback 1": lambda: action_fallback.parts(1, situation(), SHELF.all()),
    "fallback 2": lambda: action_fallback.parts(2, situation(), SHELF.all()),
    "closed": lambda: [action_request_human.closed(situation(desk={"opens_at": "2026-11-30T00:00:00+00:00"}))],
    "failed": lambda: action_submit_handoff.failed_parts()[:1],
    "question": lambda: handoff_questions.parts(QUESTION, {}),
    "kind": lambda: handoff_questions.parts(KIND, {}),
    "consent": lambda: handoff_questions.parts(CONSENT, {}),
    "email": lambda: handoff_questions.parts(CONTACT, {KIND: "email"}),
    "phone": lambda: handoff_questions.parts(CONTACT, {KIND: "phone"}),
    "ask back a time": lambda: booking.ask_back(When(ask="half_of_day"), "明日の7時"),
    "none free": lambda: booking.none_free(None),
    "silent": lambda: booking.silent(None)[:1],
    "withdrawn": lambda: [replies.text("x", "entry_withheld", title="家賃の目安", label="housing/rent_cost")],
    "resting": lambda: [replies.text("x", "resting")],
    "unknown": lambda: closed.answer("nothing/like_this"),
    "greeting": lambda: action_choose_language.parts("en"),
}


def situation(**change) -> Situation:
    base = Situation("c_1", "m_1", True, "web", "x", "", None, None, {}, {}, {})
    return dataclasses.replace(base, **change)


@pytest.mark.parametrize("language", languages.TRANSLATED)
@pytest.mark.parametrize("name", EVERYTHING)
def test_what_the_system_says_is_in_the_language(name: str, language: str) -> None:
    parts = rendered(EVERYTHING[name](), language)

    words = [part["text"] for part in parts if part["type"] == "text"]
    labels = [choice["label"] for part in parts if part["type"] == "choices" for choice in part["choices"]]
    assert words
    assert not any("say" in part for part in parts)
    # The consent names a button of the screen by what stands on it.
    assert [
        text for text in [*words, *labels] if KANA & set(text.replace("「会話を消す（この端末とサーバー）」", ""))
    ] == []
    assert not KANA & set("".join(words).replace("「会話を消す（この端末とサーバー）」", ""))


@pytest.mark.parametrize("language", languages.TRANSLATED)
@pytest.mark.parametrize("label", sorted(SHELF.all()))
def test_every_answer_begins_in_the_language_and_its_choices_are_in_it(label: str, language: str) -> None:
    library = SHELF.all()
    parts = rendered(action_answer.parts(library[label], library, TODAY), language)

    assert parts[0]["language"] == language
    assert not KANA & set(parts[0]["text"])
    offered = [choice["label"] for part in parts if part["type"] == "choices" for choice in part["choices"]]
    assert offered
    assert not KANA & set("".join(offered))


def test_the_english_version_stands_before_the_japanese_and_is_marked() -> None:
    library = SHELF.all()
    about, english, japanese, *_ = rendered(
        action_answer.parts(library["housing/rent_cost"], library, TODAY), "zh-Hans"
    )

    assert "房租" in about["text"]
    assert english["language"] == "en"
    assert "¥35,000" in english["text"]
    assert "未经人工审核" in english["caveat"]
    assert "easy" not in english
    assert japanese["title"] == library["housing/rent_cost"].title
    assert japanese["easy_first"] is True
    assert "約3.5万円" in japanese["text"]


def test_an_answer_whose_original_is_newer_says_so() -> None:
    entry = SHELF.all()["housing/rent_cost"]
    older = dataclasses.replace(entry, english=dataclasses.replace(entry.english, is_older=True))
    parts = in_language.render([replies.answer(older, TODAY)], "en", "en", {entry.label: older}, TODAY)

    assert "The Japanese original is newer" in parts[1]["caveat"]


def test_an_answer_without_a_translation_stands_under_a_line_that_says_so() -> None:
    entry = dataclasses.replace(SHELF.all()["housing/rent_cost"], english=None)
    about, japanese = in_language.render([replies.answer(entry, TODAY)], "ko", "ko", {entry.label: entry}, TODAY)

    assert "일본어" in about["text"]
    assert japanese["title"] == entry.title


def test_words_without_a_translation_are_announced_as_japanese() -> None:
    parts = rendered([replies.text("新しい文です")], "en")

    assert parts[0]["text"].startswith("The following is in Japanese")
    assert parts[1]["text"] == "新しい文です"


def test_romaji_is_answered_in_plain_japanese() -> None:
    library = SHELF.all()
    parts = rendered(action_answer.parts(library["housing/rent_cost"], library, TODAY), "ja", "romaji")
    plain = rendered(action_answer.parts(library["housing/rent_cost"], library, TODAY), "ja", "ja")

    assert parts[0]["easy_first"] is True
    assert "easy_first" not in plain[0]


def test_an_aside_to_romaji_is_plain_with_readings_in_brackets() -> None:
    library = SHELF.all()
    [said, _] = rendered(action_answer.parts(library["chitchat/greeting_thanks"], library, TODAY), "ja", "romaji")

    assert "小樽（おたる）への移住（いじゅう）" in said["text"]
    assert said["easy_first"]


def test_another_language_hears_where_to_ask() -> None:
    parts = rendered(action_fallback.parts(0, situation(), SHELF.all()), "en", "other")

    assert "Foreign Resident Support Centre" in parts[-1]["text"]


def test_helplines_are_sent_as_they_are() -> None:
    parts = rendered(danger.parts("distress", "suicide", "ko"), "ko")

    assert parts[0]["language"] == "ko"
    assert parts[0]["flags"] == ["distress"]
    assert "say" not in parts[0]


def test_a_free_time_is_written_for_its_reader() -> None:
    offered = [replies.Choice("12/1(火) 14:00", '/choose_slot{"begin": "2026-12-01T14:00:00+09:00"}')]
    label = {
        language: rendered([replies.choices(offered, "reply")], language)[-1]["choices"][0]["label"]
        for language in ("en", "ko")
    }

    assert label == {"en": "Tue 1 Dec, 14:00", "ko": "12월 1일(화) 14:00"}


def test_the_next_opening_is_told_by_japans_clock() -> None:
    told = action_request_human.closed(situation(desk={"opens_at": "2026-11-30T00:00:00+00:00"}))

    assert rendered([told], "en")[0]["text"].endswith("Mon 30 Nov, 9:00")
    assert rendered([told], "zh-Hans")[0]["text"].endswith("11月30日(周一) 9:00")


@pytest.mark.parametrize(
    ("requested", "said", "value"),
    [
        (KIND, "By e-mail please", "email"),
        (KIND, "邮件", "email"),
        (KIND, "전화로 주세요", "phone"),
        (KIND, "by telephone", "phone"),
        (KIND, "just this chat", "chat"),
        (CONSENT, "Yes, I agree", True),
        (CONSENT, "同意", True),
        (CONSENT, "不同意", False),
        (CONSENT, "아니요", False),
        (CONSENT, "네", True),
    ],
)
def test_the_form_is_answered_in_words_of_the_language(requested: str, said: str, value: object) -> None:
    step = handoff_steps.take({QUESTION: "q"}, requested, situation(text=said), None)

    assert step.slots[requested] == value


@pytest.mark.parametrize("said", ["Stop", "cancel", "取消", "그만"])
def test_the_form_is_stopped_in_words_of_the_language(said: str) -> None:
    assert handoff_steps.take({}, QUESTION, situation(text=said), None).path == "cancelled"


def test_the_language_of_the_words_is_remembered_and_holds_for_taps() -> None:
    understood = {"label": "housing/rent_cost", "language": "en", "reply_language": "en", "outcome": "answer"}
    parts, slots = run(action_answer.ActionAnswer(), understood)
    assert slots["language"] == "en"
    assert parts[0]["language"] == "en"

    parts, slots = run(
        action_show_topic.ActionShowTopic(),
        slots={"language": "en"},
        entities=[("topic", "housing")],
        intent="choose_topic",
    )
    assert parts[0]["text"].startswith('About "Homes"')
    assert "language" not in slots


def test_a_word_that_is_a_topic_is_answered_with_the_topics_name_in_the_language() -> None:
    understood = {"topic": "jobs", "language": "ko", "reply_language": "en"}
    parts, _ = run(action_show_topic.ActionShowTopic(), understood)

    assert parts[0]["text"].startswith('About "Work"')


def test_japanese_words_bring_japanese_back() -> None:
    understood = {"label": "housing/rent_cost", "language": "ja", "reply_language": "ja", "outcome": "answer"}
    parts, slots = run(action_answer.ActionAnswer(), understood, {"language": "en"})

    assert slots["language"] == "ja"
    assert parts[0]["type"] == "answer"


def test_what_was_chosen_by_hand_holds() -> None:
    understood = {"label": "housing/rent_cost", "language": "ja", "reply_language": "ko", "outcome": "answer"}
    parts, slots = run(action_answer.ActionAnswer(), understood, {"language": "ko", "language_by_hand": True})

    assert parts[0]["language"] == "ko"
    assert "language" not in slots


@pytest.mark.parametrize("language", languages.NAMES)
def test_a_language_is_chosen_by_hand(language: str) -> None:
    parts, slots = run(
        action_choose_language.ActionChooseLanguage(), entities=[("language", language)], intent="choose_language"
    )

    assert slots == {"language": language, "language_by_hand": True}
    spoken = "ja" if language == languages.EASY else language
    assert parts[0].get("language", "ja") == spoken
    assert parts[-1]["purpose"] == "topics"


def test_plain_japanese_chosen_by_hand_holds_for_answers_texts_and_choices() -> None:
    chosen = {"language": languages.EASY, "language_by_hand": True}
    understood = {"outcome": "answer", "label": "housing/rent_cost", "language": "ja", "reply_language": "ja"}
    answer, slots = run(action_answer.ActionAnswer(), understood, chosen)
    assert answer[0]["easy_first"]
    assert "language" not in slots

    asked, _ = run(
        action_clarify.ActionClarify(), understood | {"offer": ["housing/rent_cost", "housing/akiya_bank"]}, chosen
    )
    assert asked[0]["text"] == "どれを 知（し）りたいですか？ 下（した）から 選（えら）んでください。"
    assert asked[1]["choices"][-1]["label"] == "この中に ない"
    assert not any("《" in choice["label"] for choice in asked[1]["choices"])
    greeting, _ = run(
        action_choose_language.ActionChooseLanguage(), entities=[("language", languages.EASY)], intent="choose_language"
    )
    assert greeting[0]["text"].startswith("これから やさしい 日本語（にほんご）で")
    # After a tap nothing was read of the message.
    assert read("c_1", {}, "desk", chosen).language == "ja"


@pytest.mark.parametrize(
    ("language", "words"), [(languages.EASY, "もう一度"), ("en", "last answer again"), ("ja", "さきほどの回答")]
)
def test_the_last_answer_comes_again_in_the_language_that_was_asked_for(language: str, words: str) -> None:
    parts, _ = run(
        action_choose_language.ActionChooseLanguage(),
        slots={"last_label": "housing/rent_cost"},
        entities=[("language", language)],
        intent="choose_language",
    )

    assert words in parts[0]["text"].replace("（いちど）", "")
    (answer, *_) = [part for part in parts if part.get("label") == "housing/rent_cost"]
    assert bool(answer.get("easy_first")) == (language == languages.EASY)
    assert not any(part.get("purpose") == "topics" for part in parts)


def test_without_a_language_all_are_offered() -> None:
    parts, slots = run(action_choose_language.ActionChooseLanguage(), intent="choose_language")

    assert [choice["label"] for choice in parts[-1]["choices"]] == list(languages.NAMES.values())
    assert slots == {}


def test_asking_back_and_cancelling_are_in_the_language() -> None:
    understood = {
        "offer": ["housing/rent_cost", "housing/akiya_bank"],
        "language": "zh-Hant",
        "reply_language": "zh-Hant",
    }
    parts, _ = run(action_clarify.ActionClarify(), understood)
    assert parts[0]["text"] == "您問的是下面哪一項？"
    assert parts[1]["choices"][0]["label"] == "房租行情與搬家初期費用"

    parts, _ = run(action_cancel_handoff.ActionCancelHandoff(), slots={"language": "ko"})
    assert parts[0]["language"] == "ko"


def test_the_consultant_is_told_the_language_and_gets_the_original_words() -> None:
    events = [
        {"event": "user", "text": "How much is the rent?", "parse_data": {"understanding": {"language": "en"}}},
        {"event": "user", "text": "/request_human", "parse_data": {}},
    ]
    body = handoff_request.body(situation(text="人に相談する"), events, {"language": "en"}, "")

    assert body["slots"]["language"] == "英語"
    assert body["question"] == "How much is the rent?"
    assert "language" not in handoff_request.body(situation(), events[1:], {}, "")["slots"]


def test_where_the_pack_has_no_texts_of_a_language_replies_are_in_plain_japanese(monkeypatch) -> None:
    monkeypatch.setenv("HITOHATA_PACK", "tests/packs/mihon")
    words = replies.text("難しい言葉", "greeting") | {"easy": "やさしい言葉《ことば》"}

    (shown,) = in_language.render([words], "en", "en", {}, TODAY)
    assert (shown["text"], shown["easy_first"]) == ("やさしい言葉（ことば）", True)
    assert [choice.label for choice in action_choose_language.offered()] == ["日本語", "やさしい日本語"]
