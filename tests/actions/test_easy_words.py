"""Whatever the chat says or offers has やさしい日本語 beside it, and loses nothing of what the words promise."""

from __future__ import annotations

import re

import pytest

from actions import (
    action_fallback,
    action_request_human,
    booking,
    easy_words,
    handoff_questions,
    in_language,
    languages,
    my_appointments,
    replies,
    talk_texts,
    topic_choices,
)
from actions.booking import Offer
from actions.library.readings import allowed_readings, misread, unread
from actions.replies import Choice
from actions.when.windows import When
from tests.actions.steering import STANDS
from tests.actions.test_actions import TODAY, situation

_SLOT = {"begin": "2026-12-01T14:00:00+09:00", "short": "12月1日(火) 14:00", "methods": ["online"]}
# Said to readers of another language only, before or after what has its own やさしい日本語, or beside the law's words.
_NOT_OURS = re.compile(
    r"legend_|page_|answer_|unreviewed|in_japanese|translated_on|original_newer|possibly_old|not_served|ask_consent|calling"
)
# What is composed of more than blanks brings its own; each stands in a test below or beside its action's.
_COMPOSED = {"times_offered", "times_other", "booking_page", "resting", "entry_withheld", "message_left"}
# Ways to meet, within a text that names an appointment.
_COMPOSED |= {"by_meeting", "by_online", "by_phone"}


def test_every_text_of_the_chat_has_plain_words() -> None:
    keys = {key for key in languages.catalogue("en").texts if not _NOT_OURS.match(key)}

    assert keys <= {*easy_words.TEXTS, *talk_texts.TEXTS, *_COMPOSED}


def test_every_choice_of_the_chat_has_plain_words() -> None:
    composed = {"choose_topic", "booking_cancel", "booking_keep"}

    assert set(languages.catalogue("en").choices) - composed == set(easy_words.CHOICES)


@pytest.mark.parametrize("words", [*easy_words.TEXTS.values(), *easy_words.CHOICES.values()])
def test_readings_are_right_and_cover_every_character(words: str) -> None:
    assert unread(words) == []
    assert list(misread(words, allowed_readings())) == []


@pytest.mark.parametrize(
    "parts",
    [
        *(action_fallback.parts(count, situation(), {}) for count in range(3)),
        [action_request_human.closed(situation(desk={"opens_text": "11月25日(水) 9:00"}))],
        handoff_questions.parts("handoff_question", {}),
        handoff_questions.parts("handoff_contact_kind", {}),
        booking.link({"url": "https://example.jp/a", "text": "12月1日(火) 14:00"}),
        booking.none_free(None),
        booking.silent(None),
        my_appointments.told([STANDS], "cancel_booking"),
        my_appointments.told([STANDS, STANDS], "my_booking"),
        [replies.choices(topic_choices.topics(), "topics")],
    ],
)
def test_what_is_said_and_offered_has_plain_words_beside_it(parts: list) -> None:
    shown = in_language.render(parts, "ja", "ja", {}, TODAY)

    assert all(part["easy"] for part in shown if part["type"] == "text")
    offered = [choice for part in shown for choice in part.get("choices", [])]
    assert [choice for choice in offered if re.search("[一-龥]", choice["label"]) and not choice.get("easy")] == []


@pytest.mark.parametrize(
    ("fits", "says"), [("no", "あいていません"), ("day", "あいていません"), ("yes", "あいています")]
)
def test_plain_words_do_not_hide_that_a_time_is_taken(fits: str, says: str) -> None:
    said = booking.offered(Offer(fits, [_SLOT], "1月23日(土)"), When())[0]["easy"]

    assert says in said
    assert ("1月23日(土)まで" in said) == (fits == "no")


def test_a_choice_keeps_its_own_plain_words() -> None:
    part = replies.choices([Choice("いちばん早い時間を見る", "/request_booking", "早い")], "reply")

    assert easy_words.beside(part)["choices"][0]["easy"] == "早い"
