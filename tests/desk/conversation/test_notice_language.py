"""Notices beside the language of the talk: `desk.conversation_sql.notice_language`."""

from __future__ import annotations

import pytest

from desk.conversation import handover_texts, message_parts, texts
from desk.conversation.models import Author, Situation
from desk.conversation_sql import notice_language
from tests.desk.conversation.passage import Desk

OPEN = Situation(open=True, on_duty=1, opens_at=None, opens_text=None, expected_wait_minutes=5)


@pytest.mark.parametrize("language", notice_language.TRANSLATED)
def test_a_notice_keeps_its_japanese_numbers_below_the_translation(language: str) -> None:
    notice, acts = notice_language.beside(handover_texts.queued("R-1", 2, OPEN), language)

    translation, _, japanese = notice["text"].partition("\n")
    assert japanese == handover_texts.queued("R-1", 2, OPEN)[0]["text"]
    assert "相談員" not in translation
    assert notice["language"] == language
    assert acts["choices"][0]["payload"] == "desk:cancel"
    assert acts["choices"][0]["label"] != message_parts.CANCEL_WAIT[0]


@pytest.mark.parametrize(
    "parts",
    [
        handover_texts.message_left("R-1", OPEN),
        handover_texts.joined("佐藤"),
        handover_texts.returned(),
        handover_texts.closed(),
        handover_texts.wait_apology(10),
        texts.assistant_failed(OPEN),
        texts.too_many(),
        texts.open_page(),
        handover_texts.reached(),
        handover_texts.cancelled("OT-1124-01"),
        texts.personal("電話番号"),
        [message_parts.notice("appointment", "移住相談のご予約を受け付けました。")],
    ],
)
def test_every_notice_to_migrants_has_a_translation(parts) -> None:
    shown = notice_language.beside(parts, "en")

    notices = [part for part in shown if part["type"] == "notice"]
    assert notices
    assert all(part["language"] == "en" for part in notices)


@pytest.mark.parametrize("language", notice_language.TRANSLATED)
@pytest.mark.parametrize(
    "parts",
    [
        texts.over(),
        handover_texts.kept(),
        texts.resolved(True),
        texts.resolved(False),
        texts.ask_anything(),
        handover_texts.rated(),
        handover_texts.go_on("佐藤", 4),
    ],
)
def test_what_the_desk_says_in_the_assistants_name_has_a_translation(parts, language: str) -> None:
    assert notice_language.says(parts)

    shown = notice_language.beside(parts, language)

    assert shown[0]["text"].endswith(parts[0]["text"])
    assert (shown[0]["text"] != parts[0]["text"], shown[0]["language"]) == (True, language)
    before = [choice["label"] for part in parts for choice in part.get("choices", [])]
    after = [choice["label"] for part in shown for choice in part.get("choices", [])]
    assert all(new != old for new, old in zip(after, before, strict=True))


def test_how_the_talk_was_is_asked_in_the_language() -> None:
    rating = notice_language.beside(handover_texts.closed("case"), "en")[-1]

    assert [choice["label"] for choice in rating["choices"]] == ["Very good", "Good", "Fair", "Not so good", "Not good"]


def test_going_on_with_the_talk_of_before_keeps_the_language(desk: Desk) -> None:
    answered_in(desk, {"type": "text", "text": "About: Rents", "language": "en"})
    answered_in(desk, *handover_texts.go_on("佐藤", 1))

    assert desk.messages(Author.BOT)[-1].parts[0]["text"].startswith("This seems to go on")
    desk.hand_over()
    assert desk.messages(Author.SYSTEM)[-1].parts[0]["language"] == "en"


@pytest.mark.parametrize(
    ("parts", "language"),
    [
        ([{"type": "text", "text": "About", "language": "zh-Hant"}, {"type": "answer", "language": "en"}], "zh-Hant"),
        ([{"type": "text", "text": "こんにちは"}], None),
        ([{"type": "text", "text": "?", "language": "xx"}], None),
        ([], None),
    ],
)
def test_the_language_is_that_of_the_last_reply(parts, language) -> None:
    assert notice_language.of_reply(parts) == language


def answered_in(desk: Desk, *parts) -> None:
    with desk.store.write() as tx:
        tx.append(desk.id, Author.BOT, texts.BOT_NAME, list(parts), desk.clock.now())


def test_notices_follow_the_language_of_the_last_reply(desk: Desk) -> None:
    answered_in(desk, {"type": "text", "text": "주제: 집세", "language": "ko"})
    desk.hand_over()

    assert desk.messages(Author.SYSTEM)[-1].parts[0]["text"].startswith("상담원을 부르고 있습니다")


def test_notices_are_japanese_again_after_a_japanese_reply(desk: Desk) -> None:
    answered_in(desk, {"type": "text", "text": "About: Rents", "language": "en"})
    answered_in(desk, {"type": "text", "text": "家賃です"})
    desk.hand_over()

    assert desk.messages(Author.SYSTEM)[-1].parts[0]["text"].startswith("相談員を呼んでいます")


def test_other_languages_can_be_asked_for_at_any_time(desk: Desk) -> None:
    desk.say("", choice="languages")

    turn, _ = desk.turn_queue.lease(desk.clock.now())
    assert (turn.text, turn.payload) == ("English・中文・한국어", "/choose_language")


@pytest.mark.parametrize("language", notice_language.TRANSLATED)
def test_the_form_that_takes_a_message_brings_its_words_and_keeps_the_notice_that_is_agreed_to(
    desk: Desk, language: str
) -> None:
    # The first message of a talk: no reply before tells the language.
    answered_in(
        desk,
        {"type": "text", "text": "…", "language": language},
        handover_texts.leave_message_form("犬と住める家は？"),
    )

    form = desk.messages(Author.BOT)[-1].parts[1]
    assert form["language"] == language
    assert form["purpose"] == handover_texts.purpose()
    assert form["text"].endswith(handover_texts.leave_message_form("")["text"])
    assert "お" not in "".join(form["words"].values())
    assert form["words"]["unreviewed"]


def test_the_form_of_a_japanese_talk_brings_no_words(desk: Desk) -> None:
    answered_in(desk, {"type": "text", "text": "家賃です"}, handover_texts.leave_message_form("家賃は？"))

    assert "words" not in desk.messages(Author.BOT)[-1].parts[1]
