"""Words that steer the talk: each gets a reply that fits what was said before."""

from __future__ import annotations

import pytest

from actions import city, desk_request, my_appointments, replies
from actions.library.shelf import SHELF
from actions.topic_choices import topics
from tests.actions.steering import RENT, SNOW, STANDS, answered, labels, said_by_us, say, words


def test_thanks_are_answered_in_place_and_the_choices_stay() -> None:
    before = answered(RENT)
    offered = [label for label in labels(before[1]["data"]["custom"]["parts"]) if label not in {"はい", "いいえ"}]

    parts, slots = say("thanks", before, "ありがとう")

    assert "どういたしまして" in words(parts)
    assert labels(parts) == offered
    assert slots["fallback_count"] == 0.0


@pytest.mark.parametrize(("control", "text"), [("thanks", "ありがとう"), ("emoji", "🙏"), ("no", "いいえ")])
def test_after_a_talk_with_a_consultant_going_on_comes_before_another_one(control: str, text: str) -> None:
    handed_over = said_by_us([{"type": "handoff", "case_id": "h_1", "text": "おつなぎします"}])

    parts, _ = say(control, [*answered(RENT), *handed_over], text)

    assert labels(parts) == [*(choice.label for choice in topics()), replies.ASK_PERSON.label]


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


def told_wrong() -> list[dict]:
    said = {"event": "user", "text": "違う", "parse_data": {"understanding": {"control": "wrong"}}}
    return [*answered(RENT), said]


@pytest.mark.parametrize(("outcome", "label"), [("clarify", SNOW), ("fallback", "x/y"), ("answer", RENT)])
def test_what_is_wrong_with_an_answer_is_taken_with_thanks(outcome: str, label: str) -> None:
    parts, slots = say(None, told_wrong(), "家賃が古いです", label=label, outcome=outcome)

    assert "担当者が確かめます" in words(parts)
    assert slots["fallback_count"] == 0.0


@pytest.mark.parametrize(
    ("events", "text", "label"),
    [
        (told_wrong(), "冬の雪かき", SNOW),
        (told_wrong(), "家賃はいくらですか", RENT),
        (answered(RENT), "家賃が古いです", RENT),
    ],
)
def test_another_question_after_that_is_answered(events: list[dict], text: str, label: str) -> None:
    assert "担当者が確かめます" not in words(say(None, events, text, label=label)[0])


def test_help_names_what_can_be_written_and_begins_with_booking_and_a_person() -> None:
    parts, _ = say("help")

    assert "予約したい" in words(parts)
    assert [replies.BOOK.label, replies.ASK_PERSON.label] == labels(parts)[-2:]


def test_back_is_the_answer_before_the_last_one() -> None:
    parts, slots = say("back", [*answered(RENT), *answered(SNOW)])

    assert parts[1]["label"] == RENT
    assert slots["last_label"] == RENT


def times_offered() -> list[dict]:
    """The events of free times, as the action leaves them."""
    tap = replies.Choice("11月25日(水) 10:00", '/choose_slot{"begin": "2026-11-25T10:00+09:00"}')
    parts = [replies.text("次の時間があいています。"), replies.choices([tap, replies.ASK_PERSON], "reply")]
    return [*said_by_us(parts), {"event": "slot", "name": "last_label", "value": replies.BOOKING}]


def topic_shown(key: str) -> list[dict]:
    """The events of a topic's answers, as the action shows them."""
    return said_by_us(say("help", topic=key)[0])


def test_back_from_free_times_is_the_answer_before_them() -> None:
    for events in ([*answered(RENT), *times_offered()], [*answered(RENT), *times_offered(), *times_offered()]):
        parts, slots = say("back", events)

        assert parts[1]["label"] == RENT
        assert slots["last_label"] == RENT


