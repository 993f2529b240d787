"""For a day after a talk with a consultant, going on with it comes first."""

from __future__ import annotations

import pytest

from desk.conversation import assignment, ending, going_on, message_parts
from desk.conversation.models import Author, State
from desk.conversation.turns import Reply
from tests.desk.conftest import CLOSED, SATO
from tests.desk.conversation.passage import Desk, present

FALLBACK = Reply(
    [
        [
            {"type": "text", "text": "？"},
            {"type": "choices", "purpose": "topics", "choices": [{"label": "住まい", "payload": "/x"}]},
        ]
    ],
    {"outcome": "fallback", "label": "housing/rent_cost"},
)


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """A talk with 佐藤, who is away again, has ended."""
    present(desk.store, on_duty=False, seen_at=desk.clock.now())
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    desk.reply(case["case_id"], "資料をお送りしました")
    desk.do(ending.close, case["case_id"], SATO)
    return desk


@pytest.mark.parametrize(
    "words",
    [
        "佐藤さんはいますか",
        "佐藤様に聞きたいことがあります",
        "先ほどの資料が届いていません",
        "資料がまだ届きません",
        "昨日のお話の件です",
        "さっきの人はいますか",
        "相談の続きをお願いします",
        "担当の方はいらっしゃいますか",
    ],
)
def test_words_that_lead_back_are_led_to_the_consultant(closed: Desk, words: str) -> None:
    closed.say(words, "m1")

    asked = closed.messages(Author.BOT)[-1]
    assert "相談員（佐藤）との続きですね" in asked.text
    assert [choice["label"] for choice in asked.parts[1]["choices"]] == [
        message_parts.GO_ON[0],
        message_parts.ASK_THE_BOT[0],
    ]
    assert closed.turn_queue.lease(closed.clock.now()) is None

    closed.say("", "m2", choice=closed.choice_id(message_parts.GO_ON[0]))

    assert closed.holder().state is State.QUEUED
    with closed.store.read() as tx:
        case = tx.open_case(closed.id)
    assert case.question == words
    assert any(line["text"] == words for line in case.transcript)


def test_out_of_hours_it_becomes_a_message_with_the_same_words(closed: Desk) -> None:
    closed.say("先ほどの資料が届いていません", "m1", situation=CLOSED)
    closed.say("", "m2", choice=closed.choice_id(message_parts.GO_ON[0]), situation=CLOSED)

    with closed.store.read() as tx:
        case = tx.open_case(closed.id)
    assert (case.state, case.question) == (State.MESSAGE_LEFT, "先ほどの資料が届いていません")


def test_who_meant_something_else_is_answered_by_the_assistant(closed: Desk) -> None:
    closed.say("先日の大雪の話ですが", "m1")
    closed.say("", "m2", choice=closed.choice_id(message_parts.ASK_THE_BOT[0]))

    turn, _ = closed.turn_queue.lease(closed.clock.now())
    assert (turn.text, turn.payload) == ("先日の大雪の話ですが", None)


def test_where_the_bot_does_not_understand_it_is_the_first_choice(closed: Desk) -> None:
    closed.say("あれはどうなりましたか", "m1")
    turn, outside_id = closed.turn_queue.lease(closed.clock.now())
    closed.finish(turn, outside_id, FALLBACK)

    first, *_ = closed.messages(Author.BOT)[-1].parts[1]["choices"]
    assert first["label"] == message_parts.GO_ON[0]
    closed.say("", "m2", choice=first["id"])
    with closed.store.read() as tx:
        assert tx.open_case(closed.id).question == "あれはどうなりましたか"


@pytest.mark.parametrize(
    "understanding",
    [{"outcome": "answer"}, {"outcome": "fallback", "control": "wrong"}, {"outcome": "clarify", "topic": "housing"}],
)
def test_what_was_understood_stays_as_it_is(understanding: dict) -> None:
    (bubble,) = FALLBACK.bubbles

    assert going_on.first(bubble, understanding, SATO, 3) == bubble


def test_a_day_later_or_without_a_talk_the_assistant_answers(closed: Desk, desk: Desk) -> None:
    closed.clock.pass_by(hours=25)
    closed.say("佐藤さんはいますか", "m1")

    turn, _ = closed.turn_queue.lease(closed.clock.now())
    assert turn.text == "佐藤さんはいますか"


def test_without_any_talk_the_assistant_answers(desk: Desk) -> None:
    desk.say("先ほどの資料が届いていません", "m1")

    assert desk.turn_queue.lease(desk.clock.now()) is not None


@pytest.mark.parametrize(
    "words",
    [
        "家賃はいくらですか",
        "冬の資料はありますか",
        "お医者さんはいますか",
        "鈴木さんはいますか",
        "郵便は届きますか",
        "",
    ],
)
def test_questions_of_their_own_do_not_lead_back(words: str) -> None:
    assert not going_on.leads_back(words, "佐藤 花子")
