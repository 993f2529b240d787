"""やさしい日本語 of what the desk itself says, and who gets it: `easy_texts`, `notice_language`."""

from __future__ import annotations

import re

import pytest

from desk.conversation import easy_texts, feed, handover_texts, message_parts, texts
from desk.conversation.models import Author, Situation
from desk.conversation_sql import notice_language
from tests.desk.conversation.passage import Desk

OPEN = Situation(open=True, on_duty=1, expected_wait_minutes=5)
AWAY = Situation(open=True, on_duty=0)
CLOSED = Situation(open=False, on_duty=0, opens_text="11月25日(水) 9:00")
EVERYTHING = [
    texts.greeting(OPEN),
    handover_texts.queued("OT-1124-01", 2, OPEN),
    handover_texts.queued("OT-1124-01", 1, AWAY),
    handover_texts.reached(),
    handover_texts.book_instead(),
    handover_texts.withdraw_or_not("OT-1124-01"),
    handover_texts.kept(),
    handover_texts.message_left("OT-1124-01", CLOSED),
    handover_texts.message_left("OT-1124-01", OPEN),
    handover_texts.joined("佐藤"),
    handover_texts.resumed("佐藤"),
    handover_texts.transferred("佐藤"),
    handover_texts.returned("case"),
    handover_texts.closed("case"),
    handover_texts.go_on("佐藤", 4),
    handover_texts.rated(),
    handover_texts.cancelled(),
    handover_texts.cancelled("OT-1124-01"),
    handover_texts.back_in_queue(),
    handover_texts.released(),
    handover_texts.wait_apology(10),
    texts.assistant_failed(OPEN),
    texts.over(),
    texts.resolved(True),
    texts.resolved(False),
    texts.ask_anything(),
    texts.open_page(is_waiting=True),
    texts.personal("電話番号"),
    texts.not_words(is_kept=True),
    texts.not_words(is_kept=False),
    texts.too_many(),
]
_READING = re.compile(r"《[^》]*》")


@pytest.mark.parametrize("parts", EVERYTHING)
def test_whatever_is_said_and_offered_has_plain_words(parts) -> None:
    assert all(part["easy"] for part in parts if part["type"] in {"text", "notice"})
    offered = [choice for part in parts for choice in part.get("choices", [])]
    assert all(
        choice.get("easy") for choice in offered if re.search("[一-龥]", choice["label"]) and choice["label"][0] != "E"
    )


@pytest.mark.parametrize("parts", EVERYTHING)
def test_numbers_receipts_and_names_are_in_both(parts) -> None:
    for part in parts:
        if part["type"] == "notice":
            said, plain = part["text"], part["easy"]
            for known in ("OT-1124-01", "佐藤", "2番目", "11月25日(水) 9:00", "10分", "5分"):
                assert (known in said) == (known in _READING.sub("", plain)), (said, plain)


def test_a_choice_offered_with_plain_words_is_shown_with_them(desk: Desk) -> None:
    part = {
        "type": "choices",
        "purpose": "related",
        "choices": [{"label": "賃貸住宅", "payload": "/x", "easy": "家《いえ》"}],
    }
    with desk.store.write() as tx:
        tx.append(desk.id, Author.BOT, texts.BOT_NAME, [part], desk.clock.now())
        shown = feed.visible(tx, desk.id, 0)[-1]["parts"][0]["choices"]

    assert [(choice["label"], choice["easy"]) for choice in shown] == [("賃貸住宅", "家《いえ》")]


def test_who_chose_plain_japanese_gets_the_notices_in_it(desk: Desk) -> None:
    with desk.store.write() as tx:
        said = {"type": "text", "text": "わかりました。", "easy": "わかりました。", "easy_first": True}
        tx.append(desk.id, Author.BOT, texts.BOT_NAME, [said], desk.clock.now())
    desk.hand_over()

    notice, acts = desk.messages(Author.SYSTEM)[-1].parts
    assert notice["text"].startswith("相談員（そうだんいん）を 呼（よ）んでいます。")
    assert [choice["label"] for choice in acts["choices"]] == ["待つことを やめる", "伝言を 書く"]


@pytest.mark.parametrize("parts", EVERYTHING)
def test_other_languages_are_not_mixed_with_plain_words(parts) -> None:
    for part in notice_language.beside(parts, "en"):
        if part.get("language"):
            assert "easy" not in part


def test_a_choice_says_what_it_does() -> None:
    assert easy_texts.choice(*message_parts.CANCEL_WAIT) != easy_texts.choice(*message_parts.WITHDRAW)