def test_back_from_free_times_is_the_answer_about_booking_where_that_led_to_them() -> None:
    parts, _ = say("back", [*answered(RENT), *answered(replies.BOOKING), *times_offered()])

    assert parts[1]["label"] == replies.BOOKING


@pytest.mark.parametrize("topic", [*city.city().topics, *city.menus()], ids=lambda topic: topic.key)
def test_back_from_free_times_is_the_topic_before_them(topic: city.Topic) -> None:
    shown = topic_shown(topic.key)

    parts, slots = say("back", [*answered(RENT), *shown, *times_offered()])

    assert labels(parts) == labels(shown[1]["data"]["custom"]["parts"])
    assert topic.name in words(parts)
    # A time that is written next is no wish for an appointment.
    assert slots["last_label"] is None


def test_back_from_an_answer_is_the_topic_it_was_chosen_from() -> None:
    shown = topic_shown(city.city().topics[0].key)

    assert labels(say("back", [*shown, *answered(RENT)])[0]) == labels(shown[1]["data"]["custom"]["parts"])


@pytest.mark.parametrize(
    ("control", "events"),
    [("back", times_offered()), ("restart", answered(RENT)), ("back", answered(RENT)), ("back", [])],
)
def test_from_the_beginning_nothing_counts_any_more(control: str, events: list[dict]) -> None:
    parts, slots = say(control, events)

    assert "はじめに戻りました" in words(parts)
    assert slots["last_label"] is None


def test_stop_outside_of_a_form_speaks_of_no_message() -> None:
    assert "伝言" not in words(say("stop", answered(RENT))[0])
    form = said_by_us([replies.choices([replies.STOP], "reply")])
    assert "伝言の受付はしていません" in words(say("stop", form)[0])


def test_facts_about_the_writer_are_thanked_for_and_the_question_is_asked_for() -> None:
    parts, slots = say("told", answered(RENT), "東京です")

    assert "どんなことを知りたいですか" in words(parts)
    assert parts[-1]["purpose"] == "topics"
    assert "last_label" not in slots


def test_an_answer_that_was_not_understood_comes_again_in_easy_words() -> None:
    parts, slots = say("unclear", answered(RENT), "よくわからない")

    card = next(part for part in parts if part["type"] == "answer")
    assert card["label"] == RENT
    assert card["text"] != SHELF.all()[RENT].text
    assert "《" not in card["text"] + card.get("more", "")
    assert replies.ASK_PERSON.label in labels(parts)
    assert "last_label" not in slots


def test_whoever_asks_whether_it_is_true_sees_where_it_is_from() -> None:
    parts, _ = say("sources", answered(RENT), "本当に？")

    card = next(part for part in parts if part["type"] == "answer")
    assert [source.title in card["text"] for source in SHELF.all()[RENT].sources] == [True, True]
    assert "more" not in card


def test_surprise_is_heard_and_the_choices_stay() -> None:
    parts, _ = say("heard", answered(RENT), "へえ、高いんですね")

    assert not any(part["type"] == "answer" for part in parts)
    assert replies.choose(SHELF.all()["housing/rental_search"]).label in labels(parts)


@pytest.mark.parametrize(
    ("events", "language"),
    [
        ([], "ja"),
        (answered(RENT), "en"),
        ([*answered(RENT), *said_by_us([replies.choices([replies.NONE_OF_THESE], "clarify")])], "ja"),
    ],
)
def test_where_nothing_easier_can_be_said_a_person_is_offered(events: list[dict], language: str) -> None:
    parts, _ = say("unclear", events, "よくわからない", language)

    assert not any(part["type"] == "answer" for part in parts)
    assert any("request_human" in choice["payload"] for part in parts for choice in part.get("choices", []))


def test_a_line_of_care_stands_before_the_words_of_the_talk() -> None:
    parts, _ = say("stop", answered(RENT), "なんでもないです", care=True)

    assert "いつでも書いてください" in words(parts[1:])
    assert "いつでも書いてください" not in words(parts[:1])
